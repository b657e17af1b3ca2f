import { thresholds, timeseries } from '../panels.mjs';
import { ofInstance, ofNode } from '../queries.mjs';

const components = ['containerd', 'dockerd', 'kubelet', 'shim', 'runc', 'workload', 'other'];
const instance = '{{instance}} {{address}}';
const once = thresholds([null, 'good'], [1, 'critical']);

const kills = (matchers) => `sum by (cluster, job, instance, component) (increase(${ofNode('containerd_oom_kills_total', matchers)}[$__rate_interval]))`;

export const memory = [
  timeseries({
    id: 201, title: 'OOM kills of daemons', w: 8, h: 7, bars: true, unit: 'none', min: 0, limits: once, names: components,
    shows: 'Daemons of the node that the kernel’s OOM killer has ended.',
    normal: 'none, ever.',
    act: 'the daemon is back by itself, and is killed again until there is memory: the runbook finds who uses it.',
    targets: [{ expr: kills('component=~"containerd|dockerd|kubelet"'), legend: '{{instance}} {{component}}' }],
  }),
  timeseries({
    id: 202, title: 'OOM kills of shims and runtimes', w: 8, h: 7, bars: true, unit: 'none', min: 0, limits: thresholds([null, 'good'], [1, 'warning']), names: components,
    shows: 'Shims and OCI runtimes that the kernel’s OOM killer has ended. A container’s own init, killed at its limit, counts as a workload.',
    normal: 'none.',
    act: 'without its shim a container is dead or unmanaged: see shims below.',
    targets: [{ expr: kills('component=~"shim|runc"'), legend: '{{instance}} {{component}}' }],
  }),
  timeseries({
    id: 205, title: 'All OOM kills, against the kernel’s own count', w: 8, h: 7, bars: true, unit: 'none', min: 0, names: [...components, 'by the kernel’s count'],
    runbooks: ['ContainerdOomKilled', 'ContainerdKernelLogLost'],
    shows: 'Every kill by whom it hit, read from the kernel’s log; beside it what the kernel has counted itself.',
    normal: 'workloads that hit their own limit. Both counts agree.',
    act: 'fewer in the log than the kernel counted: records were lost, see the exporter row.',
    targets: [
      { expr: kills(''), legend: '{{instance}} {{component}}' },
      { expr: `increase(${ofNode('containerd_node_oom_kills_total')}[$__rate_interval])`, legend: '{{instance}} by the kernel’s count' },
    ],
    overrides: [{ matcher: { id: 'byFrameRefID', options: 'B' }, properties: [{ id: 'custom.drawStyle', value: 'line' }, { id: 'custom.lineWidth', value: 2 }, { id: 'custom.fillOpacity', value: 0 }] }],
  }),
  timeseries({
    id: 203, title: 'Memory of containerd, of its limit', w: 8, h: 7, unit: 'percentunit', min: 0, max: 1, limits: thresholds([null, 'good'], [0.9, 'warning']),
    noValue: 'No memory limit is known',
    shows: 'The working set of containerd’s cgroup as a share of its limit: what the kernel cannot drop before it kills.',
    normal: 'below the line at 90 %. Most nodes set no limit; then there is nothing to show.',
    act: 'raise or remove the limit, or find what grows; at the limit the kernel kills containerd or a shim.',
    targets: [{ expr: `${ofInstance('containerd_cgroup_memory_working_set_bytes')}\n/\n${ofInstance('containerd_cgroup_memory_limit_bytes')}`, legend: instance }],
  }),
  timeseries({
    id: 206, title: 'Memory of containerd’s cgroup', w: 8, h: 7, unit: 'bytes', min: 0, names: ['charged', 'working set', 'limit'],
    noValue: 'No cgroup of its own is known',
    runbooks: ['ContainerdMemoryNearLimit'],
    shows: 'Memory charged to the cgroup, the part of it that cannot be dropped, and the limit if there is one.',
    normal: 'page cache comes and goes with image pulls; the working set is flat over days.',
    act: 'a working set that only grows is a leak, or shims that are charged to containerd’s cgroup.',
    targets: [
      { expr: ofInstance('containerd_cgroup_memory_usage_bytes'), legend: `${instance} charged` },
      { expr: ofInstance('containerd_cgroup_memory_working_set_bytes'), legend: `${instance} working set` },
      { expr: ofInstance('containerd_cgroup_memory_limit_bytes'), legend: `${instance} limit` },
    ],
  }),
  timeseries({
    id: 204, title: 'Protection from the OOM killer', w: 8, h: 7, unit: 'none', min: -1000, max: 1000, limits: thresholds([null, 'good'], [0, 'warning']), names: ['containerd', 'shim'],
    noValue: 'No containerd is known to run',
    shows: 'oom_score_adj of containerd, and the highest of its shims: at -1000 never killed, at 1000 first.',
    normal: 'below the line at 0: -999 and -998 as shipped.',
    act: 'from 0 on they are killed like any process: the unit’s OOMScoreAdjust was lost, or containerd was started by hand.',
    targets: [{ expr: ofInstance('containerd_oom_score_adj'), legend: `${instance} {{component}}` }],
  }),
];
