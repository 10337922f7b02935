import { expect, test } from 'vitest';
import type { LiveEvent } from '../../src/live/events.ts';
import { streamOutlet } from '../../src/live/out/lines.ts';

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
