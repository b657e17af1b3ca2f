// Grafana does not publish its state timeline, so this draws one: from the same frames, mappings, colours and links.

import { getFieldDisplayName, PanelPlugin } from '@grafana/data';
import { DataLinksContextMenu, useTheme2 } from '@grafana/ui';
import { customConfig } from '../registries.js';
import { isEmpty, NoData } from './no-data.jsx';

const custom = { fillOpacity: 70, lineWidth: 0, spanNulls: false, insertNulls: false, hideFrom: { tooltip: false, viz: false, legend: false } };

/** Stretches of one state: a value holds until the next one, and at most one and a half steps. */
function segmentsOf(time, field, end) {
  const longest = 1.5 * (time.config.interval ?? 60_000);
  const segments = [];
  field.values.forEach((value, index) => {
    const from = time.values[index];
    const to = Math.min(time.values[index + 1] ?? end, from + longest, end);
    const last = segments.at(-1);
    const { text, color } = field.display(value);
    if (last && last.text === text && from - last.to <= 1) {
      last.to = to;
    } else {
      segments.push({ from, to, text, color, index });
    }
  });
  return segments;
}

function Panel({ data, width, height, options, fieldConfig, timeRange }) {
  const theme = useTheme2();
  if (isEmpty(data)) {
    return <NoData fieldConfig={fieldConfig} />;
  }
  const start = timeRange.from.valueOf();
  const end = timeRange.to.valueOf();
  const rows = data.series.flatMap((frame) => {
    const time = frame.fields.find(({ type }) => type === 'time');
    return frame.fields.filter((field) => field !== time).map((field) => ({ name: getFieldDisplayName(field, frame, data.series), field, segments: segmentsOf(time, field, end) }));
  });
  const axis = 18;
  const longest = Math.max(...rows.map(({ name }) => name.length));
  const labels = Math.min(longest * 7.2 + 14, width * 0.45);
  const plot = width - labels - 4;
  const rowHeight = Math.min((height - axis) / rows.length, 60);
  const x = (at) => ((at - start) / (end - start)) * plot;
  const ticks = [0.1, 0.35, 0.6, 0.85].map((share) => start + share * (end - start));
  return (
    <div style={{ position: 'relative', width, height, fontSize: 12, overflow: 'hidden' }}>
      {rows.map(({ name, field, segments }, index) => (
        <DataLinksContextMenu key={name + index} links={() => field.getLinks?.({ valueRowIndex: field.values.length - 1 }) ?? []}>
          {({ openMenu, targetClassName }) => (
            <div data-row={name} className={targetClassName} onClick={openMenu} style={{ position: 'absolute', top: index * rowHeight, left: 0, width, height: rowHeight }}>
              <div title={name} style={{ position: 'absolute', left: 0, width: labels - 8, textAlign: 'right', lineHeight: `${rowHeight}px`, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', color: theme.colors.text.primary }}>{name}</div>
              {segments.map(({ from, to, text, color }) => {
                const left = Math.max(0, x(from));
                const wide = Math.max(1, x(to) - left);
                return (
                  <div
                    key={from} data-state={text} title={text}
                    style={{
                      position: 'absolute', left: labels + left, width: wide, top: rowHeight * 0.075, height: rowHeight * options.rowHeight, background: color, color: theme.colors.getContrastText(color),
                      paddingLeft: wide > 30 ? 4 : 0, lineHeight: `${rowHeight * options.rowHeight}px`, overflow: 'hidden', whiteSpace: 'nowrap',
                    }}
                  >
                    {wide > text.length * 6.5 + 8 && rowHeight >= 12 ? text : ''}
                  </div>
                );
              })}
            </div>
          )}
        </DataLinksContextMenu>
      ))}
      {ticks.map((at) => (
        <div key={at} style={{ position: 'absolute', bottom: 0, left: labels + x(at) - 16, color: theme.colors.text.secondary }}>{new Date(at).toISOString().slice(11, 16)}</div>
      ))}
    </div>
  );
}

export const stateTimeline = new PanelPlugin(Panel).useFieldConfig(customConfig(custom));
