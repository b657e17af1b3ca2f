import { stateTimeline, thresholds, timeseries } from '../panels.mjs';
import { node, ofInstance, ofNode, stateCode } from '../queries.mjs';
import { binary, colours } from '../states.mjs';

const instance = '{{instance}} {{address}}';

const databases = [
  { code: 0, value: 'ok', word: 'ok', colour: colours.good },
  { code: 1, value: 'degraded', word: 'one meta page lost', colour: colours.warning },
  { code: 2, value: 'absent', word: 'absent', colour: colours.critical },
  { code: 3, value: 'unreadable', word: 'unreadable', colour: colours.critical },
  { code: 4, value: 'truncated', word: 'cut short', colour: colours.critical },
  { code: 5, value: 'corrupt', word: 'corrupt', colour: colours.critical },
  { code: 6, value: 'outdated', word: 'older than its data', colour: colours.critical },
];

export const storage = [
  timeseries({
    id: 301, title: 'Storage errors in the kernel’s log', w: 8, h: 7, bars: true, unit: 'none', min: 0, limits: thresholds([null, 'good'], [1, 'critical']),
    noValue: 'No disk under containerd is known',
    shows: 'Errors that the kernel has logged for the disks under containerd’s root and state, by kind.',
    normal: 'none. One is enough to act: the kernel has already tried again before it speaks.',
    act: 'save what the disk holds and replace it; do not run fsck on a mounted file system.',
    targets: [{ expr: `sum by (${node}, device, kind) (increase(${ofNode('containerd_storage_errors_total', 'device!="other"')}[$__rate_interval]))`, legend: '{{instance}} {{device}} {{kind}}' }],
  }),
  stateTimeline({
    id: 302, title: 'Writable', w: 8, h: 7, states: binary('writable', 'read-only', { bad: 1 }),
    noValue: 'No directory of containerd is known',
    shows: 'Whether the file systems under containerd can be written to.',
    normal: '“writable”.',
    act: 'the kernel remounts a damaged file system read-only: read its log before you remount it.',
    targets: [{ expr: `max by (${node}, mountpoint) (${ofInstance('containerd_filesystem_readonly')})`, legend: '{{instance}} {{mountpoint}}' }],
  }),
  stateTimeline({
    id: 305, title: 'Mounts that answer', w: 8, h: 7, states: binary('answers', 'hangs', { bad: 1 }),
    noValue: 'No directory of containerd is known',
    shows: 'Whether statfs on the file systems under containerd returns.',
    normal: '“answers”.',
    act: 'whatever touches a hanging mount hangs too, containerd included: a network file system without its server, or a lost disk.',
    targets: [{ expr: `max by (${node}, mountpoint) (${ofInstance('containerd_filesystem_hung')})`, legend: '{{instance}} {{mountpoint}}' }],
  }),
  stateTimeline({
    id: 303, title: 'Databases', w: 8, h: 7, states: databases,
    noValue: 'No database is known',
    shows: 'What containerd’s metadata and the snapshotters’ databases are worth, read page by page beside the daemon.',
    normal: '“ok”.',
    act: 'running containers go on, and the next restart will fail or lose what containerd knows: do not restart before you have read the runbook.',
    targets: [{ expr: stateCode(ofInstance, 'containerd_database_state', `${node}, address, database`, databases), legend: `${instance} {{database}}` }],
  }),
  timeseries({
    id: 304, title: 'Damaged image data', w: 8, h: 7, unit: 'none', min: 0, decimals: 0, limits: thresholds([null, 'good'], [1, 'warning']),
    noValue: 'Not known: the content store was not read',
    shows: 'Blobs that are empty, missing, of the wrong size, or do not hash to their name (digest); unpacked layers whose directory is gone.',
    normal: '0 in each.',
    act: 'a new pull does not heal them: the runbook names the blobs and what removes them.',
    targets: [{ expr: `max by (${node}, address, kind) (${ofInstance('containerd_content_damaged_blobs')})`, legend: `${instance} {{kind}}` },
      { expr: `max by (${node}, address, snapshotter) (${ofInstance('containerd_snapshots_missing')})`, legend: `${instance} unpacked, {{snapshotter}}` }],
  }),
  timeseries({
    id: 307, title: 'Progress of the scrub', w: 8, h: 7, unit: 'percentunit', min: 0, max: 1, names: ['of all blobs'],
    noValue: 'No scrub has begun',
    runbooks: ['ContainerdContentDamaged'],
    shows: 'How much of the image data the present pass has hashed and compared with its name.',
    normal: 'rises to 100 %, stays there until the next pass is due.',
    act: 'a pass that never ends is too slow for the store: raise --content.scrub-rate.',
    targets: [{ expr: ofInstance('containerd_content_scrub_progress_ratio'), legend: `${instance} of all blobs` }],
  }),
  timeseries({
    id: 306, title: 'Image data', w: 8, h: 7, unit: 'bytes', min: 0, names: ['blobs', 'leaked', 'databases'],
    runbooks: ['ContainerdDiskFull'],
    noValue: 'Not known: the content store was not read',
    shows: 'Bytes of compressed image data, of those that no namespace knows any more, and of the databases.',
    normal: 'leaked goes back to 0 with the next garbage collection; databases grow and never shrink.',
    act: 'leaked bytes that stay: garbage collection does not run, see containerd’s log.',
    targets: [
      { expr: ofInstance('containerd_content_bytes'), legend: `${instance} blobs` },
      { expr: ofInstance('containerd_content_leaked_bytes'), legend: `${instance} leaked` },
      { expr: `sum by (${node}, address) (${ofInstance('containerd_database_bytes')})`, legend: `${instance} databases` },
    ],
  }),
  timeseries({
    id: 308, title: 'Unfinished downloads', w: 8, h: 7, unit: 'none', min: 0, decimals: 0,
    runbooks: ['ContainerdDiskFull'],
    noValue: 'Not known: the content store was not read',
    shows: 'Downloads in the content store that have not ended.',
    normal: 'some during pulls, 0 else.',
    act: 'one that stays for a day was given up; containerd’s garbage collection removes it.',
    targets: [{ expr: ofInstance('containerd_content_ingests'), legend: instance }],
  }),
  timeseries({
    id: 309, title: 'Tasks hung in the kernel', w: 8, h: 7, bars: true, unit: 'none', min: 0, names: ['containerd', 'shim', 'runc'],
    runbooks: ['ContainerdStorageErrors', 'ContainerdFilesystemHung'],
    shows: 'Processes of containerd that the kernel has found waiting for minutes without a way to interrupt them.',
    normal: 'none.',
    act: 'most wait for storage: see errors and hanging mounts above.',
    targets: [{ expr: `sum by (${node}, component) (increase(${ofNode('containerd_hung_tasks_total')}[$__rate_interval]))`, legend: '{{instance}} {{component}}' }],
  }),
];
