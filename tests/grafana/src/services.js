// The services that Grafana's application gives to its libraries.

import { EventBusSrv, LoadingState } from '@grafana/data';
import {
  setAppEvents, setBackendSrv, setDataSourceSrv, setEchoSrv, setPluginComponentsHook, setPluginImportUtils, setPluginLinksHook, setRunRequest, setTemplateSrv,
} from '@grafana/runtime';
import { catchError, map, of } from 'rxjs';
import { Prometheus, uid } from './prometheus.js';

const settings = {
  uid, type: 'prometheus', name: 'Prometheus', id: 1, jsonData: {}, isDefault: true, access: 'proxy',
  meta: { id: 'prometheus', name: 'Prometheus', info: { logos: { small: '', large: '' } } },
};

const runRequest = (datasource, request) =>
  datasource.query(request).pipe(
    map(({ data }) => ({ state: LoadingState.Done, series: data, timeRange: request.range, request })),
    catchError((error) => {
      const told = { message: String(error.message ?? error) };
      return of({ state: LoadingState.Error, series: [], errors: [told], error: told, timeRange: request.range, request });
    }),
  );

export function provide() {
  const prometheus = new Prometheus();
  setDataSourceSrv({ get: async () => prometheus, getList: () => [settings], getInstanceSettings: () => settings, reload() {}, registerRuntimeDataSource() {} });
  setRunRequest(runRequest);
  setTemplateSrv({ replace: (text) => text, getVariables: () => [], containsTemplate: () => false, updateTimeRange() {} });
  setAppEvents(new EventBusSrv());
  setEchoSrv({ addEvent() {}, flush() {}, addBackend() {} });
  setBackendSrv({ get: async () => ({}), post: async () => ({}), fetch: () => of({}) });
  setPluginLinksHook(() => ({ links: [], isLoading: false }));
  setPluginComponentsHook(() => ({ components: [], isLoading: false }));
  setPluginImportUtils({
    importPanelPlugin: async (id) => {
      throw new Error(`the renderer has no panel of type ${id}`);
    },
    getPanelPluginFromCache: () => undefined,
  });
}
