import { describe, expect, it } from 'vitest';
import { valueAt, without } from '../../src/corpus/paths.ts';

const data = {
  records: [
    { kind: 'oom-kill', source: { line: 1, path: 'a' }, victims: [{ pid: 7 }, { pid: 8 }] },
    { kind: 'hung-task', source: { line: 9, path: 'a' } },
  ],
  notes: [],
};

describe('without', () => {
  it.each([
    [['records.*.source.line', 'notes'], { source: { path: 'a' } }],
    [['records.*.source', 'notes'], {}],
    [['records.0.source.line', 'records.1.source', 'notes'], { source: { path: 'a' } }],
  ])('%j leaves the rest', (paths, rest) => {
    expect(without(data, paths)).toMatchObject({ records: [{ kind: 'oom-kill', ...rest }, { kind: 'hung-task' }] });
    expect(without(data, paths)).not.toHaveProperty('notes');
    expect(without(data, paths)).not.toHaveProperty('records.1.source.line');
  });

  it('changes nothing it is given, and ignores paths that lead nowhere', () => {
    const before = structuredClone(data);
    expect(without(data, ['records.*.absent.deeper', 'absent', 'records.7'])).toEqual(before);
    without(data, ['records']);
    expect(data).toEqual(before);
  });
});

describe('valueAt', () => {
  it.each([
    ['records.0.victims.1.pid', 8],
    ['records.length', 2],
    ['records.*.kind', ['oom-kill', 'hung-task']],
    ['records.*.victims.*.pid', [[7, 8], undefined]],
    ['records.2.kind', undefined],
    ['notes.0.constructor', undefined],
    ['records.0.kind.length', undefined],
  ])('%s', (path, value) => {
    expect(valueAt(data, path)).toEqual(value);
  });
});
