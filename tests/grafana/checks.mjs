// A count of checks: each prints its result, the last line sums them up as the other test suites do.

import assert from 'node:assert/strict';

let passed = 0;
let failed = 0;

export async function check(name, body) {
  const start = performance.now();
  try {
    const note = await body();
    passed += 1;
    console.log(`ok: ${name}${note ? `: ${note}` : ''} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.error(`FAILED: ${name}\n${error.stack ?? error}`);
  }
}

export function finish() {
  console.log(`${passed} passed, ${failed} failed, 0 skipped`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

/** What must hold of every dashboard, whatever it shows. */
export async function assertWhole(dashboard, { withoutData }) {
  const panels = await dashboard.panels();
  assert.deepEqual(panels.filter(({ errors, pluginError }) => errors.length > 0 || pluginError).map(({ id, title, errors, pluginError }) => ({ id, title, errors, pluginError })), []);
  assert.deepEqual(dashboard.problems, []);
  assert.deepEqual((await dashboard.requests()).filter(({ error }) => error), []);
  const drawn = await dashboard.page.locator('[data-testid^="data-testid Panel header "]').count();
  assert.equal(drawn, panels.length, 'every panel is drawn');
  assert.deepEqual((await dashboard.withoutData()).filter((title) => !withoutData.includes(title)).sort(), [], 'panels that say that they have no data');
}

/** Panels whose content is wider or higher than they are, other than by scrolling as tables do. */
export const overflowing = (dashboard) =>
  dashboard.page.evaluate(() =>
    [...document.querySelectorAll('[data-testid^="data-testid Panel header "]')]
      .filter((panel) => panel.scrollWidth > panel.clientWidth + 1 || panel.scrollHeight > panel.clientHeight + 1)
      .map((panel) => panel.dataset.testid));

/** Titles of panels that do not fit into their heads. */
export const cutTitles = (dashboard) =>
  dashboard.page.evaluate(() => [...document.querySelectorAll('[data-testid="data-testid header-container"] h2')].filter((title) => title.scrollWidth > title.clientWidth).map((title) => title.innerText));

/** Words that are cut with an ellipsis, in whatever panel; a table's cells show the rest when the mouse is over them, and are listed too. */
export const cutTexts = (dashboard) =>
  dashboard.page.evaluate(() =>
    [...document.querySelectorAll('[data-testid^="data-testid Panel header "] *')]
      .filter((element) => element.childElementCount === 0 && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).textOverflow === 'ellipsis')
      .map((element) => element.innerText));
