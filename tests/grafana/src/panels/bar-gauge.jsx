import { getDisplayProcessor, getDisplayValueAlignmentFactors, getFieldDisplayValues, PanelPlugin } from '@grafana/data';
import { BarGauge, DataLinksContextMenu, useTheme2, VizRepeater } from '@grafana/ui';
import { isEmpty, NoData } from './no-data.jsx';

function Panel({ data, width, height, options, fieldConfig, replaceVariables, renderCounter, timeZone }) {
  const theme = useTheme2();
  if (isEmpty(data)) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  const values = () => getFieldDisplayValues({ fieldConfig, reduceOptions: options.reduceOptions, replaceVariables, theme, data: data.series, timeZone });
  const bar = ({ value, width: w, height: h, orientation, alignmentFactors, count }, openMenu, targetClassName) => (
    <BarGauge
      value={value.display} field={value.field} display={value.view?.getFieldDisplayProcessor(value.colIndex) ?? getDisplayProcessor({ field: value.field, theme, timeZone })}
      text={options.text} theme={theme} width={w} height={h} orientation={orientation} itemSpacing={5} lcdCellWidth={12} displayMode={options.displayMode}
      valueDisplayMode={options.valueMode} namePlacement={options.namePlacement} showUnfilled={options.showUnfilled} alignmentFactors={alignmentFactors}
      onClick={openMenu} className={targetClassName} isOverflow={count > 20}
    />
  );
  return (
    <VizRepeater
      source={data} renderCounter={renderCounter} getValues={values} getAlignmentFactors={getDisplayValueAlignmentFactors} width={width} height={height}
      minVizWidth={options.minVizWidth} minVizHeight={options.minVizHeight} maxVizHeight={options.maxVizHeight} orientation={options.orientation} itemSpacing={5}
      renderValue={(each) => each.value.hasLinks && each.value.getLinks
        ? <DataLinksContextMenu links={each.value.getLinks} style={{ height: '100%' }}>{({ openMenu, targetClassName }) => bar(each, openMenu, targetClassName)}</DataLinksContextMenu>
        : bar(each)}
    />
  );
}

export const barGauge = new PanelPlugin(Panel).useFieldConfig();
