// A dashboard's JSON as a scene: variables, time, rows, panels with their links, annotations.

import {
  behaviors, dataLayers, DataSourceVariable, EmbeddedScene, QueryVariable, SceneControlsSpacer, SceneDataLayerSet, SceneDataTransformer,
  sceneGraph, SceneGridItem, SceneGridLayout, SceneGridRow, SceneObjectBase, SceneQueryRunner, SceneTimePicker, SceneTimeRange, SceneVariableSet, VariableValueSelectors, VizPanel,
} from '@grafana/scenes';
import { Dropdown, IconButton, Menu } from '@grafana/ui';
import { uid } from './prometheus.js';

const parameters = new URLSearchParams(location.search);

/** A time of the address: milliseconds, or relative as in now-6h. */
const time = (name, fallback) => {
  const given = parameters.get(name);
  return /^\d+$/.test(given ?? '') ? new Date(Number(given)).toISOString() : (given ?? fallback);
};

function variable(json) {
  const chosen = parameters.getAll(`var-${json.name}`);
  const { name, label, description, hide } = json;
  if (json.type === 'datasource') {
    return new DataSourceVariable({ name, label, hide, pluginId: json.query, value: uid, text: 'Prometheus' });
  }
  const current = chosen.length > 0 ? { value: chosen, text: chosen } : json.current;
  return new QueryVariable({
    name, label, description, hide, isMulti: json.multi, includeAll: json.includeAll, allValue: json.allValue, defaultToAll: json.includeAll,
    datasource: json.datasource, query: json.query, regex: json.regex, sort: json.sort, refresh: json.refresh,
    ...(current.value === undefined ? {} : { value: current.value, text: current.text }),
  });
}

/** The links of a panel's head: an icon, with a menu when there are several. */
class PanelLinks extends SceneObjectBase {
  static Component = ({ model }) => {
    const links = model.state.links.map(({ title, url, targetBlank }) => ({ title, href: sceneGraph.interpolate(model, url), target: targetBlank ? '_blank' : '_self' }));
    const items = () => <Menu>{links.map(({ title, href, target }) => <Menu.Item key={href} label={title} url={href} target={target} icon="external-link-alt" />)}</Menu>;
    return (
      <span data-panel-links={JSON.stringify(links)}>
        <Dropdown overlay={items}><IconButton name="external-link-alt" aria-label="Links" /></Dropdown>
      </span>
    );
  };
}

function panel(json) {
  const runner = json.targets && new SceneQueryRunner({ datasource: json.datasource, queries: json.targets });
  return new VizPanel({
    key: `panel-${json.id}`,
    title: json.title,
    description: json.description,
    pluginId: json.type,
    options: json.options ?? {},
    fieldConfig: json.fieldConfig ?? { defaults: {}, overrides: [] },
    ...(json.links ? { titleItems: new PanelLinks({ links: json.links }) } : {}),
    ...(runner ? { $data: json.transformations ? new SceneDataTransformer({ $data: runner, transformations: json.transformations }) : runner } : {}),
  });
}

const child = (json) =>
  json.type === 'row'
    ? new SceneGridRow({ key: `row-${json.id}`, title: json.title, y: json.gridPos.y, isCollapsed: json.collapsed, isCollapsible: true, children: [] })
    : new SceneGridItem({ x: json.gridPos.x, y: json.gridPos.y, width: json.gridPos.w, height: json.gridPos.h, body: panel(json) });

export function toScene(json) {
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ from: time('from', json.time.from), to: time('to', json.time.to), timeZone: 'utc' }),
    $variables: new SceneVariableSet({ variables: json.templating.list.map(variable) }),
    $data: new SceneDataLayerSet({ layers: json.annotations.list.map((query) => new dataLayers.AnnotationsDataLayer({ name: query.name, query, isEnabled: query.enable, isHidden: query.hide })) }),
    $behaviors: [new behaviors.CursorSync({ key: 'sync', sync: json.graphTooltip })],
    controls: [new VariableValueSelectors({}), new SceneControlsSpacer(), new SceneTimePicker({})],
    body: new SceneGridLayout({ children: json.panels.map(child), isLazy: false }),
  });
}

/** The links at the head of the dashboard, with the variables and the time range that they are to keep. */
export const headLinks = (scene, json) =>
  json.links.map(({ title, url, includeVars, keepTime }) => {
    const kept = [keepTime ? '${__url_time_range}' : '', includeVars ? '${__all_variables}' : ''].filter(Boolean).join('&');
    return { title, href: sceneGraph.interpolate(scene, kept ? `${url}${url.includes('?') ? '&' : '?'}${kept}` : url) };
  });

/** What each panel has come to, for the tests. */
export const stateOf = (scene) =>
  sceneGraph.findAllObjects(scene, (each) => each instanceof VizPanel).map((each) => {
    const { data } = sceneGraph.getData(each).state;
    return {
      id: Number(each.state.key.slice('panel-'.length)),
      type: each.state.pluginId,
      title: sceneGraph.interpolate(each, each.state.title),
      hasQueries: each.state.$data !== undefined,
      state: data?.state,
      series: data?.series?.length ?? 0,
      errors: data?.errors?.map(({ message }) => message) ?? [],
      pluginError: each.state._pluginLoadError,
    };
  });

/** Whether the annotations have come. */
export const hasAnnotations = (scene) => scene.state.$data.state.layers.every(({ state }) => state.data !== undefined);
