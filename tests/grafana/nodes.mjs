// The dashboards of two real nodes, one healthy and one whose containerd was killed, from the Prometheus that watches them.
// Run by the end-to-end tests, which start nodes, exporters and Prometheus:
//
//     node nodes.mjs PROMETHEUS SCRAPE_SECONDS HEALTHY_INSTANCE SICK_INSTANCE OUTPUT_FOLDER

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { withBrowser } from './browser.mjs';
import { assertWhole, check, cutTexts, cutTitles, finish, overflowing } from './checks.mjs';

const [prometheus, scrapeSeconds, healthy, sick, output] = process.argv.slice(2);
mkdirSync(output, { recursive: true });

const now = Date.now();
const during = { from: String(now - 300_000), to: String(now) };
const alert = 'ContainerdSocketStale';
const types = ['timeseries', 'stat', 'table', 'state-timeline', 'bargauge', 'text'];

/** Panels that may have nothing to show on a healthy node, and say why in words of their own. */
const quiet = [
  'Firing alerts', 'Memory of containerd, of its limit', 'Memory of containerd’s cgroup', 'PID files', 'Oldest runtime process', 'Runtime processes', 'Problems by rule', 'Problems over time',
  'What containerd keeps', 'Canary: containers can be run', 'Canary: how long each stage takes', 'Trouble in the daemon’s log, by pattern', 'Panics',
];

/** What is not known while no containerd runs, besides. */
const unknown = ['CRI', 'Conditions of CRI', 'Taken over', 'Protection from the OOM killer', 'Read by the daemon', 'Tasks', 'Shims and containers that lost each other'];

const last = async (page, title) => (await page.timeline(title)).map(({ name, states }) => [name, states.at(-1)]);

async function assertLinksOpen(page, titles, instance) {
  for (const title of titles) {
    const links = await page.links(title);
    assert.ok(links.length > 0, title);
    for (const { href, target } of links) {
      assert.match(href, new RegExp(`^http://${instance.replaceAll('.', '\\.')}/runbooks/\\w+$`));
      assert.equal(target, '_blank');
      const response = await fetch(href);
      assert.equal(response.status, 200, href);
      assert.ok((await response.text()).includes(href.split('/').at(-1)), href);
    }
  }
}

async function assertHealthy(page) {
  await assertWhole(page, { withoutData: quiet });
  const causes = Object.fromEntries(await last(page, 'Causes over time'));
  assert.deepEqual(Object.keys(causes).sort(), ['configuration', 'disk', 'exporter', 'liveness', 'memory', 'runtime', 'socket', 'storage']);
  const { memory, ...others } = causes; // Some machines forbid to spare daemons from the OOM killer, and that is an alert.
  assert.ok(['no alert', 'warning'].includes(memory));
  assert.deepEqual([...new Set(Object.values(others))], ['no alert']);
  assert.match(await page.text('Liveness'), /no alert/);
  assert.deepEqual(await last(page, 'Answers Version'), [['containerd', 'answers']]);
  assert.deepEqual(await last(page, 'Who answers at the socket'), [['containerd', 'serving']]);
  assert.deepEqual(new Set((await last(page, 'Databases')).map(([, state]) => state)), new Set(['ok']));
  assert.deepEqual(new Set((await last(page, 'Core services')).map(([, state]) => state)), new Set(['works']));
  assert.deepEqual((await last(page, 'CRI')), [['CRI works', 'yes'], ['kubelet runs', 'yes']]);
  (await last(page, 'Collectors')).forEach(([name, state]) => assert.ok(['ok', 'not here'].includes(state), `${name}: ${state}`));
  assert.match(await page.text('containerd on this node'), /upstream/);
  const titles = (await page.panels()).filter(({ id }) => id > 100 || (id > 10 && id < 20)).map(({ title }) => title);
  await assertLinksOpen(page, titles, healthy);
}

async function assertSick(page) {
  await assertWhole(page, { withoutData: [...quiet, ...unknown].filter((title) => title !== 'Firing alerts') });
  const causes = Object.fromEntries(await last(page, 'Causes over time'));
  assert.equal(causes.socket, 'critical');
  assert.equal(causes.disk, 'no alert');
  assert.match(await page.text('Socket'), /critical/);
  assert.deepEqual(await last(page, 'Answers Version'), [['containerd', 'does not answer']]);
  assert.deepEqual((await page.timeline('Who answers at the socket'))[0].states.slice(-2), ['serving', 'stale: no listener']);
  const markers = await page.page.locator('[data-markers]').first().getAttribute('data-markers');
  assert.ok(Number(markers) >= 3, `${markers} annotations: the alert, and the starts of containerd and of the exporter`);
}

/** One click in a row of the table, in a real browser, on the real page of the exporter. */
async function assertClickOpensRunbook(page, context) {
  const row = page.panel('Firing alerts').getByRole('row').filter({ hasText: sick }).filter({ hasText: alert });
  const [opened] = await Promise.all([context.waitForEvent('page'), row.getByRole('link', { name: alert }).click()]);
  await opened.waitForLoadState();
  assert.equal(opened.url(), `http://${sick}/runbooks/${alert}`);
  assert.equal(await opened.locator('h1').first().innerText(), alert);
  assert.match(await opened.locator('section.live').innerText(), /\/run\/containerd\/containerd\.sock/);
  await opened.close();
}

await withBrowser(prometheus, scrapeSeconds, async ({ context, open }) => {
  const seen = new Set();
  const views = [
    ['containerd-node', 'healthy', healthy, 'dark', 1920, assertHealthy],
    ['containerd-node', 'healthy', healthy, 'light', 1280, assertHealthy],
    ['containerd-node', 'sick', sick, 'light', 1920, assertSick],
    ['containerd-node', 'sick', sick, 'dark', 1280, assertSick],
    ['containerd-fleet', 'two', undefined, 'dark', 1280, async (page) => {
      await assertWhole(page, { withoutData: ['Disks that are full soonest', 'Stuck runtime processes', 'Most OOM kills'] });
      await assertClickOpensRunbook(page, context);
    }],
  ];
  for (const [name, word, instance, theme, width, body] of views) {
    await check(`${name} ${word}, ${theme}, ${width} px`, async () => {
      const page = await open(name, { theme, ...during, ...(instance ? { 'var-instance': instance } : {}) }, width);
      try {
        await page.screenshot(path.join(output, `${name}-${word}-${theme}-${width}.png`));
        (await page.panels()).forEach(({ type }) => seen.add(type));
        await body(page);
        assert.deepEqual(await overflowing(page), []);
        assert.deepEqual(await cutTitles(page), []);
        assert.deepEqual(await cutTexts(page), []);
      } finally {
        await page.close();
      }
    });
  }
  await check('every type of panel is drawn', () => assert.deepEqual([...seen].sort(), [...types].sort()));
});
finish();
