// Row 0 of a node: is anything wrong?

import { alertTable } from '../alert-table.mjs';
import { alertsOfCause } from '../alerts.mjs';
import { seriesStatus } from '../links.mjs';
import { column, stat, stateTimeline, table } from '../panels.mjs';
import { causes, heardNodes, judge, node, ofInstance, up, worst } from '../queries.mjs';
import { absentJudgement, judgement } from '../states.mjs';

const meaning = {
  liveness: 'Does containerd answer, list and serve Kubernetes? The symptom: if a cause beside it is not quiet, begin there.',
  memory: 'Is the node, a pod or containerd out of memory?',
  storage: 'Are the disks under containerd, its databases and its image data whole?',
  socket: 'Does the path of the socket lead to containerd, and the PID file to nobody else?',
  runtime: 'Can runc, its shims and the configured handlers be run, and do they end?',
  configuration: 'Would containerd start, whole, with the files as they are now?',
  disk: 'Are bytes and inodes left where containerd writes?',
  exporter: 'Does the exporter see all of this?',
};

const title = (word) => word[0].toUpperCase() + word.slice(1);
const lastKnown = `group by (${node}) (last_over_time(${up()}[$__range]))`;

const states = causes.map((cause, index) =>
  stat({
    id: 11 + index, title: cause === 'configuration' ? 'Config' : title(cause), w: 3, h: 4, states: judgement, absent: absentJudgement,
    shows: `${meaning[cause]} The worst alert of this cause now.`,
    normal: '“no alert”. “no data”: the node is not heard, or the collector of this cause does not work.',
    act: 'click the state for all that the exporter has found, or open a runbook in the menu of links above.',
    runbooks: alertsOfCause(cause),
    seriesLinks: false,
    targets: [{ expr: judge(cause, lastKnown), legend: '{{instance}}' }],
    defaults: { links: [seriesStatus] },
  }),
);

const timeline = stateTimeline({
  id: 3, title: 'Causes over time', w: 24, h: 8, states: judgement,
  shows: 'The worst alert of each cause, when it was.',
  normal: '“no alert” in each row. A gap: nothing was heard of the node.',
  act: 'the row that turned first is the one to open: causes come before the symptoms that they explain.',
  targets: causes.map((cause) => ({
    expr: `${worst(node, `cause="${cause}"`)}\nor\n0 * ${heardNodes()}\nor\n3 * group by (${node}) (${up()} == 0)`,
    legend: `{{instance}} ${cause}`,
  })),
  seriesLinks: false,
  defaults: { links: [seriesStatus] },
});

const instances = table({
  id: 4, title: 'containerd on this node', w: 24, h: 4,
  shows: 'Each containerd that is known here: its socket, who ships it, its version, and since when it runs.',
  normal: 'one row, or two with Docker or k3s beside it.',
  act: 'a version “unknown” did not answer; without a start time no process belongs to the socket.',
  unit: 'none',
  noValue: 'No containerd is known here',
  targets: [
    `max by (${node}, address, distribution, version) (${ofInstance('containerd_instance_info')})`,
    `1000 * max by (${node}, address) (${ofInstance('containerd_start_time_seconds')})`,
  ],
  columns: { instance: 'Node', address: 'Socket', distribution: 'Shipped by', version: 'Version', 'Value #B': 'Started' },
  hidden: ['cluster', 'job', 'Value', 'Value #A'],
  sortBy: [{ displayName: 'Socket', desc: false }],
  overrides: [
    column('Started', { unit: 'dateTimeFromNow', noValue: 'not running', 'custom.width': 150 }),
  ],
});

export const overview = [...states, alertTable({ id: 2, w: 24, h: 6 }), instances, timeline];
