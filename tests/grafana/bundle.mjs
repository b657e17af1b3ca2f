// Bundles src/ with Grafana's libraries for the browser, into bundle/.

import * as esbuild from 'esbuild';

const asData = ['.svg', '.png', '.woff2', '.woff', '.ttf'];

await esbuild.build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['src/main.jsx'],
  outfile: 'bundle/main.js',
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.SHOULD_LOG': '""', global: 'window' },
  loader: Object.fromEntries(asData.map((extension) => [extension, 'dataurl'])),
  mainFields: ['module', 'browser', 'main'],
  alias: { 'react-router-dom-v5-compat': 'react-router-dom' },
  logLevel: 'warning',
});
