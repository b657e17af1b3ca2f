import { stateTimeline, thresholds, timeseries } from '../panels.mjs';
import { node, ofNode, stateCode, up } from '../queries.mjs';
import { binary, colours } from '../states.mjs';

const collectors = [
  { code: 0, value: 'ok', word: 'ok', colour: colours.good },
  { code: 1, value: 'unsupported', word: 'not here', colour: colours.notice },
  { code: 2, value: 'denied', word: 'denied', colour: colours.warning },
  { code: 3, value: 'timeout', word: 'timeout', colour: colours.warning },
  { code: 4, value: 'failed', word: 'failed', colour: colours.warning },
];

const isExporter = 'job=~".*containerd-exporter.*"';

export const exporter = [
  stateTimeline({
    id: 901, title: 'Scraped', w: 8, h: 7, states: binary('down', 'up', { bad: 0, severity: 'warning' }),
    shows: 'Whether Prometheus could scrape the exporter.',
    normal: '“up”.',
    act: 'nothing is known of containerd meanwhile. The exporter of any other node serves this runbook under the same path.',
    targets: [{ expr: up(), legend: '{{instance}}' }],
  }),
  stateTimeline({
    id: 902, title: 'Collectors', w: 16, h: 7, states: collectors,
    shows: 'How each collector’s run ended. “not here”: the node lacks the feature, and is healthy.',
    normal: '“ok” or “not here”.',
    act: 'its metrics are missing, so the alerts built on them are silent. denied: the exporter lacks a permission.',
    targets: [{ expr: stateCode(ofNode, 'containerd_exporter_collector_state', `${node}, collector`, collectors), legend: '{{instance}} {{collector}}' }],
  }),
  timeseries({
    id: 903, title: 'Kernel log: lost or not understood', w: 8, h: 7, bars: true, unit: 'none', min: 0, limits: thresholds([null, 'good'], [1, 'warning']), names: ['lost', 'not understood'],
    shows: 'Records that were overwritten before they were read, and OOM kills in a form that is not known.',
    normal: 'none.',
    act: 'kills and storage errors among them are not counted: compare with the kernel’s own count in the memory row.',
    targets: [
      { expr: `increase(${ofNode('containerd_kernel_log_lost_records_total')}[$__rate_interval])`, legend: '{{instance}} lost' },
      { expr: `increase(${ofNode('containerd_kernel_log_unrecognized_oom_records_total')}[$__rate_interval])`, legend: '{{instance}} not understood' },
    ],
  }),
  timeseries({
    id: 904, title: 'Time of each collector', w: 8, h: 7, unit: 's', min: 0,
    runbooks: ['ContainerdCollectorFailing'],
    shows: 'How long each collector’s run took in the scrape.',
    normal: 'milliseconds; the whole scrape stays below 8 s whatever hangs.',
    act: 'at its deadline (5 s) a collector is left alone and reported as timeout.',
    targets: [{ expr: `max by (${node}, collector) (${ofNode('containerd_exporter_collector_duration_seconds')})`, legend: '{{instance}} {{collector}}' }],
  }),
  timeseries({
    id: 905, title: 'Age of each collector’s last sample', w: 8, h: 7, unit: 's', min: 0,
    runbooks: ['ContainerdCollectorFailing'],
    shows: 'How long ago each collector last gave a complete sample.',
    normal: 'at most the scrape interval.',
    act: 'a line that climbs belongs to a collector that fails: see its state above.',
    targets: [{ expr: `time() - max by (${node}, collector) (${ofNode('containerd_exporter_collector_last_success_timestamp_seconds')})`, legend: '{{instance}} {{collector}}' }],
  }),
  timeseries({
    id: 906, title: 'CPU of the exporter', w: 8, h: 6, unit: 'percentunit', min: 0,
    runbooks: ['ContainerdCollectorFailing'],
    shows: 'CPU time that the exporter uses, as a share of one core.',
    normal: 'below 1 %, more while image data are scrubbed.',
    act: 'lower --content.scrub-rate, or scrape less often.',
    targets: [{ expr: `rate(${ofNode('process_cpu_seconds_total', isExporter)}[$__rate_interval])`, legend: '{{instance}}' }],
  }),
  timeseries({
    id: 907, title: 'Memory of the exporter', w: 8, h: 6, unit: 'bytes', min: 0,
    runbooks: ['ContainerdExporterDown'],
    shows: 'Resident memory of the exporter.',
    normal: 'flat, some tens of MiB.',
    act: 'growth over days is a defect of the exporter: report it.',
    targets: [{ expr: ofNode('process_resident_memory_bytes', isExporter), legend: '{{instance}}' }],
  }),
  timeseries({
    id: 908, title: 'Kernel log read', w: 8, h: 6, unit: 'cps', min: 0,
    runbooks: ['ContainerdKernelLogLost'],
    shows: 'Records of the kernel’s log that the exporter reads each second.',
    normal: 'few; a flood comes with a failing disk or a talkative driver.',
    act: 'the log itself says who floods it: dmesg --follow on the node.',
    targets: [{ expr: `rate(${ofNode('containerd_kernel_log_records_total')}[$__rate_interval])`, legend: '{{instance}}' }],
  }),
];
