// Draws what a command printed on a terminal, as script(1) has recorded it.
// usage: terminal.mjs TITLE FILE IMAGE [LINES]     FILE may hold the colours of ECMA-48; IMAGE is a PNG
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [title, file, image, lines = '60'] = process.argv.slice(2);
const colours = { '1;31': '#ff8a80', 31: '#ff8a80', 32: '#7bd99a', 33: '#ffc166' };
const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const html = readFileSync(file, 'utf8')
  .replace(/^Script started.*\n/, '').replace(/[^\n]*\r\u001b\[K/g, '').replaceAll('\r', '').replaceAll('\u001b=', '').split('\n').slice(0, Number(lines)).join('\n')
  .split('\u001b[').map((part, index) => {
    if (index === 0) return escape(part);
    const [, code, kind, text] = /^([0-9;?]*)([A-Za-z])([^]*)$/.exec(part);
    if (kind !== 'm') return escape(text); // An erased line was a notice that is gone.
    return colours[code] ? `<b style="color:${colours[code]}">${escape(text)}</b>` : escape(text);
  }).join('');

const page = `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; background: #161616; color: #ececec; font: 15px/1.45 "DejaVu Sans Mono", monospace; width: 1100px }
  p { margin: 0; padding: .6em 1em; background: #2a2a2a; color: #bbb } pre { margin: 0; padding: 1em; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere }
</style><p>${escape(title)}</p><pre>${html}</pre>`;

const profile = mkdtempSync(path.join(tmpdir(), 'terminal-'));
try {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', `--disk-cache-dir=${profile}`] });
  const view = await browser.newPage({ viewport: { width: 1100, height: 400 } });
  await view.setContent(page);
  await view.screenshot({ path: image, fullPage: true });
  await browser.close();
} finally {
  rmSync(profile, { recursive: true, force: true });
}
