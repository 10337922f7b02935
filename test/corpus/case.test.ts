import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findCases } from '../../src/corpus/case.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-case-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

describe('a corpus', () => {
  it('has its cases in order, with the files that are analysed', () => {
    put({
      'oom-kill/b/case.json': '{"why": "x"}',
      'oom-kill/b/kern.log': '',
      'oom-kill/b/samples/free.txt': '',
      'oom-kill/b/expected.json': '{}',
      'oom-kill/b/README.md': '',
      'a/case.json': '{"why": "y"}',
      'a/dmesg.txt': '',
      'notes/no-case.txt': '',
    });
    const cases = findCases([folder]);
    expect(cases.map(({ name }) => name)).toEqual(['a', 'oom-kill/b']);
    expect(cases[1]?.inputs).toEqual(['kern.log', 'samples'].map((name) => join(folder, 'oom-kill/b', name)));
    expect(cases[1]).toMatchObject({ fault: null, facts: { why: 'x', tz: null, ignore: [], truth: {} } });
  });

  it('may be one case', () => {
    put({ 'case.json': '{"why": "x"}', 'kern.log': '' });
    expect(findCases([folder])).toMatchObject([{ folder, fault: null }]);
  });

  // An empty corpus that passes would hide that a path is wrong.
  it.each(['.', 'absent'])('without a case is refused: %s', (name) => {
    expect(() => findCases([join(folder, name)])).toThrow(/no case in it|cannot be read/);
  });
});

describe('case.json', () => {
  it.each([
    ['{"why": "x", "wyh": 1}', /unknown key "wyh"; Known keys: why, origin/],
    ['{"why": "x", "year": "2024"}', /"year" must be a year/],
    ['{"why": "x", "ignore": "records"}', /"ignore" must be a list of paths/],
    ['{"why": ""}', /"why" must be a sentence/],
    ['{}', /"why" is missing/],
    ['[]', /not a JSON object/],
    ['{', /not readable as JSON/],
  ])('%s is at fault', (text, fault) => {
    put({ 'case.json': text, 'kern.log': '' });
    expect(findCases([folder])[0]?.fault).toMatch(fault);
  });

  it('beside nothing to read is at fault', () => {
    put({ 'case.json': '{"why": "x"}' });
    expect(findCases([folder])[0]?.fault).toMatch(/without a log/);
  });

  it('may say null for what is unknown', () => {
    put({ 'case.json': '{"why": "x", "kernel": null, "year": null}', 'kern.log': '' });
    expect(findCases([folder])[0]).toMatchObject({ fault: null, facts: { kernel: null, year: null } });
  });
});
