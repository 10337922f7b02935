import { expect, test } from 'vitest';
import { createDegradation, type Strain } from '../../src/live/surviving/degradation.ts';

const mib = 1024 * 1024;
const easy: Strain = { lateMs: 5, freeBytes: 4096 * mib };

function walk(strains: readonly Strain[]): string[] {
  const degradation = createDegradation();
  return strains.map((strain) => {
    degradation.look(strain);
    return degradation.step;
  });
}

const times = (count: number, strain: Strain): Strain[] => Array.from({ length: count }, () => strain);

test('under a shortage the screen goes first, then samples, then verdicts', () => {
  expect(walk(times(6, { ...easy, freeBytes: 8 * mib }))).toEqual([
    'none',
    'screen',
    'screen',
    'samples',
    'samples',
    'verdicts',
  ]);
});

test('each step is reached for its own reason: a little strain costs the screen only', () => {
  expect(new Set(walk(times(20, { ...easy, lateMs: 600 })))).toEqual(new Set(['none', 'screen']));
});

test('one late second, as after SIGSTOP, gives nothing up', () => {
  expect(walk([easy, { ...easy, lateMs: 30_000 }, easy, easy]).at(-1)).toBe('none');
});

test('what was given up comes back after ten better seconds, and that is said', () => {
  const degradation = createDegradation();
  const said = [...times(2, { ...easy, lateMs: 900 }), ...times(10, easy)].flatMap(
    (strain) => degradation.look(strain) ?? [],
  );
  expect(said).toEqual([
    'this process gets too little time (900 ms late): the screen is drawn every few seconds only; records are stored all the same',
    'enough time and memory again: nothing is given up any more; records are stored all the same',
  ]);
});
