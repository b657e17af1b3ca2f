// Opens pages of a running exporter as readers do, on a desk and on a phone, light and dark, and says what is wrong with them.
// usage: look.mjs URL STATE FOLDER PATH...     screenshots go to FOLDER; exit code 1 when a page has a problem
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [url, state, folder, ...paths] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const views = [
  { name: 'desk', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { name: 'desk-dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { name: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
];
// What a page that is only looked at has no use for is switched off: this machine may have no way out.
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-proxy-server'];

const look = async (page, where) => {
  const problems = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(`console: ${message.text()}`)); // CSP violations are told here
  page.on('pageerror', (error) => problems.push(`script: ${error}`));
  const response = await page.goto(`${url}${where}`);
  if (response.status() !== 200) problems.push(`status ${response.status()}`);
  if (!response.headers()['content-security-policy']?.includes("default-src 'none'")) problems.push('no strict Content-Security-Policy');

  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  if (content > window) problems.push(`scrolls sideways: ${content} px in ${window}`);

  for (const details of await page.locator('details').all()) await details.evaluate((element) => { element.open = true; });
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  if (passes.length < 10) problems.push('the accessibility scan did not run');
  for (const violation of violations.filter(({ impact }) => impact === 'serious' || impact === 'critical'))
    problems.push(`${violation.impact}: ${violation.help}: ${violation.nodes.slice(0, 3).map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  return problems;
};

mkdirSync(folder, { recursive: true });
const profile = mkdtempSync(path.join(tmpdir(), 'pages-'));
let bad = 0;
try {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: [...flags, `--disk-cache-dir=${profile}`] });
  for (const { name, ...view } of views) {
    const context = await browser.newContext(view);
    for (const where of paths) {
      const page = await context.newPage();
      const problems = await look(page, where);
      const file = `${state}-${where.replaceAll('/', '_').replace(/^_|_$/g, '') || 'status'}-${name}.png`;
      await page.screenshot({ path: path.join(folder, file), fullPage: true });
      problems.forEach((problem) => console.error(`${state} ${where} (${name}): ${problem}`));
      bad += problems.length;
      await page.close();
    }
    await context.close();
  }
  await browser.close();
} finally {
  rmSync(profile, { recursive: true, force: true });
}
process.exit(bad > 0 ? 1 : 0);
