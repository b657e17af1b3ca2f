import { PanelPlugin } from '@grafana/data';
import { TimeSeries, useTheme2 } from '@grafana/ui';
import { useLayoutEffect } from 'react';
import { customConfig } from '../registries.js';
import { isEmpty, NoData } from './no-data.jsx';

const custom = {
  lineWidth: 1, fillOpacity: 0, drawStyle: 'line', showPoints: 'auto', pointSize: 5, axisPlacement: 'auto', axisLabel: '', gradientMode: 'none',
  lineInterpolation: 'linear', spanNulls: false, insertNulls: false, stacking: { mode: 'none', group: 'A' }, thresholdsStyle: { mode: 'off' },
  hideFrom: { tooltip: false, viz: false, legend: false }, lineStyle: { fill: 'solid' }, scaleDistribution: { type: 'linear' }, axisSoftMin: undefined,
  axisSoftMax: undefined, axisCenteredZero: false, axisBorderShow: false, barAlignment: 0, barWidthFactor: 0.6,
};

const markerTimes = (frames) =>
  (frames ?? []).flatMap((frame) => {
    const values = (name) => frame.fields.find((field) => field.name === name)?.values ?? [];
    const [times, ends, colours] = ['time', 'timeEnd', 'color'].map(values);
    return times.map((time, index) => ({ time, end: ends[index] || time, colour: colours[index] }));
  });

/** Annotations: a region from start to end at the foot of the graph, and a dashed line at its start. */
function Markers({ config, markers, fallback }) {
  useLayoutEffect(() => {
    config.addHook('draw', (plot) => {
      const { ctx, bbox } = plot;
      ctx.save();
      ctx.beginPath();
      ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
      ctx.clip();
      markers.forEach(({ time, end, colour }) => {
        const from = plot.valToPos(time, 'x', true);
        const to = plot.valToPos(end, 'x', true);
        ctx.strokeStyle = colour ?? fallback;
        ctx.fillStyle = colour ?? fallback;
        ctx.lineWidth = 1;
        ctx.setLineDash([5, 5]);
        ctx.beginPath();
        ctx.moveTo(from, bbox.top);
        ctx.lineTo(from, bbox.top + bbox.height);
        ctx.stroke();
        ctx.fillRect(from, bbox.top + bbox.height - 4, Math.max(2, to - from), 4);
      });
      ctx.restore();
    });
  }, [config]);
  return null;
}

function Panel({ data, timeRange, timeZone, width, height, options, fieldConfig, replaceVariables }) {
  const theme = useTheme2();
  if (isEmpty(data)) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  const markers = markerTimes(data.annotations);
  return (
    <div data-markers={markers.length}>
      <TimeSeries
        frames={data.series} structureRev={data.structureRev} timeRange={timeRange} timeZone={timeZone} width={width} height={height}
        legend={{ calcs: [], ...options.legend }} options={options} replaceVariables={replaceVariables}
      >
        {(config) => <Markers key={markers.length} config={config} markers={markers} fallback={theme.colors.text.secondary} />}
      </TimeSeries>
    </div>
  );
}

export const timeseries = new PanelPlugin(Panel).useFieldConfig(customConfig(custom)).setDataSupport({ annotations: true, alertStates: true });
