// A data source that asks Prometheus as Grafana's own does: the same macros, intervals, escapes, frames and column names.

import { DataSourceApi, FieldType, LoadingState, toDataFrame } from '@grafana/data';
import { sceneGraph } from '@grafana/scenes';
import { from } from 'rxjs';

export const uid = 'the-prometheus';

const parameters = new URLSearchParams(location.search);
const scrapeSeconds = Number(parameters.get('scrapeSeconds') ?? 15);

/** Every request, for the tests. */
export const requests = [];

const escapeRegex = (value) => value.replace(/\\/g, '\\\\\\\\').replace(/[$^*{}[\]'+?.()|]/g, '\\\\$&');

let scene;

/** Annotations come without a scene of their own to read variables from. */
export const setScene = (value) => {
  scene = value;
};

/** As Grafana's Prometheus data source writes a variable into a query. */
const formatVariable = (value, variable) => {
  if (!variable.multi && !variable.includeAll) {
    return Array.isArray(value) ? value.join('|') : value;
  }
  const values = (Array.isArray(value) ? value : [value]).map(escapeRegex);
  return values.length === 1 ? values[0] : `(${values.join('|')})`;
};

const seconds = (text) => {
  const [, number, unit] = /^(\d+)([smh])$/.exec(text);
  return Number(number) * { s: 1, m: 60, h: 3600 }[unit];
};

function stepOf(target, request) {
  const least = target.interval ? seconds(target.interval) : scrapeSeconds;
  return Math.max(least, Math.round((request.intervalMs ?? 15000) / 1000));
}

function interpolate(expression, request, step) {
  const range = Math.round((request.range.to.valueOf() - request.range.from.valueOf()) / 1000);
  const macros = expression
    .replaceAll('$__rate_interval', `${Math.round(1000 * Math.max(step + scrapeSeconds, 4 * scrapeSeconds))}ms`)
    .replaceAll('$__interval', `${step}s`)
    .replaceAll('$__range', `${range}s`);
  return sceneGraph.interpolate(request.scopedVars?.__sceneObject.value.valueOf() ?? scene, macros, request.scopedVars, formatVariable);
}

const legend = (metric, format) =>
  format
    ? format.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => metric[label] ?? '')
    : `${metric.__name__ ?? ''}{${Object.entries(metric).filter(([name]) => name !== '__name__').map(([name, value]) => `${name}="${value}"`).join(', ')}}`;

const number = (text) => (text === 'NaN' ? Number.NaN : Number(text.replace('Inf', 'Infinity')));

function seriesFrame(target, metric, values, step) {
  const name = legend(metric, target.legendFormat);
  return toDataFrame({
    refId: target.refId,
    name,
    fields: [
      { name: 'Time', type: FieldType.time, values: values.map(([time]) => time * 1000), config: { interval: step * 1000 } },
      { name: 'Value', type: FieldType.number, labels: metric, values: values.map(([, value]) => number(value)), config: { displayNameFromDS: name } },
    ],
  });
}

function tableFrame(target, result, valueName) {
  const labels = [...new Set(result.flatMap(({ metric }) => Object.keys(metric)))].sort();
  return toDataFrame({
    refId: target.refId,
    fields: [
      { name: 'Time', type: FieldType.time, values: result.map(({ value }) => value[0] * 1000) },
      ...labels.map((label) => ({ name: label, type: FieldType.string, config: { filterable: true }, values: result.map(({ metric }) => metric[label] ?? '') })),
      { name: valueName, type: FieldType.number, values: result.map(({ value }) => number(value[1])) },
    ],
  });
}

export class Prometheus extends DataSourceApi {
  constructor() {
    super({ uid, type: 'prometheus', name: 'Prometheus', id: 1, meta: { id: 'prometheus', info: {} }, jsonData: {}, access: 'proxy', readOnly: true });
  }

  async testDatasource() {
    return { status: 'success' };
  }

  async get(path, query) {
    const started = performance.now();
    const response = await fetch(`/prometheus/api/v1/${path}?${new URLSearchParams(query)}`);
    const body = await response.json();
    requests.push({ path, query: query.query, error: body.error, milliseconds: performance.now() - started });
    if (body.status !== 'success') {
      throw new Error(`${body.error}: ${query.query}`);
    }
    return body.data;
  }

  query(request) {
    return from(this.answer(request).then((data) => ({ data, state: LoadingState.Done })));
  }

  async answer(request) {
    const start = String(request.range.from.valueOf() / 1000);
    const end = String(request.range.to.valueOf() / 1000);
    const answers = await Promise.all(
      request.targets.filter(({ hide }) => !hide).map(async (target) => {
        const step = stepOf(target, request);
        const query = interpolate(target.expr, request, step);
        const { result } = target.instant
          ? await this.get('query', { query, time: end })
          : await this.get('query_range', { query, start, end, step: String(step) });
        return { target, result, step };
      }),
    );
    const tables = answers.filter(({ target, result }) => target.format === 'table' && result.length > 0);
    return answers.flatMap(({ target, result, step }) => {
      if (target.format === 'table') {
        return result.length > 0 ? [tableFrame(target, result, tables.length > 1 ? `Value #${target.refId}` : 'Value')] : [];
      }
      return result.map(({ metric, value, values }) => seriesFrame(target, metric, values ?? [value], step));
    });
  }

  async metricFindQuery(query, options) {
    const [, series, label] = /^label_values\((.+), *(\w+)\)$/.exec(typeof query === 'string' ? query : query.query);
    const match = sceneGraph.interpolate(options.scopedVars.__sceneObject.value.valueOf(), series, options.scopedVars, formatVariable);
    const values = await this.get(`label/${label}/values`, {
      'match[]': match,
      start: String(options.range.from.valueOf() / 1000),
      end: String(options.range.to.valueOf() / 1000),
    });
    return values.map((text) => ({ text }));
  }

  /** A test that is faster than life scrapes faster, and looks for annotations more often. Neighbouring points of an annotation's series become one region; with useValueForTime each value is a time. */
  async annotationQuery({ annotation, range }) {
    const step = Math.max(Math.min(seconds(annotation.step ?? '1m'), 4 * scrapeSeconds), Math.round((range.to.valueOf() - range.from.valueOf()) / 1000 / 500));
    const { result } = await this.get('query_range', {
      query: interpolate(annotation.expr, { range }, step),
      start: String(range.from.valueOf() / 1000),
      end: String(range.to.valueOf() / 1000),
      step: String(step),
    });
    return result.flatMap(({ metric, values }) => {
      const base = { annotation, title: legend(metric, annotation.titleFormat), text: legend(metric, annotation.textFormat), tags: [], color: annotation.iconColor };
      if (annotation.useValueForTime) {
        return [...new Set(values.map(([, value]) => Math.floor(Number(value))))]
          .filter((time) => time >= range.from.valueOf() && time <= range.to.valueOf())
          .map((time) => ({ ...base, time }));
      }
      const regions = [];
      values.forEach(([time]) => {
        const last = regions.at(-1);
        if (last && time * 1000 - last.timeEnd <= step * 1000) {
          last.timeEnd = time * 1000;
        } else {
          regions.push({ ...base, time: time * 1000, timeEnd: time * 1000, isRegion: true });
        }
      });
      return regions;
    });
  }
}
