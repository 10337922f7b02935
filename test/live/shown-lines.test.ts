import { expect, test } from 'vitest';
import { shownLines } from '../../src/live/following/files/shown-lines.ts';

const shown = (text: string): string[] => shownLines(Buffer.from(text));

/** The screen shows that a source lives; a burst must not cost more than the few lines that can be seen. */
test.each([
  ['nothing whole', 'half a line', []],
  ['what is not ended yet is left out', 'one\ntwo\nhalf', ['one', 'two']],
  [
    'the last few of many',
    `${Array.from({ length: 9000 }, (_, line) => `line ${line}`).join('\n')}\n`,
    [8995, 8996, 8997, 8998, 8999].map((line) => `line ${line}`),
  ],
  ['empty lines show nothing', 'one\n\n\n', ['one']],
  ['the first one is not shown cut', `${'x'.repeat(5000)}\nlast\n`, ['last']],
  ['UTF-8', 'größer\n', ['größer']],
] as const)('%s', (_why, text, lines) => {
  expect(shown(text)).toEqual(lines);
});

test('of one very long line the end is shown', () => {
  expect(shown(`${'x'.repeat(10_000)}\n`)).toEqual(['x'.repeat(4096)]);
});
