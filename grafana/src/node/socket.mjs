import { stateTimeline, timeseries } from '../panels.mjs';
import { node, ofInstance, stateCode } from '../queries.mjs';
import { binary, colours } from '../states.mjs';

const instance = '{{instance}} {{address}}';

const sockets = [
  { code: 0, value: 'serving', word: 'serving', colour: colours.good },
  { code: 1, value: 'starting', word: 'starting', colour: colours.notice },
  { code: 2, value: 'denied', word: 'exporter not allowed', colour: colours.unknown },
  { code: 3, value: 'absent', word: 'absent', colour: colours.critical },
  { code: 4, value: 'refused', word: 'stale: no listener', colour: colours.critical },
  { code: 5, value: 'hung', word: 'hung', colour: colours.critical },
  { code: 6, value: 'not_socket', word: 'not a socket', colour: colours.critical },
  { code: 7, value: 'not_grpc', word: 'another server', colour: colours.critical },
];

const pidFiles = [
  { code: 0, value: 'live', word: 'names containerd', colour: colours.good },
  { code: 1, value: 'absent', word: 'absent', colour: colours.good },
  { code: 2, value: 'stale', word: 'names nobody', colour: colours.notice },
  { code: 3, value: 'unreadable', word: 'unreadable', colour: colours.unknown },
  { code: 4, value: 'foreign', word: 'names a stranger', colour: colours.warning },
];

const blocked = [
  { code: 0, word: 'no', colour: colours.good },
  { code: 1, word: 'not a socket', colour: colours.critical },
  { code: 2, word: 'another server', colour: colours.critical },
];

export const socket = [
  stateTimeline({
    id: 401, title: 'Who answers at the socket', w: 12, h: 5, states: sockets,
    shows: 'What a client meets at the path of the socket.',
    normal: '“serving”; “starting” for seconds after a start.',
    act: 'stale: containerd died or has not got as far as listening. Do not remove the file; containerd replaces it.',
    targets: [{ expr: stateCode(ofInstance, 'containerd_socket_state', `${node}, address`, sockets), legend: instance }],
  }),
  stateTimeline({
    id: 402, title: 'Path blocked', w: 12, h: 5, states: blocked,
    shows: 'Whether something that is not containerd sits at the path of the socket.',
    normal: '“no”.',
    act: 'a directory at this path stops containerd from starting: a container that mounted the path before containerd ran has made it.',
    targets: [{
      expr: `${ofInstance('containerd_socket_state', 'state="not_socket"')}\n+ ignoring (state)\n2 * ${ofInstance('containerd_socket_state', 'state="not_grpc"')}`,
      legend: instance,
    }],
  }),
  stateTimeline({
    id: 403, title: 'Taken over', w: 8, h: 5, states: binary('no', 'leads elsewhere', { bad: 1 }),
    noValue: 'No containerd is known to run',
    shows: 'Whether containerd lives and its path no longer leads to it.',
    normal: '“no”.',
    act: 'the file was removed, or a second daemon has taken the path: clients reach that one, or nobody.',
    targets: [{ expr: ofInstance('containerd_socket_foreign'), legend: instance }],
  }),
  stateTimeline({
    id: 404, title: 'PID files', w: 8, h: 5, states: pidFiles,
    noValue: 'No PID file is known',
    shows: 'What the PID files of containerd say.',
    normal: '“names containerd” or “absent”. “names nobody” is left over and harmless.',
    act: 'a stranger’s PID keeps dockerd from starting its containerd: the runbook says when to remove the file.',
    targets: [{ expr: stateCode(ofInstance, 'containerd_pidfile_state', `${node}, address, path`, pidFiles), legend: '{{instance}} {{path}}' }],
  }),
  timeseries({
    id: 405, title: 'Sockets of shims', w: 8, h: 5, unit: 'none', min: 0, decimals: 0, names: ['live', 'stale'],
    runbooks: ['ContainerdShimOrphaned'],
    shows: 'Sockets of shims with a listener (live) and without (stale).',
    normal: 'one live socket for each pod or container; few stale ones.',
    act: 'stale sockets pile up when shims are killed: see shims in the runtime row.',
    targets: [{ expr: ofInstance('containerd_shim_sockets'), legend: `${instance} {{state}}` }],
  }),
];
