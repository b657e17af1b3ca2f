// The table of firing alerts, the same on both dashboards: a click on an alert opens its runbook on the node that saw it.

import { cellNode, rowRunbook } from './links.mjs';
import { column, table, wordCell } from './panels.mjs';
import { alerts } from './queries.mjs';
import { colours } from './states.mjs';

const severities = [
  { code: 'critical', word: 'critical', colour: colours.critical },
  { code: 'warning', word: 'warning', colour: colours.warning },
];

const labels = 'cluster, job, instance, address, alertname, cause, severity';

/** Since when: the value of ALERTS_FOR_STATE, in milliseconds as Grafana's dates are. */
const since = `1000 * min by (${labels}) (${alerts('', 'ALERTS_FOR_STATE')} and ignoring (alertstate) ${alerts('alertstate="firing"')})`;

export const alertTable = ({ withNode, ...rest }) =>
  table({
    title: 'Firing alerts',
    shows: 'Every alert that fires now. The alert’s name opens its runbook, served by the exporter of that very node with the evidence it sees.',
    normal: 'No row.',
    act: 'open the runbook of the first critical row. A cause and its symptoms fire together: begin with the cause, not with liveness.',
    unit: 'dateTimeFromNow',
    noValue: 'No alert fires',
    merge: false,
    targets: [since],
    columns: {
      severity: 'Severity',
      cause: 'Cause',
      alertname: 'Alert (opens its runbook)',
      ...(withNode ? { instance: 'Node' } : {}),
      address: 'containerd',
      Value: 'Active since',
    },
    hidden: ['cluster', 'job', ...(withNode ? [] : [])],
    sortBy: [{ displayName: 'Severity', desc: false }],
    overrides: [
      column('Severity', wordCell(severities, undefined, { 'custom.width': 90 })),
      column('Cause', { 'custom.width': 110 }),
      column('Alert (opens its runbook)', { links: [rowRunbook] }),
      column(withNode ? 'Node' : 'instance', { links: [cellNode] }),
      column('Active since', { unit: 'dateTimeFromNow', 'custom.width': 130 }),
    ],
    ...rest,
  });
