// Panels. Each gets a title, a unit, a description in three parts, and the links to its runbooks.

import { alertsOfPanel } from './alerts.mjs';
import { datasource } from './dashboard.mjs';
import { panelRunbook, seriesRunbook } from './links.mjs';
import { colours, mappings as toMappings, palette } from './states.mjs';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A target from {expr, legend, …} or from a bare expression. */
const target = (each, index, extra) => {
  const { expr, legend, ...rest } = typeof each === 'string' ? { expr: each } : each;
  return { refId: letters[index], datasource, expr, ...(legend === undefined ? {} : { legendFormat: legend }), ...extra, ...rest };
};

/**
 * Legends begin with the node and its socket's path. With one node chosen its name goes, the usual path goes where words follow, and other
 * paths shrink to what tells them apart. With several nodes chosen, $instance is "{a,b}", which matches nothing, and the names stay.
 */
const shortNames = [
  { id: 'renameByRegex', options: { regex: '/^$instance (?=.)/', renamePattern: '' } },
  { id: 'renameByRegex', options: { regex: '/\\/run\\/containerd\\/containerd\\.sock (?=.)/', renamePattern: '' } },
  { id: 'renameByRegex', options: { regex: '/\\S*\\/run\\/(\\S*?)\\/?containerd\\.sock/', renamePattern: '$1' } },
];

const seriesColours = (names) =>
  names.map((name, index) => ({
    matcher: { id: 'byRegexp', options: `/(^|\\s)${name}$/` },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: palette[index % palette.length] } }],
  }));

export const thresholds = (...steps) => ({ mode: 'absolute', steps: steps.map(([value, colour]) => ({ value, color: colours[colour] })) });

const none = thresholds([null, 'good']);

/** `shows`, `normal` and `act` are the three parts of the description; `runbooks` defaults to the alerts that link to the panel. */
function panel(type, { id, title, w, h, shows, normal, act, runbooks, unit = 'none', noValue, targets, transformations = [], options, defaults = {}, overrides = [], targetExtra = {}, seriesLinks = true }) {
  const books = [...new Set([...alertsOfPanel(id), ...(runbooks ?? [])])];
  const links = seriesLinks ? [...(defaults.links ?? []), ...books.map(seriesRunbook)] : (defaults.links ?? []);
  return {
    w,
    h,
    id,
    type,
    title,
    description: `${shows}\n\n**Normal:** ${normal}\n\n**If not:** ${act}`,
    datasource,
    targets: targets.map((each, index) => target(each, index, targetExtra)),
    ...(transformations.length > 0 ? { transformations } : {}),
    fieldConfig: {
      defaults: { unit, ...(noValue ? { noValue } : {}), thresholds: none, ...defaults, ...(links.length > 0 ? { links } : {}) },
      overrides,
    },
    options,
    ...(books.length > 0 ? { links: books.map(panelRunbook) } : {}),
  };
}

/** Lines over time; with `bars`, counts of events. `limits` draws the alert's threshold, `names` fixes the colours of a closed set. */
export const timeseries = ({ bars = false, limits, names = [], stack = false, min, max, decimals, ...rest }) =>
  panel('timeseries', {
    transformations: shortNames,
    ...rest,
    targetExtra: bars ? { interval: '1m' } : {},
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
    defaults: {
      color: { mode: 'palette-classic' },
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      ...(decimals === undefined ? {} : { decimals }),
      ...(limits ? { thresholds: limits } : {}),
      custom: {
        drawStyle: bars ? 'bars' : 'line',
        lineWidth: bars ? 1 : 2,
        fillOpacity: bars ? 80 : 8,
        showPoints: 'auto',
        pointSize: 4,
        spanNulls: false,
        ...(stack ? { stacking: { mode: 'normal', group: 'A' } } : {}),
        ...(limits ? { thresholdsStyle: { mode: 'dashed' } } : {}),
        ...(rest.unit === 'none' && min === 0 ? { axisSoftMax: 5 } : {}), // An axis to 100 makes one look like none.
      },
      ...rest.defaults,
    },
    overrides: [...seriesColours(names), ...(rest.overrides ?? [])],
  });

/** States over time, each a word on a colour. */
export const stateTimeline = ({ states, absent, ...rest }) =>
  panel('state-timeline', {
    transformations: shortNames,
    ...rest,
    options: {
      mergeValues: true,
      showValue: 'auto',
      alignValue: 'left',
      rowHeight: 0.85,
      perPage: 30,
      legend: { displayMode: 'list', placement: 'bottom', showLegend: false },
      tooltip: { mode: 'single', sort: 'none' },
    },
    defaults: {
      color: { mode: 'thresholds' },
      mappings: toMappings(states, absent),
      custom: { fillOpacity: 80, lineWidth: 0, insertNulls: false, spanNulls: false },
      ...rest.defaults,
    },
  });

/** What is so now, in one word or number. */
export const stat = ({ states, absent, limits, ...rest }) =>
  panel('stat', {
    ...rest,
    targetExtra: { instant: true, range: false },
    options: {
      colorMode: 'background_solid',
      graphMode: 'none',
      justifyMode: 'center',
      orientation: 'auto',
      textMode: 'auto',
      wideLayout: true,
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      text: { valueSize: 26 },
    },
    defaults: {
      color: { mode: 'thresholds' },
      ...(states ? { mappings: toMappings(states, absent) } : {}),
      ...(limits ? { thresholds: limits } : {}),
      ...rest.defaults,
    },
  });

/** The worst few, as bars. */
export const barGauge = ({ limits, ...rest }) =>
  panel('bargauge', {
    ...rest,
    targetExtra: { instant: true, range: false },
    options: {
      displayMode: 'basic',
      orientation: 'horizontal',
      valueMode: 'text',
      showUnfilled: true,
      minVizHeight: 40,
      maxVizHeight: 44,
      minVizWidth: 8,
      namePlacement: 'top', // At the left a name gets a fifth of the width and is cut.
      text: { titleSize: 13, valueSize: 16 },
      sizing: 'auto',
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      legend: { displayMode: 'list', placement: 'bottom', showLegend: false, calcs: [] },
    },
    defaults: { color: { mode: 'thresholds' }, min: 0, ...(limits ? { thresholds: limits } : {}), ...rest.defaults },
  });

/** Queries of now, joined into rows by their common labels. `columns` maps a field to its heading, in order; other fields are hidden. */
export const table = ({ columns, hidden = [], sortBy, merge = true, filterable = false, overrides = [], ...rest }) =>
  panel('table', {
    seriesLinks: false,
    ...rest,
    targetExtra: { instant: true, range: false, format: 'table' },
    transformations: [
      ...(merge ? [{ id: 'merge', options: {} }] : []),
      {
        id: 'organize',
        options: {
          excludeByName: Object.fromEntries(['Time', ...hidden].map((name) => [name, true])),
          indexByName: Object.fromEntries(Object.keys(columns).map((name, index) => [name, index])),
          renameByName: columns,
        },
      },
    ],
    options: { cellHeight: 'sm', showHeader: true, sortBy },
    defaults: { custom: { align: 'auto', cellOptions: { type: 'auto' }, filterable, inspect: false }, ...rest.defaults },
    overrides,
  });

/** An override of one column, by its heading. */
export const column = (name, properties) => ({
  matcher: { id: 'byName', options: name },
  properties: Object.entries(properties).map(([id, value]) => ({ id, value })),
});

/** A cell whose word is coloured. */
export const wordCell = (states, absent, extra = {}) => ({
  mappings: toMappings(states, absent),
  'custom.cellOptions': { type: 'color-background', mode: 'basic', applyToRow: false },
  ...extra,
});

export const text = ({ id, title, w, h, content }) => ({ w, h, id, type: 'text', title, options: { mode: 'markdown', content } });
