// A Prometheus of the test's own, on a free port, in a folder that goes with it.

import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

export async function start() {
  const folder = mkdtempSync(path.join(tmpdir(), 'fleet-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  writeFileSync(path.join(folder, 'prometheus.yml'), 'global: {}\n');
  const log = path.join(folder, 'log');
  const child = spawn('prometheus', [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-remote-write-receiver',
  ], { stdio: ['ignore', openSync(log, 'a'), openSync(log, 'a')] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.once('exit', () => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  ['SIGINT', 'SIGTERM'].forEach((signal) => process.once(signal, () => process.exit(1)));

  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  for (let i = 0; i < 300; i += 1) {
    if (await fetch(`${url}/-/ready`).then(({ ok }) => ok, () => false)) {
      return { url, stop };
    }
    await wait(100);
  }
  const said = readFileSync(log, 'utf8');
  await stop();
  throw new Error(`Prometheus did not start:\n${said}`);
}
