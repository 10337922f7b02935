import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLargestProcesses } from '../../src/live/sampler/largest-processes.ts';

let proc = '';
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'oomtrail-proc-'));
});
afterEach(() => rmSync(proc, { recursive: true, force: true }));

function write(pid: number, rssPages: number): void {
  const folder = join(proc, String(pid));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'stat'),
    `${pid} (p${pid}) S 1 1 1 0 -1 0 0 0 0 0 1 2 0 0 20 0 1 0 ${pid} 1 ${rssPages} 1`,
  );
  writeFileSync(join(folder, 'status'), `Name:\tp${pid}\nVmRSS:\t ${rssPages * 4} kB\n`);
  writeFileSync(join(folder, 'cgroup'), '0::/a\n');
}

const pids = (of: ReturnType<typeof createLargestProcesses>): number[] => of.now(3).map(({ pid }) => pid);

/** A look at a thousand processes takes tens of milliseconds, and a kill in the ring must not wait for that. */
test('all processes are looked at by turns, and the largest are known when the last turn is over', async () => {
  for (let pid = 1; pid <= 100; pid += 1) write(pid, pid);
  let spentMs = 0;
  const largest = createLargestProcesses({
    proc,
    mostProcesses: 3,
    mostCgroups: 3,
    spent(ms) {
      spentMs += ms;
    },
  });
  largest.scan(0);
  expect(pids(largest)).toEqual([100, 99, 98]);
  write(1, 1000);
  largest.scan(5000);
  expect(pids(largest)).toEqual([100, 99, 98]);
  await expect.poll(() => pids(largest)).toEqual([1, 100, 99]);
  expect(spentMs).toBeGreaterThan(0);
});

test('a process without memory of its own is none of the largest, and a look that is stopped changes nothing', async () => {
  write(1, 0);
  write(2, 5);
  const largest = createLargestProcesses({ proc, mostProcesses: 3, mostCgroups: 3, spent() {} });
  largest.scan(0);
  expect(pids(largest)).toEqual([2]);
  write(3, 7);
  largest.scan(5000);
  largest.stop();
  await new Promise(setImmediate);
  expect(pids(largest)).toEqual([2]);
});

/** systemd-run --scope and container runtimes start a process where they are themselves. */
test('a process that is moved to another cgroup is sampled there', async () => {
  write(1, 5);
  const largest = createLargestProcesses({ proc, mostProcesses: 3, mostCgroups: 3, spent() {} });
  largest.scan(0);
  expect(largest.cgroups).toEqual(['/a']);
  writeFileSync(join(proc, '1', 'cgroup'), '0::/b.scope\n');
  largest.scan(5000);
  await expect.poll(() => largest.cgroups).toEqual(['/b.scope']);
  expect(largest.now(1)).toMatchObject([{ pid: 1, cgroup: '/b.scope' }]);
});
