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

export const alertTable = (place) =>
  table({
    title: 'Firing alerts',
    shows: 'Every alert that fires now. The alert’s name opens its runbook, served by the exporter of that very node with the evidence it sees.',
    normal: 'No row.',
    act: 'open the runbook of the first critical row. A cause and its symptoms fire together: begin with the cause, not with liveness.',
    noValue: 'No alert fires',
    merge: false,
    filterable: true,
    targets: [since],
    columns: {
      severity: 'Severity',
      cause: 'Cause',
      alertname: 'Alert (opens its runbook)',
      instance: 'Node',
      address: 'containerd',
      Value: 'Active since',
    },
    hidden: ['cluster', 'job'],
    sortBy: [{ displayName: 'Severity', desc: false }],
    overrides: [
      column('Severity', wordCell(severities, undefined, { 'custom.width': 115 })),
      column('Cause', { 'custom.width': 125 }),
      column('Alert (opens its runbook)', { links: [rowRunbook] }),
      column('Node', { links: [cellNode] }),
      column('containerd', { noValue: 'the whole node' }),
      column('Active since', { unit: 'dateTimeFromNow', 'custom.width': 145 }),
    ],
    ...place,
  });
