// The fleet at a glance: which nodes are in trouble, why, and what comes next.

import { alertTable } from './alert-table.mjs';
import { dashboard } from './dashboard.mjs';
import { cellNode, dashboard as dashboardLink, seriesNode, uids } from './links.mjs';
import { barGauge, column, stat, stateTimeline, table, text, thresholds, timeseries, wordCell } from './panels.mjs';
import { causes, firing, heardNodes, judge, knownNodes, node, ofInstance, ofNode, up, worst } from './queries.mjs';
import { absentJudgement, judgement } from './states.mjs';

const title = (word) => (word === 'configuration' ? 'Config' : word[0].toUpperCase() + word.slice(1));

/** A count that is 0, not absent, when nodes are known and none is meant. */
const countNodes = (expression) => `count(group by (${node}) (${expression}))\nor\n0 * count(${knownNodes()})`;

const now = [
  stat({
    id: 11, title: 'Nodes', w: 4, h: 4,
    shows: 'Nodes whose exporter Prometheus has scraped, or tried to, within the time range.',
    normal: 'every node of yours.',
    act: 'compare with your inventory: a node that Prometheus was never told of is not counted anywhere.',
    targets: [`count(${knownNodes()})`],
  }),
  stat({
    id: 12, title: 'Critical', w: 4, h: 4, limits: thresholds([null, 'good'], [1, 'critical']),
    shows: 'Nodes with a critical alert: containers cannot be managed there, or data are at risk.',
    normal: '0.',
    act: 'open the runbook of the first rows below.',
    targets: [countNodes(firing('critical'))],
  }),
  stat({
    id: 13, title: 'Warning only', w: 4, h: 4, limits: thresholds([null, 'good'], [1, 'warning']),
    shows: 'Nodes with warnings and no critical alert.',
    normal: '0; warnings can wait until office hours.',
    act: 'open the runbooks of the rows below.',
    targets: [countNodes(`${firing('warning')} unless on (${node}) ${firing('critical')}`)],
  }),
  stat({
    id: 14, title: 'Without data', w: 4, h: 4, limits: thresholds([null, 'good'], [1, 'unknown']),
    shows: 'Nodes known within the time range of whose exporter nothing is heard now: down, unreachable, or removed.',
    normal: '0, apart from nodes that you have just removed.',
    act: 'nothing is known about containerd there. See the runbook of ContainerdExporterDown, which the exporter of any other node serves too.',
    targets: [`count(${knownNodes()} unless ${heardNodes()})\nor\n0 * count(${knownNodes()})`],
  }),
  stat({
    id: 15, title: 'Not answering', w: 4, h: 4, limits: thresholds([null, 'good'], [1, 'critical']),
    shows: 'containerds that have not answered the Version call in the last scrape.',
    normal: '0; 1 for seconds while one restarts.',
    act: 'after four minutes an alert names the cause.',
    targets: [`count(${ofInstance('containerd_up')} == 0)\nor\n0 * count(${ofInstance('containerd_up')})`],
  }),
  stat({
    id: 16, title: 'OOM kills', w: 4, h: 4, limits: thresholds([null, 'good'], [1, 'notice']),
    shows: 'Processes ended by the kernel’s OOM killer on all nodes, by the kernel’s own count.',
    normal: 'few: a workload that hits its own limit is normal life.',
    act: 'see the ten worst nodes below; a killed daemon, shim or runtime is an alert.',
    targets: [`sum(increase(${ofNode('containerd_node_oom_kills_total')}[$__range]))`],
    decimals: 0,
    defaults: { decimals: 0 },
  }),
  alertTable({ id: 21, w: 24, h: 9 }),
  table({
    id: 22, title: 'Nodes by cause, worst first', w: 24, h: 11, filterable: true,
    shows: 'Every node, and what the firing alerts say of each cause there. “no data”: nothing is heard of the node, or the collector of that cause does not work, so a silent alert means nothing. A node’s name opens it in depth.',
    normal: '“no alert” everywhere. It means what it says: alerts wait minutes before they fire, and none fires unless the rules are loaded into Prometheus.',
    act: 'follow the node’s name, or take the runbook from the table above.',
    targets: [judge(undefined, knownNodes()), ...causes.map((cause) => judge(cause, knownNodes()))],
    columns: {
      cluster: 'Cluster', instance: 'Node', 'Value #A': 'Worst',
      ...Object.fromEntries(causes.map((cause, index) => [`Value #${'BCDEFGHI'[index]}`, title(cause)])),
    },
    hidden: ['job'],
    sortBy: [{ displayName: 'Worst', desc: true }],
    overrides: [
      column('Node', { links: [cellNode], 'custom.width': 220 }),
      ...['worst', ...causes].map((name) => column(title(name), wordCell(judgement, absentJudgement, { 'custom.align': 'center', 'custom.minWidth': 70 }))),
    ],
  }),
];

const pair = `${node}, cause`;
const inTrouble = (severity) => `count_over_time(${firing(severity)}[$__range] @ end())`;
const longest = (severity) => `topk(12, sum by (${pair}) (${inTrouble(severity)}))`;

const time = [
  stateTimeline({
    id: 23, title: 'Trouble over time, worst first', w: 24, h: 14, states: judgement, transformations: [],
    shows: 'The worst alert of all nodes together; then, for up to 12 pairs of node and cause with a critical alert in the time range and up to 12 with warnings only, those longest in trouble, when it was.',
    normal: 'one row, “all nodes”, that says “no alert”.',
    act: 'rows that begin at the same minute share a reason: a roll-out, a registry, a storage system. Click a row for the node.',
    targets: [
      { expr: `max(${worst(node)})\nor\n0 * max(${ofNode('containerd_exporter_build_info')})\nor\n3 * max(${up()} == 0)`, legend: 'all nodes' },
      { expr: `${worst(pair)}\nand\n${longest('critical')}`, legend: '{{instance}} · {{cause}}' },
      { expr: `${worst(pair)}\nunless\nsum by (${pair}) (${inTrouble('critical')})\nand\n${longest('warning')}`, legend: '{{instance}} · {{cause}}' },
    ],
    overrides: ['B', 'C'].map((refId) => ({ matcher: { id: 'byFrameRefID', options: refId }, properties: [{ id: 'links', value: [seriesNode] }] })),
  }),
];

const disks = ofInstance('containerd_filesystem_avail_bytes');
const place = `${node}, mountpoint`;
const untilFull = `min by (${place}) (${disks} / -(deriv(${disks}[6h]) < 0))`;
const soonest = `bottomk(10, ${untilFull} < 30 * 86400)`;
const free = `min by (${place}) (${disks} / ${ofInstance('containerd_filesystem_size_bytes')})`;
const stuck = `sum by (${node}, runtime, command, reason) (${ofNode('containerd_runtime_stuck_processes')})`;
const kills = `sum by (${node}) (increase(${ofNode('containerd_oom_kills_total')}[$__range]))`;

const worstTen = [
  table({
    id: 31, title: 'Disks that are full soonest', w: 12, h: 9,
    shows: 'The ten file systems under containerd that will be full first if they go on as in the last 6 hours, and how much is free.',
    normal: 'days, or no row. The kubelet deletes images from 15 % free down, so a saw-tooth above that is no trend.',
    act: 'open the node; the runbooks of ContainerdDiskFillingUp and ContainerdDiskFull say what may be removed.',
    unit: 's',
    noValue: 'No disk is known to fill up',
    targets: [soonest, `${free} and ${soonest}`],
    columns: { instance: 'Node', mountpoint: 'Mount point', 'Value #A': 'Full in', 'Value #B': 'Free' },
    hidden: ['cluster', 'job'],
    sortBy: [{ displayName: 'Full in', desc: false }],
    overrides: [
      column('Node', { links: [cellNode] }),
      column('Mount point', { 'custom.width': 175 }),
      column('Full in', { unit: 's', decimals: 1, 'custom.width': 95 }),
      column('Free', {
        unit: 'percentunit', decimals: 1, 'custom.width': 75, 'custom.cellOptions': { type: 'color-text' },
        thresholds: thresholds([null, 'critical'], [0.05, 'warning'], [0.12, 'good']),
      }),
    ],
  }),
  table({
    id: 33, title: 'Stuck runtime processes', w: 12, h: 9,
    shows: 'The ten worst nodes with OCI runtime processes (runc, crun, …) that do not end, and why.',
    normal: 'no row.',
    act: 'open the node and the runbook of ContainerdRuntimeStuck; uninterruptible means that the kernel waits for storage.',
    noValue: 'No stuck process is known',
    merge: false,
    targets: [`topk(10, label_join(${stuck} > 0, "process", " ", "runtime", "command"))`],
    columns: { instance: 'Node', process: 'Process', reason: 'Reason', Value: 'Count' },
    hidden: ['cluster', 'job', 'runtime', 'command'],
    sortBy: [{ displayName: 'Count', desc: true }],
    overrides: [
      column('Node', { links: [cellNode], 'custom.minWidth': 110 }),
      column('Process', { 'custom.width': 105 }),
      column('Reason', { 'custom.width': 120 }),
      column('Count', { 'custom.width': 80 }),
    ],
  }),
  table({
    id: 32, title: 'Most OOM kills', w: 24, h: 9,
    shows: 'The ten nodes with the most OOM kills in the time range, workloads included.',
    normal: 'few, and on nodes that you expect.',
    act: 'open the node: whom the kernel killed says whether the node, a pod or containerd ran out.',
    noValue: 'No OOM kill is known',
    targets: [`topk(10, ${kills} > 0)`],
    columns: { cluster: 'Cluster', instance: 'Node', Value: 'OOM kills' },
    hidden: ['job'],
    sortBy: [{ displayName: 'OOM kills', desc: true }],
    defaults: { decimals: 0 },
    overrides: [
      column('Node', { links: [cellNode], 'custom.width': 220 }),
      column('OOM kills', {
        min: 0, color: { mode: 'thresholds' }, thresholds: thresholds([null, 'notice']),
        'custom.cellOptions': { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' },
      }),
    ],
  }),
];

const skew = [
  timeseries({
    id: 41, title: 'containerd versions', w: 12, h: 8, stack: true, transformations: [], unit: 'none', decimals: 0, min: 0,
    shows: 'containerds by the version that they report; “unknown” did not answer.',
    normal: 'one version, or a step from one to the next during a roll-out.',
    act: 'a version that stays behind is a node that the roll-out has missed.',
    targets: [{ expr: `count by (version) (${ofInstance('containerd_instance_info')})`, legend: '{{version}}' }],
    defaults: {},
  }),
  barGauge({
    id: 42, title: 'Configuration versions', w: 6, h: 8, limits: thresholds([null, 'notice']),
    shows: 'containerds by the version that their main configuration file states; 0 states none.',
    normal: 'one version for each release of containerd: 2 up to 1.7, 3 from 2.0 on.',
    act: 'containerd 2 migrates older files in memory at every start; the node’s configuration row says what is lost.',
    targets: [{ expr: `count_values("config_version", ${ofInstance('containerd_config_version')})`, legend: 'version {{config_version}}' }],
    seriesLinks: true,
  }),
  barGauge({
    id: 43, title: 'Exporter versions', w: 6, h: 8, limits: thresholds([null, 'notice']),
    shows: 'Nodes by the version of this exporter.',
    normal: 'one.',
    act: 'an older exporter may lack metrics that these panels and the alerts ask for.',
    targets: [{ expr: `count by (version) (${ofNode('containerd_exporter_build_info')})`, legend: '{{version}}' }],
  }),
];

const howToRead = text({
  id: 51, title: 'How to read this', w: 24, h: 4,
  content: [
    '- **critical**: containers cannot be managed, or data are at risk: act now. **warning**: today. **no data**: nothing is known, which is never good news. **no alert**: the rules found nothing.',
    '- A **cause** and its symptoms fire together. The runbook of the cause comes first; *liveness* is the symptom.',
    '- An alert’s name opens its **runbook on the node itself**, with live evidence. A node’s name opens **that node**, with the same time range.',
  ].join('\n'),
});

export const fleet = dashboard({
  uid: uids.fleet,
  title: 'containerd / Fleet',
  description: 'Which nodes are in trouble and why, what breaks next, and how even the fleet is.',
  links: [dashboardLink('One node in depth', uids.node)],
  oneNode: false,
  rows: [
    { id: 10, title: 'Which nodes are in trouble, and why', panels: now },
    { id: 20, title: 'Since when', panels: time },
    { id: 30, title: 'The worst ten', panels: worstTen },
    { id: 40, title: 'How even the fleet is', panels: [...skew, howToRead] },
  ],
});
