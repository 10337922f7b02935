import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseSources } from '../../src/live/choose-sources.ts';
import type { LiveEvent } from '../../src/live/events.ts';
import { execOutlet } from '../../src/live/out/exec.ts';
import { startRetention } from '../../src/live/storing/retention.ts';
import { openTimeline } from '../../src/store/index.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-trouble-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const nowhere = (name: string): string => join(folder, 'not there', name);

test('a machine without ring buffer and journalctl says so, one sentence each, and follows its files', async () => {
  const path = join(folder, 'kern.log');
  writeFileSync(path, '');
  const { sources, remarks } = await chooseSources([], {
    kmsg: nowhere('kmsg'),
    logs: folder,
    journals: [folder],
    journalctl: nowhere('journalctl'),
  });
  expect(sources).toEqual([{ kind: 'file', path }]);
  expect(remarks).toEqual([
    expect.stringMatching(/kmsg is not followed: there is none \(usual in a container\)$/),
    'the journal is not followed: journalctl is not installed',
  ]);
});

/** `live /var/log` followed the directory as if it were a file, and never said that nothing would come of it. */
test('a directory is not followed, and an example of what can be is named', async () => {
  const log = join(folder, 'kern.log');
  writeFileSync(log, '');
  const { sources, remarks } = await chooseSources([folder, log]);
  expect(sources).toEqual([{ kind: 'file', path: log }]);
  expect(remarks).toEqual([`${folder} is not followed: it is a directory (name logs in it, such as ${log})`]);
});

/** `live kmsg --once 1 && page` followed nothing, ended at once with 0, and paged. */
test('a ring buffer that was named and cannot be read is no source', async () => {
  const places = { kmsg: nowhere('kmsg'), logs: folder, journals: [], journalctl: nowhere('journalctl') };
  expect(await chooseSources(['kmsg'], places)).toEqual({
    sources: [],
    remarks: [expect.stringContaining('kmsg is not followed: there is none')],
    denied: false,
  });
});

test.skipIf(process.getuid?.() === 0)(
  'a log that may not be read names the group that would help (not as root)',
  async () => {
    const path = join(folder, 'kern.log');
    writeFileSync(path, '');
    chmodSync(path, 0);
    const { remarks } = await chooseSources([], {
      kmsg: nowhere('kmsg'),
      logs: folder,
      journals: [],
      journalctl: nowhere('journalctl'),
    });
    expect(remarks.at(-1)).toMatch(/permission denied \(the group adm would help\)$/);
  },
);

test('a hook that hangs is ended with what it started, said once, and the next event has its turn', async () => {
  const said: string[] = [];
  const seen = join(folder, 'seen');
  const hook = execOutlet({
    command: ['/bin/sh', '-c', `cat >>'${seen}'; sleep 600 & wait`],
    timeoutMs: 200,
    say: (text) => void said.push(text),
  });
  const warning = (text: string) => ({ event: 'warning', text }) as LiveEvent;
  hook.tell(warning('first'));
  hook.tell(warning('second'));
  await expect.poll(() => readFileSync(seen, { encoding: 'utf8', flag: 'a+' }), { timeout: 5000 }).toMatch(/second/);
  await hook.close();
  expect(said.filter((text) => /ran longer than 0.2 s and was ended$/.test(text))).toHaveLength(1);
});

const hourMs = 3_600_000;

test('samples of yesterday are thinned to the extremes of each span, and those past their time are gone', async () => {
  mkdirSync(join(folder, 'db'));
  const timeline = await openTimeline({ file: join(folder, 'db', 't.db'), mode: 'write' });
  const nowMs = Date.UTC(2026, 10, 20, 12);
  const series = {
    host: 'web1',
    directory: '/proc',
    scope: 'system',
    pid: null,
    comm: null,
    startedAt: null,
    cgroup: null,
    zone: null,
    metric: 'memAvailableBytes',
    format: 'live',
    quantumBytes: 1024,
    timeBasis: 'realtime',
  } as const;
  const at = (beforeMs: number, value: number) => ({
    series,
    point: { atUs: (nowMs - beforeMs) * 1000, value },
    source: { path: '/proc', line: 1, byteStart: 0, byteEnd: 0 },
  });
  const minuteOf = (beforeMs: number) =>
    Array.from({ length: 60 }, (_, second) => at(beforeMs - second * 1000, second));
  const samples = [...minuteOf(200 * hourMs), ...minuteOf(30 * hourMs), ...minuteOf(3 * hourMs), ...minuteOf(hourMs)];
  await timeline.append({ records: [], samples, coverage: [] });
  const retention = startRetention(timeline, {
    keepMs: 168 * hourMs,
    nowMs: () => nowMs,
    failed: (error) => expect.fail(error.message),
    everyMs: 20,
  });
  const pointsSince = async (beforeMs: number): Promise<number> => {
    let count = 0;
    const range = { fromUs: (nowMs - beforeMs) * 1000, toUs: (nowMs - beforeMs + 60_000) * 1000 };
    for await (const { points } of timeline.samples(range)) count += points.length;
    return count;
  };
  await expect.poll(() => pointsSince(200 * hourMs)).toBe(0);
  await retention.stop();
  // Two minutes a span for what is older than a day, twenty seconds for what is older than two hours.
  expect(await pointsSince(30 * hourMs)).toBeLessThanOrEqual(4);
  expect(await pointsSince(3 * hourMs)).toBeLessThanOrEqual(8);
  expect(await pointsSince(3 * hourMs)).toBeGreaterThanOrEqual(6);
  expect(await pointsSince(hourMs)).toBe(60);
  await timeline.close();
});
