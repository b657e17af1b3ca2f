// Chromium with a dashboard in it.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-proxy-server'];

/** Opens a browser and the renderer's server; `body` gets a function that opens a dashboard. */
export async function withBrowser(prometheus, scrapeSeconds, body) {
  const profile = mkdtempSync(path.join(tmpdir(), 'dashboards-'));
  const { server, url } = await serve(prometheus);
  const context = await chromium.launchPersistentContext(profile, { executablePath: '/usr/bin/chromium', headless: true, viewport: { width: 1920, height: 1080 }, args: flags });
  try {
    return await body({ context, open: (name, query = {}, width = 1920) => open(context, `${url}/d/${name}/x?${new URLSearchParams({ scrapeSeconds, ...query })}`, width) });
  } finally {
    await context.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Waits until every panel has its answer and is drawn. */
async function settled(page) {
  await page.waitForFunction(() => {
    if (window.failure) {
      throw new Error(window.failure);
    }
    const panels = window.dashboard?.stateOf() ?? [];
    return panels.length > 0 && panels.every(({ hasQueries, state }) => !hasQueries || state === 'Done' || state === 'Error') && window.dashboard.hasAnnotations();
  }, undefined, { timeout: 60_000, polling: 250 });
  // A window as high as the dashboard: what is out of sight has no text.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: page.viewportSize().width, height: Math.max(1080, height) });
  await page.waitForTimeout(1000); // Resizing and drawing end within a frame or two.
}

async function open(context, url, width) {
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error.stack ?? error).slice(0, 500)));
  await page.setViewportSize({ width, height: 1080 });
  await page.goto(url);
  await settled(page);
  return new Dashboard(page, problems);
}

export class Dashboard {
  constructor(page, problems) {
    this.page = page;
    this.problems = problems;
  }

  settled = () => settled(this.page);

  /** Of every panel: id, type, title, state, number of series, errors. */
  panels = () => this.page.evaluate(() => window.dashboard.stateOf());

  requests = () => this.page.evaluate(() => window.dashboard.requests);

  /** The element of a panel, by its title as shown. */
  panel = (title) => this.page.getByTestId(`data-testid Panel header ${title}`).first();

  text = (title) => this.panel(title).innerText();

  /** The rows of a state timeline: their names, and their states in order. */
  timeline = (title) =>
    this.panel(title).locator('[data-row]').evaluateAll((rows) => rows.map((row) => ({ name: row.dataset.row, states: [...row.querySelectorAll('[data-state]')].map((each) => each.dataset.state) })));

  /** The links of a panel's head. */
  links = async (title) => JSON.parse(await this.panel(title).locator('[data-panel-links]').getAttribute('data-panel-links'));

  /** Titles of the panels that say that they have no data. */
  withoutData = () =>
    this.page.evaluate(() => [...document.querySelectorAll('[data-no-data]')].map((each) => each.closest('[data-testid^="data-testid Panel header "]').dataset.testid.slice('data-testid Panel header '.length)));

  screenshot = (file) => this.page.screenshot({ path: file });

  close = () => this.page.close();
}
