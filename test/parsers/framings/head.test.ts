import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headOf } from '../../../parsers/framings/head.ts';
import { framings, lastResorts } from '../../../parsers/framings/index.ts';
import { decorations } from '../../../parsers/framings/parts/decorations.ts';
import { mayHold } from '../../../parsers/framings/parts/marks.ts';
import { shownLines } from '../../../parsers/framings/parts/shown-lines.ts';
import { landmarks } from '../../../parsers/framings/parts/unknown-columns.ts';

const samples = framings.flatMap((framing) => framing.samples.flatMap((sample) => sample.split('\n')));
const sample = fc.constantFrom(...samples);
/** What decorations are made of, before, in and behind lines. */
const piece = fc.constantFrom(
  '\xef\xbb\xbf',
  '\x1b[31m',
  '\xc2\xa0',
  '&LT;TASK&GT;',
  '[<c0de>]',
  '<PRE>',
  '<br />',
  'x [Code=c]',
  '"',
  '",',
  'kern.log:',
  '/var/log/messages:',
  '  7\t',
  '| ',
  '[    1.000000](2)[740:x]',
  '] \tuid\t',
  '```',
  '',
);
const decorated = fc
  .tuple(piece, fc.array(sample, { minLength: 1, maxLength: 12 }), piece)
  .map(([before, lines, behind]) => lines.map((line) => before + line + behind));

/** What is looked for in all lines at once spares a look at each, and may never hide what that would find. */
describe('a head without the signs', () => {
  it.each(decorations.flatMap((decoration) => (decoration.signs === null ? [] : [decoration])))(
    '$signs is not shown so',
    ({ signs, isShown }) => {
      fc.assert(
        fc.property(decorated, (lines) => {
          const head = shownLines(lines);
          return !isShown(head) || signs?.some((sign) => head.text.includes(sign)) === true;
        }),
        { numRuns: 300 },
      );
    },
  );

  it.each(Object.entries(landmarks))('%j holds no such line of the kernel', (word, pattern) => {
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(pattern.source.replace('\\b', ''))), (line) => line.includes(word)),
      { numRuns: 50 },
    );
  });
});

/** A framing without its mark is not asked, so that no text of its lines may lack it. */
describe('a text without the mark', () => {
  const lines = fc.array(fc.oneof(sample, fc.string({ maxLength: 40 }), fc.constantFrom('{', '  }, {', '\t[', '}')), {
    maxLength: 12,
  });

  it('knows a table of log lines by the name of its time, however it is written', () => {
    const headings = [
      '\xef\xbb\xbftime;log',
      'a,TimeGenerated [UTC] ,message',
      '"x"," date "q,msg',
      ' @timestamp\tline',
    ];
    const [table] = framings.filter(({ name }) => name === 'csv-export');
    if (!table) throw new Error('not listed');
    expect(headings.map((heading) => [table.sniff([heading]), mayHold(heading)(table)])).toEqual(
      headings.map(() => [1, true]),
    );
    expect(mayHold('a comment, up to date with the times')(table)).toBe(false);
  });

  it.each(framings)('of $name is in no part in it', (framing) => {
    fc.assert(
      fc.property(lines, (texts) => framing.sniff(texts) === 0 || mayHold(texts.join('\n'))(framing)),
      { numRuns: 200 },
    );
  });
});

/** Detection counts the lines that a reader claims, and that reader goes on with the file. */
describe('the reading of a head', () => {
  it('claims what a framing sniffs, where an entry is one line and none is blank', () => {
    const single = framings.filter((framing) => framing.lookBehindLines === 0 && !lastResorts.has(framing));
    const lines = fc.array(fc.oneof(sample, fc.constantFrom('garbage', '            continued')), { maxLength: 20 });
    fc.assert(
      fc.property(lines, fc.constantFrom(...single), (texts, framing) => {
        expect(headOf(texts).read(framing).share).toBe(framing.sniff(headOf(texts).lines));
      }),
      { numRuns: 600 },
    );
  });

  it('is for one reader alone', () => {
    const head = headOf(['Nov 20 09:30:30 web01 kernel: [    1.000000] a']);
    const [framing] = framings.filter(({ name }) => name === 'rfc3164');
    if (!framing) throw new Error('not listed');
    const looked = head.read(framing).reader;
    expect(head.take(framing).reader).toBe(looked);
    expect(head.take(framing).reader).not.toBe(looked);
  });
});
