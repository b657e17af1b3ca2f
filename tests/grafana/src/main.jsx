import { createTheme, ThemeContext } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { config } from '@grafana/runtime';
import { sceneUtils } from '@grafana/scenes';
import { GlobalStyles, LinkButton, PortalContainer } from '@grafana/ui';
import { useEffect, useReducer } from 'react';
import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router-dom';
import { barGauge } from './panels/bar-gauge.jsx';
import { stat } from './panels/stat.jsx';
import { stateTimeline } from './panels/state-timeline.jsx';
import { table } from './panels/table.jsx';
import { text } from './panels/text.jsx';
import { timeseries } from './panels/timeseries.jsx';
import { requests, setScene } from './prometheus.js';
import { register } from './registries.js';
import { hasAnnotations, headLinks, stateOf, toScene } from './scene.jsx';
import { provide } from './services.js';

const theme = createTheme({ colors: { mode: window.grafanaBootData.user.theme } });

function Page({ scene, json }) {
  const [, redraw] = useReducer((count) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(redraw, 500); // The links hold what the variables are now.
    return () => clearInterval(timer);
  }, []);
  return (
    <div style={{ padding: 8 }}>
      <div style={{ display: 'flex', alignItems: 'center', gap: 16, padding: '4px 0 8px' }}>
        <h1 style={{ fontSize: 18, margin: 0 }}>{json.title}</h1>
        <div style={{ flexGrow: 1 }} />
        {headLinks(scene, json).map(({ title, href }) => <LinkButton key={title} data-head-link variant="secondary" size="sm" icon="apps" href={href}>{title}</LinkButton>)}
      </div>
      <scene.Component model={scene} />
    </div>
  );
}

async function main() {
  config.theme2 = theme;
  config.theme = theme.v1;
  register();
  provide();
  Object.entries({ timeseries, stat, table, text, bargauge: barGauge, 'state-timeline': stateTimeline })
    .forEach(([pluginId, plugin]) => sceneUtils.registerRuntimePanelPlugin({ pluginId, plugin }));
  await initPluginTranslations('grafana-scenes');

  const [, name] = /^\/d\/([a-z-]+)/.exec(location.pathname);
  const json = await (await fetch(`/dashboards/${name}.json`)).json();
  const scene = toScene(json);
  setScene(scene);
  window.dashboard = { json, stateOf: () => stateOf(scene), hasAnnotations: () => hasAnnotations(scene), requests };
  document.body.style.background = theme.colors.background.canvas;
  createRoot(document.getElementById('root')).render(
    <MemoryRouter>
      <ThemeContext.Provider value={theme}>
        <GlobalStyles hackNoBackdropBlur />
        <PortalContainer />
        <Page scene={scene} json={json} />
      </ThemeContext.Provider>
    </MemoryRouter>,
  );
}

main().catch((error) => {
  window.failure = String(error.stack ?? error);
});
