import { expect, test } from 'vitest';
import type { LiveEvent } from '../../src/live/events.ts';
import { lineOf, streamOutlet } from '../../src/live/out/lines.ts';

const event = (text: string) => ({ event: 'notice', time: 't', host: 'web1', text }) as LiveEvent;

/** `live | less`: who does not read for a while must be told that the lines behind are not all there were. */
test('a reader who is slow gets fewer events, and hears how many are left out', async () => {
  const written: string[] = [];
  const reading = Promise.withResolvers<void>();
  const outlet = streamOutlet(
    {
      async write(text) {
        await reading.promise;
        written.push(text);
      },
    },
    ({ text }) => `${text}\n`,
    () => {},
  );
  outlet.tell(event('first'));
  for (let count = 0; count < 300; count += 1) outlet.tell(event('x'.repeat(65_536)));
  reading.resolve();
  await expect.poll(() => written.join('').split('\n').at(-2)).toMatch(/^\d+ events are left out/);
  const lines = written.join('').trimEnd().split('\n');
  const leftOut = Number(/^\d+/.exec(lines.at(-1) ?? '')?.[0]);
  expect(lines.length - 1 + leftOut).toBe(301);
  expect(leftOut).toBeGreaterThan(200);
  outlet.tell(event('last'));
  await outlet.close();
  expect(written.at(-1)).toBe('last\n');
});

/** Who reads one line at night must not take what happened elsewhere, or hours ago, for here and now. */
test.each([
  ['web1', '2026-11-20T03:00:00.000000Z', 'T  oom-kill          killed'],
  ['web1.example.net', '2026-11-20T03:00:00.000000Z', 'T  oom-kill          killed'],
  ['web1', '2026-11-20T01:00:00.000000Z', 'T  oom-kill          killed (at T)'],
  ['db\u001b[31m7', null, 'T  oom-kill          db\\x1b[31m7: killed'],
])('a record of %s at %s', (host, time, line) => {
  const record = { kind: 'oom-kill', host, time };
  const told = { event: 'record', time: '2026-11-20T03:00:01Z', host: 'web1', text: 'killed', record } as LiveEvent;
  expect(lineOf(told, () => 'T').trimEnd()).toBe(line);
});
