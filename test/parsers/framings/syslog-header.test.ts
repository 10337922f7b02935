import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rfc3164 } from '../../../parsers/framings/rfc3164.ts';
import { rfc3339 } from '../../../parsers/framings/rfc3339.ts';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import { frame } from './frame.ts';

/** What a header says; who wrote a line depends on those before it on purpose. */
const said = ({ text, stamp, host, tag, pid, severity, monotonicUs }: LogEntry) => ({
  text,
  stamp,
  host,
  tag,
  pid,
  severity,
  monotonicUs,
});

const oneOf = (...pieces: readonly string[]) => fc.constantFrom(...pieces);
const lines = (...stamps: readonly string[]) =>
  fc.array(
    fc
      .tuple(
        oneOf('', '', '<4>', '<12>'),
        oneOf(...stamps),
        oneOf('web01 ', 'web01 ', 'web02 ', '', ' ', 'CET ', 'CET web01 ', 'web01 Nov  5 09:30:30 web02 '),
        oneOf('kernel: ', 'kernel: ', 'kernel:', 'kernel[7]: ', 'app: ', 'app:', '', '2026: ', 'a: '),
        oneOf(
          'x',
          ' x',
          ': [',
          ' [    1.000000] x',
          '[    1.000000] x',
          '2026 x',
          'kernel: x',
          'last message repeated 2 times',
          '',
        ),
      )
      .map((pieces) => pieces.join('')),
    { minLength: 2, maxLength: 12 },
  );

/** The lines of a second share their header, which is read once: no line may get what only the one before it says. */
it.each([
  [
    'rfc3164',
    rfc3164,
    lines('Nov  5 09:30:30 ', 'Nov  5 09:30:30 ', 'Nov  5 09:30:31 ', 'Nov  5 09:30:30 2026 ', 'Nov '),
  ],
  [
    'rfc3339',
    rfc3339,
    lines('2026-11-05T09:30:30Z ', '2026-11-05T09:30:30Z ', '2026-11-05T09:30:30.5+02:00 ', '2026-'),
  ],
] as const)('%s reads each line as if it stood alone', (_name, framing, anyLines) => {
  fc.assert(
    fc.property(anyLines, (texts) => {
      const together = frame(framing, texts.join('\n'));
      const alone = texts.map((text) => frame(framing, text));
      expect(together.entries.map(said)).toEqual(alone.flatMap(({ entries }) => entries.map(said)));
      expect(together.refused).toEqual(alone.flatMap(({ refused }) => refused));
    }),
    { numRuns: 1000 },
  );
});
