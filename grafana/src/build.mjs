// Writes the dashboards from their sources. With --check it writes nothing and fails when a file is not what its source says.

import { readFileSync, writeFileSync } from 'node:fs';
import { fleet } from './fleet.mjs';
import { node } from './node.mjs';

const isCheck = process.argv.includes('--check');
let isStale = false;
for (const dashboard of [fleet, node]) {
  const file = new URL(`../${dashboard.uid}.json`, import.meta.url);
  const json = `${JSON.stringify(dashboard, null, 2)}\n`;
  if (!isCheck) {
    writeFileSync(file, json);
  } else if (readFileSync(file, 'utf8') !== json) {
    console.error(`${file.pathname} is not what grafana/src says: run node grafana/src/build.mjs`);
    isStale = true;
  }
}
process.exitCode = isStale ? 1 : 0;
