import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { framings } from '../../../parsers/framings/index.ts';
import { frame } from './frame.ts';

const folder = new URL('../../../parsers/framings/', import.meta.url);
/** The contract, the list and the choice among it; everything else in the folder is a framing. */
const others = new Set([
  'framing.ts',
  'index.ts',
  'head.ts',
  'head-reading.ts',
  'detect.ts',
  'adaptive-reader.ts',
  'reader-of-file.ts',
]);

/** A framing that is written and not listed would never read a line. */
it('lists every framing of the folder', () => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && !others.has(name));
  expect(framings.map((framing) => `${framing.name}.ts`).sort()).toEqual(files.sort());
});

/** A line goes to the first framing that claims it: a loose one in front would take the lines of a strict one. */
describe.each(framings.map((framing, index) => ({ name: framing.name, framing, index })))(
  '$name',
  ({ framing, index }) => {
    it.each(framing.samples)('frames %j, and no earlier framing does', (sample) => {
      const bytes = Buffer.from(sample, 'latin1').toString('latin1');
      const claims = (other: typeof framing) => other.reader().read({ ...line, text: bytes }, () => {});
      expect(claims(framing)).toBe(true);
      expect(framings.slice(0, index).filter(claims)).toEqual([]);
    });

    it('claims nothing of an empty line', () => {
      expect(frame(framing, '\n').entries).toEqual([]);
    });
  },
);

const line = { path: 'x.log', text: '', line: 1, byteStart: 0, byteEnd: 0, cut: false };
