import { getDisplayValueAlignmentFactors, getFieldDisplayValues, PanelPlugin } from '@grafana/data';
import { BigValue, DataLinksContextMenu, useTheme2, VizRepeater } from '@grafana/ui';
import { isEmpty, NoData } from './no-data.jsx';

function Panel({ data, width, height, options, fieldConfig, replaceVariables, renderCounter, timeZone }) {
  const theme = useTheme2();
  if (isEmpty(data)) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  const values = () => getFieldDisplayValues({ fieldConfig, reduceOptions: options.reduceOptions, replaceVariables, theme, data: data.series, timeZone, sparkline: false });
  const count = values().length;
  const value = (each, openMenu, targetClassName) => (
    <BigValue
      value={each.value.display} count={count} colorMode={options.colorMode} graphMode={options.graphMode} textMode={options.textMode} justifyMode={options.justifyMode}
      text={options.text} wideLayout={options.wideLayout} width={each.width} height={each.height} theme={theme} alignmentFactors={each.alignmentFactors} onClick={openMenu} className={targetClassName}
    />
  );
  return (
    <VizRepeater
      source={data} renderCounter={renderCounter} getValues={values} getAlignmentFactors={getDisplayValueAlignmentFactors} width={width} height={height}
      orientation={options.orientation} itemSpacing={3}
      renderValue={(each) => each.value.hasLinks && each.value.getLinks
        ? <DataLinksContextMenu links={each.value.getLinks}>{({ openMenu, targetClassName }) => value(each, openMenu, targetClassName)}</DataLinksContextMenu>
        : value(each)}
    />
  );
}

export const stat = new PanelPlugin(Panel).useFieldConfig();
