import { cacheFieldDisplayNames, PanelPlugin } from '@grafana/data';
import { TableNG } from '@grafana/ui/unstable';
import { customConfig } from '../registries.js';
import { isEmpty, NoData } from './no-data.jsx';

const custom = { width: undefined, minWidth: undefined, align: 'auto', cellOptions: { type: 'auto' }, filterable: undefined, inspect: false, hidden: undefined, hideFrom: undefined };

function Panel({ data, width, height, options, fieldConfig, timeRange }) {
  if (isEmpty(data)) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  cacheFieldDisplayNames(data.series);
  return (
    <TableNG
      data={data.series[0]} width={width} height={height} timeRange={timeRange} structureRev={data.structureRev} fieldConfig={fieldConfig} noValue={fieldConfig.defaults.noValue}
      sortBy={options.sortBy} sortByBehavior="managed" cellHeight={options.cellHeight} noHeader={!options.showHeader} getActions={() => []} resizable
    />
  );
}

export const table = new PanelPlugin(Panel).useFieldConfig(customConfig(custom));
