import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteReader, rest } from '../../src/sources/byte-reader.ts';
import { all, pieces, reader, untilThrown } from './collect.ts';

const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });

// Everything else here stands on this: no byte lost, doubled or taken from a buffer that is no longer ours.
test('any mix of looking ahead, taking and giving back reads every byte once', async () => {
  const step = fc.oneof(
    fc.record({ peek: fc.integer({ min: 0, max: 120 }) }),
    fc.record({ part: fc.integer({ min: 1, max: 60 }), back: fc.integer({ min: 0, max: 60 }) }),
    fc.record({ skip: fc.integer({ min: 0, max: 80 }) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      sizes,
      fc.array(step, { maxLength: 30 }),
      async (bytes, sizes, steps) => {
        const input = reader(bytes, sizes);
        let at = 0;
        for (const step of steps) {
          if ('peek' in step) {
            expect([...(await input.peek(step.peek))]).toEqual([...bytes.subarray(at, at + step.peek)]);
          } else if ('skip' in step) {
            expect(await input.skip(step.skip)).toBe(Math.min(step.skip, bytes.length - at));
            at = Math.min(bytes.length, at + step.skip);
          } else {
            const part = await input.part(step.part);
            if (part === null) {
              expect(at).toBe(bytes.length);
              continue;
            }
            expect([...part]).toEqual([...bytes.subarray(at, at + part.length)]);
            const back = Math.min(step.back, part.length);
            input.giveBack(back);
            at += part.length - back;
          }
        }
        expect([...(await all(rest(input)))]).toEqual([...bytes.subarray(at)]);
      },
    ),
  );
});

// A look ahead that runs into trouble must not lose the good bytes before it: they are what is left of a cut log.
test('trouble during a look ahead is thrown after the bytes before it', async () => {
  async function* broken() {
    yield Buffer.from('good');
    throw new Error('the disk is gone');
  }
  const input = byteReader(broken());
  expect(Buffer.from(await input.peek(100)).toString()).toBe('good');
  expect(input.failure()).toBeInstanceOf(Error);
  const { bytes, error } = await untilThrown(rest(input));
  expect(bytes.toString()).toBe('good');
  expect(error?.message).toBe('the disk is gone');
});

// Files and child processes hang on it: a reader that is closed early must close what it reads from.
test('closing ends the producer and the reader below', async () => {
  const ended: string[] = [];
  async function* endless(name: string) {
    try {
      while (true) yield Buffer.from('x');
    } finally {
      ended.push(name);
    }
  }
  const below = byteReader(endless('below'));
  await below.peek(1);
  const above = byteReader(endless('above'), below);
  await above.peek(1);
  for await (const _ of rest(above)) break;
  expect(ended).toEqual(['above', 'below']);
});

test('an empty stream has no head and no parts', async () => {
  const input = byteReader(pieces(new Uint8Array(0), [1]));
  expect((await input.peek(10)).length).toBe(0);
  expect(await input.part()).toBeNull();
});
