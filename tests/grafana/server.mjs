// Serves the renderer, the dashboards at Grafana's own paths, and Prometheus below /prometheus, all from one origin.

import { existsSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const here = import.meta.dirname;
const dashboards = path.join(here, '../../grafana');
const assets = path.join(here, 'node_modules/@grafana/ui/dist/public');

const page = '<!doctype html><html><head><meta charset="utf-8"><title>dashboard</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/main.css"></head>'
  + '<body><div id="root"></div><script src="/boot.js"></script><script src="/main.js"></script></body></html>';

const types = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml' };

function fileOf(name) {
  const file = {
    '/boot.js': path.join(here, 'src/boot.js'),
    '/main.js': path.join(here, 'bundle/main.js'),
    '/main.css': path.join(here, 'bundle/main.css'),
  }[name];
  if (file) {
    return file;
  }
  if (/^\/dashboards\/[a-z-]+\.json$/.test(name)) {
    return path.join(dashboards, path.basename(name));
  }
  return path.join(assets, path.normalize(name.replace(/^\/public(\/build)?/, '')));
}

async function answer(request, response, prometheus) {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname.startsWith('/prometheus/')) {
    const upstream = await fetch(prometheus + request.url.slice('/prometheus'.length));
    response.writeHead(upstream.status, { 'content-type': 'application/json' });
    response.end(await upstream.text());
  } else if (url.pathname.startsWith('/d/')) {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(page);
  } else {
    const file = fileOf(url.pathname);
    if (existsSync(file) && statSync(file).isFile()) {
      response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' });
      response.end(readFileSync(file));
    } else {
      response.writeHead(404).end();
    }
  }
}

/** Returns the server and its address. */
export async function serve(prometheus) {
  const server = http.createServer((request, response) => {
    answer(request, response, prometheus).catch((error) => response.writeHead(502).end(String(error)));
  });
  server.keepAliveTimeout = 600_000; // On a busy machine a browser may take up a connection that is just being closed.
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}` };
}
