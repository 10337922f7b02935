import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineCap } from '../../src/live/following/line-cap.ts';
import { followPipe } from '../../src/live/following/stdin.ts';
import { openTimeline } from '../../src/store/index.ts';
import { recordsIn, sourceContext } from './source-harness.ts';

const kill = (pid: number): string =>
  `2026-11-20T09:00:0${pid}.000000+00:00 web1 kernel: Out of memory: Killed process ${pid} (worker) total-vm:9kB, anon-rss:8kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:80kB oom_score_adj:0\n`;

test('behind a line of several MiB a record stands where its bytes are, and the line is counted as one', async () => {
  const timeline = await openTimeline({ file: null, mode: 'write' });
  const { context, committer } = sourceContext(timeline);
  const input = new PassThrough();
  const source = followPipe(input, context);
  const before = `${kill(1)}${'x'.repeat(3 * 1024 * 1024)}\n`;
  for (let at = 0; at < before.length; at += 65_536) input.write(before.slice(at, at + 65_536));
  input.end(kill(2));
  await source.ended;
  await committer.close();
  const second = (await recordsIn(timeline))[1]?.record;
  expect(second?.source).toMatchObject({ byteStart: before.length, line: 3 });
  expect(source.state).toMatchObject({
    lines: 3,
    message: expect.stringContaining('1 line longer than 1048576 bytes: only the head'),
  });
  await timeline.close();
});

test('the cap keeps the head of each line and counts the rest, however the text comes in pieces', () => {
  const chunks = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 20 }));
  fc.assert(
    fc.property(chunks, fc.integer({ min: 1, max: 6 }), (pieces, longest) => {
      const cap = createLineCap(longest);
      const kept = pieces.map((piece) => cap.pass(piece)).join('');
      const lines = pieces.join('').split('\n');
      expect(kept).toBe(lines.map((line) => line.slice(0, longest)).join('\n'));
      expect(lines.map(() => cap.nextLoss())).toEqual(lines.map((line) => Math.max(0, line.length - longest)));
    }),
  );
});
