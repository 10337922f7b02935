import { afterEach, beforeEach, expect, test } from 'vitest';
import { followKmsg } from '../../src/live/kmsg.ts';
import type { KmsgDevice } from '../../src/live/kmsg-device.ts';
import type { Machine } from '../../src/live/machine.ts';
import { openTimeline } from '../../src/store/index.ts';
import type { Timeline } from '../../src/store/timeline.ts';
import { pidsIn, recordsIn, sourceContext } from './source-harness.ts';

let timeline: Timeline;
beforeEach(async () => {
  timeline = await openTimeline({ file: null, mode: 'write' });
});
afterEach(() => timeline.close());

const bootUs = Date.UTC(2026, 10, 20, 9) * 1000;
const machineAt = (us = bootUs, bootId = 'a'.repeat(32)): Machine => ({ host: 'web1', bootId, bootUs: () => us });

const kill = (sequence: number, pid: number): string =>
  `3,${sequence},${sequence * 1_000_000},-;Out of memory: Killed process ${pid} (worker) total-vm:9kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:80kB oom_score_adj:0\n`;

/** A ring that holds these records; `overwritten` is what a read meets whose place in the ring was taken meanwhile. */
function ring(records: readonly string[]): { device: KmsgDevice; add(...more: string[]): void } {
  const waiting = [...records];
  return {
    device: { next: () => (waiting.shift() as string | 'overwritten' | undefined) ?? null, close() {} },
    add: (...more) => void waiting.push(...more),
  };
}

async function follow(
  device: KmsgDevice,
  { machine = machineAt(), act = () => {} }: { machine?: Machine; act?: () => void },
  expected: readonly number[],
): Promise<{ said: string[]; lost: number }> {
  const { context, committer, said } = sourceContext(timeline, await timeline.checkpoint('kmsg'));
  const source = followKmsg({ path: '/dev/kmsg', machine, pauseMs: () => 1, open: () => device }, context);
  await source.ready;
  act();
  await expect.poll(() => pidsIn(timeline)).toEqual(expected);
  await source.stop();
  await committer.close();
  return { said, lost: source.state.lost };
}

test('what the kernel overwrote before it was read is counted by the gap in the numbers, and said', async () => {
  const { device, add } = ring([kill(10, 1)]);
  const { said, lost } = await follow(device, { act: () => add('overwritten', kill(40, 2)) }, [1, 2]);
  expect(lost).toBe(29);
  expect(said).toEqual(['/dev/kmsg: the kernel overwrote 29 of its messages before they could be read']);
});

test('messages that were overwritten while nobody ran are counted too', async () => {
  await follow(ring([kill(10, 1)]).device, {}, [1]);
  const { lost } = await follow(ring([kill(15, 2)]).device, {}, [1, 2]);
  expect(lost).toBe(4);
});

test('a restart in the same boot goes on behind what is stored, though the wall clock was set meanwhile', async () => {
  await follow(ring([kill(10, 1), kill(11, 2)]).device, {}, [1, 2]);
  const again = ring([kill(10, 1), kill(11, 2), kill(12, 3)]);
  const { lost } = await follow(again.device, { machine: machineAt(bootUs + 3_600_000_000) }, [1, 2, 3]);
  expect(lost).toBe(0);
  expect((await recordsIn(timeline)).map(({ record }) => record.time?.slice(11, 13))).toEqual(['09', '09', '10']);
});

test('after a reboot the numbers begin anew', async () => {
  await follow(ring([kill(1000, 1)]).device, {}, [1]);
  const { lost } = await follow(ring([kill(3, 2)]).device, { machine: machineAt(bootUs, 'b'.repeat(32)) }, [1, 2]);
  expect(lost).toBe(0);
});
