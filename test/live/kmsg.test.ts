import { afterEach, beforeEach, expect, test } from 'vitest';
import { followKmsg } from '../../src/live/following/kmsg/follow-kmsg.ts';
import type { KmsgDevice } from '../../src/live/following/kmsg/kmsg-device.ts';
import type { Machine } from '../../src/live/machine.ts';
import { createCommitter } from '../../src/live/storing/committer.ts';
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

/** In a storm of reports the ring is overwritten many times a second: a sentence for each would fill the journal that is followed. */
test('what is overwritten again and again is said once, and how much more it was at the end', async () => {
  const { device, add } = ring([kill(10, 1)]);
  const storm = [20, 30, 40].flatMap((sequence) => ['overwritten', kill(sequence, sequence)]);
  const { said, lost } = await follow(device, { act: () => add(...storm) }, [1, 20, 30, 40]);
  expect(lost).toBe(27);
  expect(said).toEqual([
    '/dev/kmsg: the kernel overwrote 9 of its messages before they could be read',
    '/dev/kmsg: the kernel overwrote 18 more of its messages before they could be read',
  ]);
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

/** While a kernel prints a report, the ring is read many times: each part for itself would cost a commit, and its wait. */
test('a report that is read while it is being printed is stored once, whole', async () => {
  const report = [
    '4,1,1000000,-;worker invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0\n',
    '4,2,1000100,-;memory: usage 24576kB, limit 24576kB, failcnt 12\n',
    '6,3,1000200,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/a,task_memcg=/a,task=worker,pid=7,uid=0\n',
    '3,4,1000300,-;Memory cgroup out of memory: Killed process 7 (worker) total-vm:9kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:80kB oom_score_adj:0\n',
  ];
  // One line, then nothing for now.
  const parts = report.flatMap((line) => [line, null]);
  const device: KmsgDevice = { next: () => parts.shift() ?? null, close() {} };
  const stored: number[] = [];
  const { context } = sourceContext(timeline);
  const committer = createCommitter(timeline, {
    committed: ({ records }) => void stored.push(records.length),
    paused() {},
    unstored() {},
  });
  const source = followKmsg(
    { path: '/dev/kmsg', machine: machineAt(), pauseMs: () => 1, open: () => device },
    { ...context, committer },
  );
  await expect.poll(() => pidsIn(timeline)).toEqual([7]);
  await source.stop();
  await committer.close();
  expect(stored).toEqual([1]);
});
