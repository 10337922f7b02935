import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { sampleFormats } from '../../../parsers/samples/index.ts';
import { metricNames } from '../../../parsers/samples/names/metric-names.ts';
import { readAs } from './support.ts';

const page = readFileSync(fileURLToPath(new URL('../../../docs/metrics.md', import.meta.url)), 'utf8');
const rows = new Map(
  [...page.matchAll(/^\| `(\w+)` \| (.*) \| (.*) \|$/gm)].map(([, name = '', meaning = '', from = '']) => [
    name,
    { meaning, from: from.split(', ') },
  ]),
);
/** Names that the page describes by their parts. */
const isPattern = (name: string): boolean => /^psi(?:Memory|Io|Cpu|Irq)(?:Some|Full)|^freeBlocksOrder/.test(name);

test('docs/metrics.md has every metric with its meaning, and no other', () => {
  const listed = Object.keys(metricNames).filter((name) => !isPattern(name));
  expect([...rows.keys()].sort()).toEqual(listed.sort());
  for (const [name, { meaning }] of rows) expect([name, meaning]).toEqual([name, metricNames[name]?.[1]]);
});

test('docs/metrics.md says which format gives which metric', () => {
  for (const format of sampleFormats) {
    for (const text of format.samples) {
      for (const { metrics } of readAs(format, text).samples) {
        for (const name of Object.keys(metrics)) {
          const row = rows.get(name);
          if (row)
            expect([format.name, name, row.from]).toEqual([format.name, name, expect.arrayContaining([format.name])]);
        }
      }
    }
  }
});

test('docs/metrics.md has a row for every format', () => {
  const described = [
    ...page.slice(page.indexOf('## Formats')).matchAll(/^\| ([\w, -]+?) \| .* \| .* \| .*\|$/gm),
  ].flatMap(([, names = '']) => names.split(', '));
  for (const { name } of sampleFormats) expect(described).toContain(name);
});
