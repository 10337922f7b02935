import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { savedQueries } from '../../src/store/queries/index.ts';

/** One file a query, each in the list, named alike, described in one line. */
test('the list of saved queries is the folder', () => {
  const files = readdirSync(new URL('../../src/store/queries', import.meta.url))
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => !['index', 'saved-query'].includes(name));
  expect(savedQueries.map(({ name }) => name).sort()).toEqual(files.sort());
  for (const { description } of savedQueries) expect(description).toMatch(/^\S[^\n]{10,118}\S$/);
});
