import { describe, expect, it } from 'vitest';
import { runCase } from '../src/corpus/run.ts';
import { cases } from './corpus/cases.ts';

/**
 * The corpus is the specification: what each log must give, whole, and beside it what is known of the incident from
 * elsewhere. After a change that is meant, `oomtrail corpus update corpus` accepts what is found; read its difference.
 */
describe('the golden corpus', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', async (_name, each) => {
    const { detail } = await runCase(each, []);
    expect(detail, `${each.folder}\n${detail}`).toBe('');
  });

  // A golden alone would accept whatever the code says; truth is written by hand or taken from the machine that was watched.
  it.each(cases.map((each) => [each.name, each] as const))('%s has facts from outside', (_name, { facts }) => {
    expect(Object.keys(facts?.truth ?? {})).not.toEqual([]);
    expect(facts?.origin).not.toBe('');
  });
});
