import { stateTimeline, thresholds, timeseries } from '../panels.mjs';
import { node, ofInstance, ofNode, stateCode } from '../queries.mjs';
import { binary, colours } from '../states.mjs';

const instance = '{{instance}} {{address}}';

const binaries = [
  { code: 0, value: 'ok', word: 'ok', colour: colours.good },
  { code: 1, value: 'unreadable', word: 'not readable', colour: colours.unknown },
  { code: 2, value: 'missing', word: 'missing', colour: colours.critical },
  { code: 3, value: 'not_executable', word: 'not executable', colour: colours.critical },
  { code: 4, value: 'wrong_architecture', word: 'wrong architecture', colour: colours.critical },
  { code: 5, value: 'failing', word: 'fails', colour: colours.critical },
];

const listings = [
  { code: 0, value: 'ok', word: 'answered', colour: colours.good },
  { code: 1, value: 'failed', word: 'failed', colour: colours.warning },
  { code: 2, value: 'timeout', word: 'shims silent', colour: colours.critical },
];

export const runtime = [
  timeseries({
    id: 501, title: 'Stuck runtime processes', w: 8, h: 7, unit: 'none', min: 0, decimals: 0, limits: thresholds([null, 'good'], [1, 'critical']),
    shows: 'OCI runtime processes that do not end, by command and reason.',
    normal: '0 in each; an init that waits for its start is not counted.',
    act: 'uninterruptible: the kernel waits, for storage as a rule. frozen: thaw the cgroup. overdue or zombie: see the runbook.',
    targets: [{ expr: `sum by (${node}, runtime, reason) (${ofNode('containerd_runtime_stuck_processes')})`, legend: '{{instance}} {{runtime}} {{reason}}' }],
  }),
  timeseries({
    id: 505, title: 'Oldest runtime process', w: 8, h: 7, unit: 's', min: 0, names: ['create', 'start', 'init', 'exec', 'run', 'kill', 'delete', 'state'],
    runbooks: ['ContainerdRuntimeStuck'],
    noValue: 'No runtime process was seen',
    shows: 'Age of the oldest OCI runtime process of each command.',
    normal: 'create, start, kill, delete and state end within a second. init, exec and run may be as old as their container.',
    act: 'a line that climbs second by second is a process that hangs.',
    targets: [{ expr: `max by (${node}, runtime, command) (${ofNode('containerd_runtime_oldest_process_age_seconds')})`, legend: '{{instance}} {{runtime}} {{command}}' }],
  }),
  timeseries({
    id: 506, title: 'Runtime processes', w: 8, h: 7, unit: 'none', min: 0, decimals: 0,
    runbooks: ['ContainerdRuntimeStuck'],
    noValue: 'No runtime process was seen',
    shows: 'OCI runtime processes at the moment of each scrape, by command.',
    normal: 'few: they live for milliseconds. Probes that exec show as exec.',
    act: 'a number that only grows: each new one waits for the one that is stuck.',
    targets: [{ expr: `sum by (${node}, runtime, command) (${ofNode('containerd_runtime_processes')})`, legend: '{{instance}} {{runtime}} {{command}}' }],
  }),
  stateTimeline({
    id: 502, title: 'Programs of the runtime handlers', w: 12, h: 6, states: binaries,
    noValue: 'No handler is configured',
    shows: 'Whether the shim and the OCI runtime of each configured handler can be found and run.',
    normal: '“ok”. “missing” is normal for handlers that a distribution lists and nobody has installed.',
    act: 'of the default handler: no new container starts. Reinstall the package; the runbook lists which.',
    targets: [{ expr: stateCode(ofInstance, 'containerd_runtime_binary_state', `${node}, address, handler`, binaries), legend: `${instance} {{handler}}` }],
  }),
  stateTimeline({
    id: 504, title: 'Shims answer', w: 12, h: 6, states: listings,
    noValue: 'No listing was attempted',
    shows: 'How the last attempt to list all tasks ended, for which containerd asks each shim; and whether any shim is known to be silent.',
    normal: '“answered”.',
    act: 'silent shims: their containers run on and cannot be stopped, entered or inspected, and calls that ask every shim wait for them.',
    targets: [
      { expr: stateCode(ofInstance, 'containerd_task_list_state', `${node}, address`, listings), legend: `${instance} listing` },
      { expr: `2 * (${ofInstance('containerd_shims', 'state="unresponsive"')} > bool 0)`, legend: `${instance} shims` },
    ],
  }),
  stateTimeline({
    id: 509, title: 'Canary: containers can be run', w: 12, h: 6, states: binary('cannot', 'can', { bad: 0 }),
    noValue: 'The canary is off, or has not run yet',
    shows: 'Whether the last container that the exporter made was created, started, ended and deleted, for each handler. Off by default.',
    normal: '“can”; one failure is tried again before it is shown.',
    act: 'of the default handler: new containers do not start. The finding on the runbook’s page names the stage and containerd’s words.',
    targets: [{ expr: ofInstance('containerd_canary_success'), legend: `${instance} {{handler}}` }],
  }),
  timeseries({
    id: 510, title: 'Canary: how long each stage takes', w: 12, h: 6, unit: 's', min: 0, names: ['create', 'start', 'exit', 'delete'],
    runbooks: ['ContainerdCannotRunContainers'],
    noValue: 'The canary is off, or has not run yet',
    shows: 'Duration of the stages of the last canary of each handler.',
    normal: 'create 60 to 200 ms, the others less; more on a busy node.',
    act: 'a stage that grows over days: a slow disk (create, delete), many mounts or cgroups, a loaded systemd.',
    targets: [{ expr: ofInstance('containerd_canary_duration_seconds'), legend: `${instance} {{handler}} {{stage}}` }],
  }),
  timeseries({
    id: 503, title: 'Shims and containers that lost each other', w: 8, h: 7, unit: 'none', min: 0, decimals: 0, limits: thresholds([null, 'good'], [1, 'warning']),
    names: ['orphaned shims', 'containers without shim'],
    noValue: 'Not known: containerd did not list its tasks',
    shows: 'Shims that manage no container any more, and containers whose shim is gone; confirmed over several looks.',
    normal: '0 in both.',
    act: 'a pod may hang in Terminating. The runbook orders what may be ended by its risk.',
    targets: [
      { expr: ofInstance('containerd_shims', 'state="orphaned"'), legend: `${instance} orphaned shims` },
      { expr: ofInstance('containerd_bundles_without_shim'), legend: `${instance} containers without shim` },
    ],
  }),
  timeseries({
    id: 507, title: 'Tasks', w: 8, h: 7, unit: 'none', min: 0, decimals: 0, names: ['running', 'created', 'stopped', 'paused', 'pausing', 'unknown'],
    runbooks: ['ContainerdShimUnresponsive'],
    noValue: 'Not known: containerd did not list its tasks',
    shows: 'Containers’ tasks by status, as containerd last listed them.',
    normal: 'running; created and stopped for seconds.',
    act: 'unknown: containerd does not hear the shim. paused: someone froze it.',
    targets: [{ expr: `sum by (${node}, address, status) (${ofInstance('containerd_tasks')})`, legend: `${instance} {{status}}` }],
  }),
  timeseries({
    id: 508, title: 'Shims, and how long a listing takes', w: 8, h: 7, unit: 'none', min: 0, names: ['attached', 'orphaned', 'unresponsive', 'listing'],
    runbooks: ['ContainerdShimUnresponsive', 'ContainerdShimOrphaned'],
    shows: 'Shim processes by what they do; on the right axis the time of the last listing of all tasks.',
    normal: 'attached only; a listing takes milliseconds.',
    act: 'each silent shim adds two seconds to a listing.',
    targets: [
      { expr: ofInstance('containerd_shims'), legend: `${instance} {{state}}` },
      { expr: ofInstance('containerd_task_list_duration_seconds'), legend: `${instance} listing` },
    ],
    overrides: [{ matcher: { id: 'byFrameRefID', options: 'B' }, properties: [{ id: 'unit', value: 's' }, { id: 'custom.axisPlacement', value: 'right' }] }],
  }),
];
