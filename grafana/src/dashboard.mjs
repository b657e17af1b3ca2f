// What both dashboards have in common: variables, annotations, and panels that flow into the grid.

import { ofInstance, ofNode, alerts } from './queries.mjs';
import { colours } from './states.mjs';

export const datasource = { type: 'prometheus', uid: '${datasource}' };

const query = (name, label, expression, extra) => ({
  name,
  label,
  type: 'query',
  datasource,
  definition: expression,
  query: expression,
  refresh: 2,
  sort: 1,
  hide: 0,
  multi: true,
  includeAll: true,
  allValue: '.+',
  regex: '',
  options: [],
  current: {},
  ...extra,
});

/** `oneNode`: a node is chosen at the start instead of all. */
function variables({ oneNode }) {
  const job = 'cluster=~"$cluster",job=~".*containerd-exporter.*"';
  return [
    {
      name: 'datasource',
      label: 'Data source',
      type: 'datasource',
      query: 'prometheus',
      refresh: 1,
      hide: 0,
      multi: false,
      includeAll: false,
      regex: '',
      options: [],
      current: {},
    },
    // Hidden: most have one cluster, and no such label. Its "all" matches a missing label too.
    query('cluster', 'Cluster', 'label_values(up{job=~".*containerd-exporter.*"}, cluster)', {
      hide: 2,
      allValue: '.*',
      current: { text: ['All'], value: ['$__all'] },
    }),
    query('job', 'Job', `label_values(up{${job}}, job)`, { current: { text: ['All'], value: ['$__all'] } }),
    query('instance', 'Instance', `label_values(up{${job.replace(/,.*/, '')},job=~"$job",job=~".*containerd-exporter.*"}, instance)`, {
      description: 'The nodes, by the address at which their exporter is scraped.',
      ...(oneNode ? { includeAll: false } : { current: { text: ['All'], value: ['$__all'] } }),
    }),
    query('address', 'Address', 'label_values(containerd_instance_info{cluster=~"$cluster",job=~"$job",instance=~"$instance"}, address)', {
      description: 'The containerds of a node, by the path of their socket.',
      current: { text: ['All'], value: ['$__all'] },
    }),
  ];
}

const annotation = (name, expression, colour, extra) => ({
  name,
  enable: true,
  hide: false,
  iconColor: colour,
  datasource,
  target: { refId: 'Anno', expr: expression, interval: '', range: true, instant: false },
  expr: expression,
  ...extra,
});

function annotations() {
  const atItsValue = { useValueForTime: true, step: '1m' };
  return {
    list: [
      annotation('Alerts', alerts('alertstate="firing"'), colours.critical, { titleFormat: '{{alertname}}', textFormat: '{{severity}} · {{instance}} {{address}}', tagKeys: 'cause', step: '1m' }),
      annotation('containerd started', `${ofInstance('containerd_start_time_seconds')} * 1000`, colours.notice, { ...atItsValue, titleFormat: 'containerd started', textFormat: '{{instance}} {{address}}' }),
      annotation('Exporter started', `${ofNode('process_start_time_seconds', 'job=~".*containerd-exporter.*"')} * 1000`, colours.unknown, { ...atItsValue, titleFormat: 'Exporter started', textFormat: '{{instance}}' }),
    ],
  };
}

/** Places rows of panels {w, h, …} from left to right, 24 columns wide. */
function place(rows) {
  const placed = [];
  let y = 0;
  rows.forEach(({ id, title, panels }) => {
    placed.push({ id, type: 'row', title, collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 }, panels: [] });
    y += 1;
    let x = 0;
    let height = 0;
    panels.forEach(({ w, h, ...panel }) => {
      if (x + w > 24) {
        x = 0;
        y += height;
        height = 0;
      }
      placed.push({ ...panel, gridPos: { x, y, w, h } });
      x += w;
      height = Math.max(height, h);
    });
    y += height;
  });
  return placed;
}

export const dashboard = ({ uid, title, description, links, oneNode, withAnnotations, rows }) => ({
  uid,
  title,
  description,
  tags: ['containerd', 'containerd-exporter'],
  editable: false,
  graphTooltip: 1,
  refresh: '1m',
  schemaVersion: 39,
  time: { from: 'now-6h', to: 'now' },
  timezone: '',
  version: 1,
  links,
  templating: { list: variables({ oneNode }) },
  annotations: withAnnotations ? annotations() : { list: [] },
  panels: place(rows),
});
