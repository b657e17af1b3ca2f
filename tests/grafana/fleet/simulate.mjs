// A fleet of simulated nodes: each has the series of a real scrape (node.prom), some are in trouble.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { encodeLabels, encodeSeries, send } from './remote-write.mjs';

const job = 'containerd-exporter';
export const address = '/run/containerd/containerd.sock';
const minute = 60_000;
const hour = 60 * minute;

const template = readFileSync(path.join(import.meta.dirname, 'node.prom'), 'utf8').trim().split('\n').map((line) => {
  const space = line.lastIndexOf(' ');
  const [, name, labels] = /^(\w+)(?:\{(.*)\})?$/.exec(line.slice(0, space));
  return { labels: { __name__: name, ...Object.fromEntries([...(labels ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value])) }, value: Number(line.slice(space + 1)) };
});

const prometheusOwn = ['up', 'scrape_duration_seconds', 'scrape_samples_scraped'].map((name) => ({ labels: { __name__: name }, value: name === 'up' ? 1 : 0.01 }));

export const seriesPerNode = template.length + prometheusOwn.length;

const instanceOf = (index) => `node-${String(index + 1).padStart(3, '0')}.example:10110`;

const alert = (alertname, cause, severity, since, extra = {}) => ({ alertname, cause, severity, since, ...extra });

/** What is wrong with node `index`, with times before the end. The rest of the nodes is healthy. */
function troubleOf(index) {
  switch (index) {
    case 6: return { alerts: [alert('ContainerdDiskFull', 'disk', 'critical', 2 * hour, { address }), alert('ContainerdCriFailed', 'liveness', 'critical', 100 * minute, { address })], disk: { free: 0.03, lost: 0.02 } };
    case 16: return { alerts: [alert('ContainerdSocketStale', 'socket', 'critical', 40 * minute, { address })], isDown: true };
    case 41: return { alerts: [alert('ContainerdRuntimeStuck', 'runtime', 'critical', 3 * hour, { runtime: 'runc' })], stuck: 4 };
    case 67: return { alerts: [alert('ContainerdOomKilled', 'memory', 'critical', 8 * minute, { component: 'containerd' })], kills: 5 };
    case 88: return { alerts: [alert('ContainerdDiskFillingUp', 'disk', 'warning', 4 * hour, { address })], disk: { free: 0.09, lost: 0.3 } };
    case 103: return { alerts: [alert('ContainerdConfigInvalid', 'configuration', 'warning', 5 * hour, { address })] };
    case 120: return { alerts: [alert('ContainerdExporterDown', 'exporter', 'warning', 30 * minute)], silentFor: 34 * minute, isScraped: true };
    case 150: return { alerts: [], silentFor: 90 * minute };
    case 177: return { alerts: [alert('ContainerdMetadataCorrupt', 'storage', 'critical', 70 * minute, { address })] };
    default: return { alerts: [], kills: index % 29 === 3 ? 1 + (index % 3) : 0, disk: index % 40 === 5 ? { free: 0.3, lost: 0.05 * (1 + (index % 4)) } : undefined };
  }
}

export const troubles = (nodes) =>
  Array.from({ length: nodes }, (_, index) => troubleOf(index).alerts.map((each) => ({ ...each, instance: instanceOf(index) }))).flat();

/** The value of a series at a time: constant, but for what grows by itself and what is wrong with the node. */
function valueAt({ labels, value }, trouble, end) {
  const name = labels.__name__;
  if (name === 'containerd_filesystem_avail_bytes' && labels.area === 'root' && trouble.disk) {
    const size = 214748364800;
    return (time) => size * (trouble.disk.free + (trouble.disk.lost * (end - time)) / (6 * hour));
  }
  if (name === 'containerd_up' && trouble.isDown) {
    return (time) => (end - time < 45 * minute ? 0 : 1);
  }
  if (name === 'containerd_runtime_stuck_processes' && trouble.stuck && labels.command === 'delete' && labels.reason === 'uninterruptible') {
    return (time) => (end - time < 3 * hour ? trouble.stuck : 0);
  }
  const isKills = name === 'containerd_node_oom_kills_total' || (name === 'containerd_oom_kills_total' && labels.component === 'containerd' && labels.scope === 'global');
  if (isKills && trouble.kills) {
    return (time) => (end - time < 20 * minute ? trouble.kills : 0);
  }
  if (name === 'process_cpu_seconds_total' || name === 'containerd_kernel_log_records_total') {
    return (time) => value + (time % (24 * hour)) / hour;
  }
  return () => value;
}

function seriesOf(index, end) {
  const trouble = troubleOf(index);
  const own = { job, instance: instanceOf(index) };
  const silentSince = end - (trouble.silentFor ?? -1);
  const heard = (value) => (time) => (time < silentSince ? value(time) : undefined);
  const all = template.map((each) => {
    const labels = { ...each.labels };
    if (labels.__name__ === 'containerd_instance_info') {
      labels.version = ['1.7.24', '1.7.27', '2.1.9'][index < 150 ? 1 : index < 190 ? 2 : 0];
    }
    const value = labels.__name__ === 'containerd_config_version' && index >= 150 && index < 190 ? 3 : each.value;
    return { labels: { ...labels, ...own }, at: heard(valueAt({ labels, value }, trouble, end)) };
  });
  const scraped = prometheusOwn.map(({ labels, value }) => ({
    labels: { ...labels, ...own },
    at: labels.__name__ === 'up' && trouble.isScraped ? (time) => (time < silentSince ? 1 : 0) : heard(() => value),
  }));
  const alerts = trouble.alerts.flatMap(({ since, ...labels }) => {
    const from = end - since;
    const during = (value) => (time) => (time >= from ? value : undefined);
    return [
      { labels: { __name__: 'ALERTS', alertstate: 'firing', ...labels, ...own }, at: during(1) },
      { labels: { __name__: 'ALERTS_FOR_STATE', ...labels, ...own }, at: during(from / 1000) },
    ];
  });
  return [...all, ...scraped, ...alerts].map(({ labels, at }) => ({ encoded: encodeLabels(labels), at }));
}

/** Writes the hours before `end`, one sample of each series a minute; returns how many samples. */
export async function write(prometheus, { nodes, hours, end }) {
  const fleet = Array.from({ length: nodes }, (_, index) => seriesOf(index, end));
  const half = 30 * minute; // Prometheus takes samples that are at most an hour behind the newest.
  let samples = 0;
  for (let from = end - hours * hour; from < end; from += half) {
    const times = Array.from({ length: half / minute }, (_, index) => from + (index + 1) * minute);
    for (let first = 0; first < fleet.length; first += 20) {
      const batch = fleet.slice(first, first + 20).flat();
      await send(prometheus, batch.map(({ encoded, at }) => encodeSeries(encoded, times, at)));
      samples += batch.length * times.length;
    }
  }
  return samples;
}
