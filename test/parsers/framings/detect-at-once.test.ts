import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detect } from '../../../parsers/framings/detect.ts';
import { headOf } from '../../../parsers/framings/head.ts';
import { framings } from '../../../parsers/framings/index.ts';

/** What `detect` spares itself: every framing is shown every line. */
function detectSlowly(lines: readonly string[]) {
  let best: { name: string; share: number } | null = null;
  for (const { name, sniff } of framings) {
    const share = sniff(lines);
    if (share > (best?.share ?? 0)) best = { name, share };
  }
  return best;
}

const lines = framings.flatMap(({ samples }) => samples.flatMap((sample) => sample.split('\n')));
const line = fc.constantFrom(...lines, '', '  ', 'garbage', '{', '}', '\t[', 'at main (index.js:1)', 'kernel: oops');
/** Runs of one line, as logs are, some longer than what is looked at first. */
const run = fc.tuple(line, fc.integer({ min: 1, max: 80 })).map(([text, times]) => Array<string>(times).fill(text));
const mixture = fc.array(run, { minLength: 1, maxLength: 8 }).map((runs) => runs.flat());

describe('detecting a framing from a file’s first lines', () => {
  it('decides as if all framings had seen all lines', () => {
    fc.assert(
      fc.property(mixture, (texts) => {
        const found = detect(headOf(texts));
        expect(found && { name: found.framing.name, share: found.share }).toEqual(detectSlowly(texts));
      }),
      { numRuns: 1500 },
    );
  });

  it('finds the framing behind a hundred lines of garbage, and that of the longer of two logs in one file', () => {
    const syslog = 'Nov 20 09:30:30 web01 kernel: Mem-Info:';
    const dmesg = '[  608.218483] Mem-Info:';
    const name = (texts: readonly string[]) => detect(headOf(texts))?.framing.name ?? null;
    expect(name([...Array<string>(100).fill('garbage'), ...Array<string>(300).fill(syslog)])).toBe('rfc3164');
    expect(name([...Array<string>(40).fill(dmesg), ...Array<string>(300).fill(syslog)])).toBe('rfc3164');
    expect(name([...Array<string>(300).fill(dmesg), ...Array<string>(40).fill(syslog)])).toBe('dmesg');
  });
});
