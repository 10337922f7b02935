import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('../long/faults/run-live.ts', import.meta.url));

/** A service that hangs instead of failing is not started again by anybody. */
test('where metrics cannot be served the program says so and ends', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const folder = mkdtempSync(join(tmpdir(), 'oomtrail-metrics-'));
  const path = join(folder, 'kern.log');
  writeFileSync(path, '');
  const child = spawn(process.execPath, [program, 'live', '--no-tui', path, '--metrics', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 20_000,
  });
  const [errors, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  taken.close();
  rmSync(folder, { recursive: true, force: true });
  expect({ status, errors }).toEqual({ status: 2, errors: expect.stringContaining('--metrics: ') });
}, 30_000);
