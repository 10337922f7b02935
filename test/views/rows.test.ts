import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { rowViews } from '../../src/views/rows/index.ts';
import type { Cell } from '../../src/views/rows/row-view.ts';

const columns = ['comm', 'kills', 'blob'];
const rows: readonly (readonly Cell[])[] = [
  ['mysqld', 12, null],
  ['a,"b"\n', 2n ** 60n, new Uint8Array([0xde, 0xad])],
  ['\u001b[2J', 0.5, null],
];

function written(name: string, list = rows): string {
  const writer = rowViews.find((view) => view.name === name)?.writer(columns);
  if (writer === undefined) throw new Error(`no view ${name}`);
  return list.map((cells) => writer.row(cells)).join('') + writer.end();
}

test('the list holds every file of its folder', () => {
  const files = readdirSync(new URL('../../src/views/rows/', import.meta.url));
  const views = files.filter((file) => !['index.ts', 'row-view.ts'].includes(file));
  expect(rowViews.map(({ name }) => `${name}.ts`).toSorted()).toEqual(views.toSorted());
});

describe('rows', () => {
  test('as a table: numbers to the right, null as a dash, nothing obeyed', () => {
    expect(written('table')).toBe(
      [
        'comm       kills                blob',
        '---------  -------------------  ----',
        'mysqld                      12  -',
        'a,"b"\\x0a  1152921504606846976  dead',
        '\\x1b[2J                    0.5  -',
        '',
      ].join('\n'),
    );
  });

  test('as CSV: quoted where needed, one line a row', () => {
    expect(written('csv')).toBe(
      'comm,kills,blob\nmysqld,12,\n"a,""b""\\x0a",1152921504606846976,dead\n\\x1b[2J,0.5,\n',
    );
  });

  // A process may be called by whatever its owner likes; its row is opened in a spreadsheet by somebody else.
  test.each(['=HYPERLINK("http://x")', '+1', '-bash', '@SUM(A1)'])('as CSV: %s is no formula', (comm) => {
    const [, line = ''] = written('csv', [[comm, -5, null]]).split('\n');
    expect(line).toMatch(/^"?'/);
    expect(line).toContain(',-5,');
  });

  test('as JSON lines and as one document: the values themselves', () => {
    const objects = [
      { comm: 'mysqld', kills: 12, blob: null },
      { comm: 'a,"b"\n', kills: '1152921504606846976', blob: 'dead' },
      { comm: '\u001b[2J', kills: 0.5, blob: null },
    ];
    expect(JSON.parse(written('json'))).toEqual(objects);
    expect(
      written('jsonl')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(objects);
  });

  test('no row is a valid answer', () => {
    expect(written('table', [])).toBe('comm  kills  blob\n----  -----  ----\n');
    expect(written('csv', [])).toBe('comm,kills,blob\n');
    expect(JSON.parse(written('json', []))).toEqual([]);
    expect(written('jsonl', [])).toBe('');
  });

  // Rows stream: the table may not hold more than it needs to learn its widths.
  test('a table of many rows comes out on the way', () => {
    const writer = rowViews[0].writer(['n']);
    const texts = Array.from({ length: 5000 }, (_, n) => writer.row([n]));
    expect(texts.filter((text) => text !== '').length).toBeGreaterThan(3000);
    expect((texts.join('') + writer.end()).split('\n').length).toBe(5003);
  });
});
