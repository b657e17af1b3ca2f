import { column, table, thresholds, timeseries } from '../panels.mjs';
import { node, ofInstance } from '../queries.mjs';

const place = `${node}, mountpoint`;
const legend = '{{instance}} {{mountpoint}}';
const bytes = ofInstance('containerd_filesystem_avail_bytes');
const size = ofInstance('containerd_filesystem_size_bytes');
const inodes = ofInstance('containerd_filesystem_files_free');
const allInodes = ofInstance('containerd_filesystem_files');

const share = (part, whole) => `min by (${place}) (${part} / ${whole})`;
const tomorrow = (part, whole) => `min by (${place}) (clamp_min(predict_linear(${part}[6h], 24 * 3600), 0) / ${whole})`;
const rest = (part) => `min by (${place}) (${part} / -(deriv(${part}[6h]) < 0))`;

const critical = thresholds([null, 'critical'], [0.05, 'good']);
const warning = thresholds([null, 'warning'], [0.12, 'good']);

/** Now as a line, in a day as dashes. */
const dashed = [{ matcher: { id: 'byFrameRefID', options: 'B' }, properties: [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [8, 6] } }, { id: 'custom.fillOpacity', value: 0 }] }];

export const disk = [
  timeseries({
    id: 701, title: 'Free bytes', w: 12, h: 7, unit: 'percentunit', min: 0, limits: critical,
    noValue: 'No directory of containerd is known, or its mount hangs',
    shows: 'Bytes that are left to containers and the kubelet, as a share of each file system under containerd.',
    normal: 'above 10 %, where the kubelet evicts pods. The line is at 5 %; the alert asks for less than 20 GiB too.',
    act: 'image pulls and container starts fail next: the runbook says what may be removed, and what must not.',
    targets: [{ expr: share(bytes, size), legend }],
  }),
  timeseries({
    id: 702, title: 'Free bytes in a day', w: 12, h: 7, unit: 'percentunit', min: 0, limits: warning,
    noValue: 'No directory of containerd is known, or its mount hangs',
    shows: 'What is free now, and, dashed, in 24 hours if it goes on as in the 6 hours before.',
    normal: 'the dashed line above 0. The kubelet’s garbage collection between 15 % and 20 % free draws a saw-tooth.',
    act: 'below the line at 12 % with 0 in a day: find what grows before garbage collection loses.',
    targets: [{ expr: share(bytes, size), legend: `${legend} now` }, { expr: tomorrow(bytes, size), legend: `${legend} in a day` }],
    overrides: dashed,
  }),
  timeseries({
    id: 703, title: 'Free inodes', w: 12, h: 7, unit: 'percentunit', min: 0, limits: critical,
    noValue: 'The file system counts no inodes, or its mount hangs',
    shows: 'Inodes that are left, as a share of each file system under containerd.',
    normal: 'above the line at 5 %; the alert asks for fewer than 250 000 too.',
    act: 'new files fail with “no space left on device” although bytes are free: many small files, as a rule of one image or one pod.',
    targets: [{ expr: share(inodes, allInodes), legend }],
  }),
  timeseries({
    id: 704, title: 'Free inodes in a day', w: 12, h: 7, unit: 'percentunit', min: 0, limits: warning,
    noValue: 'The file system counts no inodes, or its mount hangs',
    shows: 'What is free now, and, dashed, in 24 hours if it goes on as in the 6 hours before.',
    normal: 'the dashed line above 0.',
    act: 'below the line at 12 % with 0 in a day: find what creates files.',
    targets: [{ expr: share(inodes, allInodes), legend: `${legend} now` }, { expr: tomorrow(inodes, allInodes), legend: `${legend} in a day` }],
    overrides: dashed,
  }),
  timeseries({
    id: 706, title: 'What containerd keeps', w: 24, h: 7, unit: 'bytes', min: 0, names: ['content', 'ingests', 'layers', 'writable'],
    runbooks: ['ContainerdDiskFull'],
    noValue: 'Not counted: the content store was not read',
    shows: 'What lies under containerd’s root: blobs of images (content), unfinished downloads (ingests), unpacked layers of images, writable layers of containers. Counted every few minutes.',
    normal: 'content and layers rise and fall with the images; writable layers stay small.',
    act: 'the largest says what to remove. What is used beyond their sum is something else: logs, volumes, other programs.',
    targets: [{ expr: `max by (${node}, address, area) (${ofInstance('containerd_store_bytes')})`, legend: '{{instance}} {{address}} {{area}}' }],
  }),
  table({
    id: 705, title: 'Outlook', w: 24, h: 6,
    runbooks: ['ContainerdDiskFillingUp', 'ContainerdInodesFillingUp'],
    shows: 'Each file system under containerd: its size, what is free, and when it will be full at the pace of the last 6 hours.',
    normal: 'nothing in the last two columns, or days.',
    act: 'hours: see the runbook now; days: plan a larger disk, or stricter garbage collection.',
    noValue: 'No directory of containerd is known, or its mount hangs',
    targets: [
      `max by (${place}, device, fstype) (${size})`,
      `min by (${place}, device, fstype) (${bytes})`,
      `min by (${place}, device, fstype) (${bytes} / ${size})`,
      `min by (${place}, device, fstype) (${inodes} / ${allInodes})`,
      rest(bytes).replace(place, `${place}, device, fstype`),
      rest(inodes).replace(place, `${place}, device, fstype`),
    ],
    columns: {
      instance: 'Node', mountpoint: 'Mount point', device: 'Device', fstype: 'Type', 'Value #A': 'Size', 'Value #B': 'Free', 'Value #C': 'Free bytes', 'Value #D': 'Free inodes', 'Value #E': 'Bytes last', 'Value #F': 'Inodes last',
    },
    hidden: ['cluster', 'job'],
    sortBy: [{ displayName: 'Mount point', desc: false }],
    overrides: [
      column('Size', { unit: 'bytes' }),
      column('Free', { unit: 'bytes' }),
      ...['Free bytes', 'Free inodes'].map((name) => column(name, { unit: 'percentunit', decimals: 1, 'custom.cellOptions': { type: 'color-text' }, thresholds: thresholds([null, 'critical'], [0.05, 'warning'], [0.12, 'good']) })),
      ...['Bytes last', 'Inodes last'].map((name) => column(name, { unit: 's', decimals: 1, noValue: 'not shrinking' })),
    ],
  }),
];
