/** What Grafana's panels show instead of nothing: the panel's own words for it, else "No data". */
export const NoData = ({ fieldConfig }) => (
  <div data-no-data style={{ display: 'flex', height: '100%', alignItems: 'center', justifyContent: 'center', textAlign: 'center', padding: 8, opacity: 0.75 }}>
    {fieldConfig.defaults.noValue ?? 'No data'}
  </div>
);

export const isEmpty = ({ series }) => series.length === 0 || series.every(({ length }) => length === 0);
