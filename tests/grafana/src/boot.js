// What a Grafana server puts into its page before its libraries start.
{
  const theme = new URLSearchParams(location.search).get('theme') === 'light' ? 'light' : 'dark';
  window.__grafana_public_path__ = '/public/';
  window.grafanaBootData = {
    assets: {},
    navTree: [],
    user: { locale: 'en-US', language: 'en-US', timezone: 'utc', weekStart: 'monday', isSignedIn: true, orgRole: 'Viewer', permissions: {}, lightTheme: theme === 'light', theme },
    settings: {
      buildInfo: { version: '13.2.2', commit: 'none', env: 'production', edition: 'Open Source' },
      panels: {},
      datasources: {},
      featureToggles: {},
      defaultDatasource: 'Prometheus',
      appSubUrl: '',
      appUrl: `${location.origin}/`,
      bootData: {},
      apps: {},
      exploreEnabled: true,
      licenseInfo: {},
      analytics: {},
      rendererAvailable: false,
      sharedWithMeFolderUID: '',
      dashboardPerformanceMetrics: [],
      dateFormats: {
        fullDate: 'YYYY-MM-DD HH:mm:ss',
        useBrowserLocale: false,
        interval: { millisecond: 'HH:mm:ss.SSS', second: 'HH:mm:ss', minute: 'HH:mm', hour: 'MM/DD HH:mm', day: 'MM/DD', month: 'YYYY-MM', year: 'YYYY' },
        defaultTimezone: 'utc',
      },
    },
  };
}
