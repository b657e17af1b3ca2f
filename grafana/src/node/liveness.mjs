import { stateTimeline, thresholds, timeseries } from '../panels.mjs';
import { ofInstance, ofNode } from '../queries.mjs';
import { binary, colours } from '../states.mjs';

const stages = ['connect', 'version', 'plugins', 'namespaces', 'images', 'cri'];
const patterns = [
  'panic', 'database_panic', 'database_invalid', 'database_locked', 'content_error', 'unpack_error', 'io_error', 'no_space', 'out_of_memory', 'runtime_error', 'shim_start_failed',
  'shim_lost', 'shim_error', 'listener_failed', 'config_invalid', 'unknown_config_key', 'plugin_failed', 'start_failed', 'deadline_exceeded', 'sandbox_network_failed',
];
const instance = '{{instance}} {{address}}';

export const liveness = [
  stateTimeline({
    id: 101, title: 'Answers Version', w: 8, h: 5, states: binary('does not answer', 'answers', { bad: 0 }),
    shows: 'Whether containerd has answered the Version call.',
    normal: '“answers”, but for the seconds of a restart. A gap: the exporter may not connect, see the collectors below.',
    act: 'running containers go on. Look at the socket, storage and configuration rows: one of them names the cause.',
    targets: [{ expr: ofInstance('containerd_up'), legend: instance }],
  }),
  stateTimeline({
    id: 102, title: 'Accepts but answers nothing', w: 8, h: 5, states: binary('no', 'hung', { bad: 1 }),
    shows: 'Whether the kernel accepts connections for containerd while no call is answered.',
    normal: '“no”.',
    act: 'save containerd’s goroutine dump before anyone restarts it: the runbook says how.',
    targets: [{ expr: ofInstance('containerd_socket_state', 'state="hung"'), legend: instance }],
  }),
  timeseries({
    id: 106, title: 'Restarts', w: 8, h: 5, bars: true, unit: 'none', min: 0, limits: thresholds([null, 'good'], [4, 'critical']),
    shows: 'Restarts of containerd that the exporter has seen. The line is the alert’s limit for 20 minutes.',
    normal: 'none; one or two during a roll-out.',
    act: 'it crashes after each start: its log’s last lines before the exit name the reason.',
    targets: [{ expr: `increase(${ofInstance('containerd_restarts_total')}[$__rate_interval])`, legend: instance }],
  }),
  stateTimeline({
    id: 103, title: 'Core services', w: 12, h: 8, states: binary('fails', 'works', { bad: 0 }),
    shows: 'Each rung of the ladder that a client climbs, up to listing images; and plugins without which containerd can do nothing, if their start failed.',
    normal: '“works” in each row, and no row of a plugin.',
    act: 'Version answers while lists fail: systemd sees a healthy service. A damaged database is the usual reason, see storage.',
    targets: [
      { expr: ofInstance('containerd_probe_success', 'probe=~"plugins|namespaces|images"'), legend: `${instance} {{probe}}` },
      { expr: `1 - (${ofInstance('containerd_core_plugin_failed')} == 1)`, legend: `${instance} {{plugin}}` },
    ],
  }),
  timeseries({
    id: 107, title: 'Latency of the probe ladder', w: 12, h: 8, unit: 's', min: 0, names: stages,
    runbooks: ['ContainerdHung', 'ContainerdDown'],
    shows: 'How long each rung took, failed or not.',
    normal: 'milliseconds; images grows with their number.',
    act: 'a rung that grows for minutes waits for storage or for a lock in containerd; at its deadline it counts as failed.',
    targets: [{ expr: ofInstance('containerd_probe_duration_seconds'), legend: `${instance} {{probe}}` }],
  }),
  stateTimeline({
    id: 104, title: 'CRI', w: 12, h: 6, states: binary('no', 'yes', { bad: 0 }),
    noValue: 'Not known: CRI is off, or containerd did not answer',
    shows: 'Whether containerd’s Kubernetes service works, and whether a kubelet runs here that needs it.',
    normal: '“yes” twice on a Kubernetes node; elsewhere no kubelet.',
    act: 'with a kubelet no pod can be managed: see the configuration row, its plugin is off or did not start.',
    targets: [
      { expr: ofInstance('containerd_probe_success', 'probe="cri"'), legend: `${instance} CRI works` },
      { expr: ofNode('containerd_kubelet_running'), legend: '{{instance}} kubelet runs' },
    ],
    overrides: [{ matcher: { id: 'byFrameRefID', options: 'B' }, properties: [{ id: 'mappings', value: [{ type: 'value', options: { 0: { text: 'no', color: colours.unknown, index: 0 }, 1: { text: 'yes', color: colours.good, index: 1 } } }] }] }],
  }),
  stateTimeline({
    id: 105, title: 'Conditions of CRI', w: 12, h: 6, states: binary('not met', 'met', { bad: 0 }),
    noValue: 'Not known: CRI is off, or containerd did not answer',
    shows: 'What CRI’s Status says, which the kubelet turns into the node’s Ready.',
    normal: '“met” in each row. Without Kubernetes there is no CNI configuration, and NetworkReady is “not met”.',
    act: 'NetworkReady: the CNI configuration is missing or cannot be read; on a new node wait for its CNI pods.',
    targets: [{ expr: ofInstance('containerd_cri_condition'), legend: `${instance} {{condition}}` }],
  }),
  timeseries({
    id: 109, title: 'Trouble in the daemon’s log, by pattern', w: 16, h: 7, bars: true, stack: true, unit: 'none', min: 0, names: patterns,
    noValue: 'No journal and no log file is read here',
    runbooks: ['ContainerdPanicked', 'ContainerdRestarting'],
    shows: 'Lines of containerd’s own log that tell of trouble, by what they tell. What it also writes in health counts for none.',
    normal: 'none, or a few while pods with mistakes of their own are started.',
    act: 'the page of the alert that fires shows the last of these lines. Lines without an alert: look them up in the log at that time.',
    targets: [{ expr: `sum by (cluster, job, instance, address, pattern) (increase(${ofInstance('containerd_log_messages_total')}[$__rate_interval])) > 0`, legend: `${instance} {{pattern}}` }],
  }),
  timeseries({
    id: 108, title: 'Panics', w: 8, h: 7, bars: true, unit: 'none', min: 0, limits: thresholds([null, 'good'], [1, 'warning']), names: ['panic', 'database_panic'],
    noValue: 'No journal and no log file is read here',
    shows: 'Go panics in containerd’s own log: the daemon has ended by itself.',
    normal: 'none, ever.',
    act: 'the database’s: it is damaged. Another: a bug; the lines after it in the log name the place.',
    targets: [{ expr: `increase(${ofInstance('containerd_log_messages_total', 'pattern=~"panic|database_panic"')}[$__rate_interval])`, legend: `${instance} {{pattern}}` }],
  }),
];
