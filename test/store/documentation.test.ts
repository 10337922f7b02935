import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTimeline, savedQueries } from '../../src/store/index.ts';
import type { Timeline } from '../../src/store/timeline.ts';
import { fill } from './contract/querying.ts';
import { all } from './facts.ts';

const page = readFileSync(new URL('../../docs/timeline.md', import.meta.url), 'utf8');
const sections = page.split(/^##+ /m);
let timeline: Timeline;

beforeAll(async () => {
  timeline = await openTimeline({ file: null, mode: 'write' });
  await fill(timeline);
});

afterAll(() => timeline.close());

/** People copy these: each must run, and find something. */
const worked = [...page.matchAll(/^([^\n]+):\n\n```sql\n(.*?)```/gms)].map(([, title, sql]) => [
  title ?? '',
  sql ?? '',
]);

test('there are worked queries', () => expect(worked.length).toBeGreaterThanOrEqual(10));

test.each(worked)('%s', async (_title, sql) => {
  const { rows } = await timeline.query(sql);
  expect((await all(rows)).length).toBeGreaterThan(0);
});

/** The page names every column of every view, and none that is not there. */
test.each(['record', 'victim', 'sample', 'series', 'incident', 'source'])('the columns of %s', async (view) => {
  const section = sections.find((part) => part.startsWith(`\`${view}\``)) ?? '';
  const named = [...section.matchAll(/^\|((?: *`\w+`,?)+) *\|/gm)].flatMap(([, cells]) =>
    [...(cells ?? '').matchAll(/`(\w+)`/g)].map(([, column]) => column),
  );
  const { rows } = await timeline.query(`select name from pragma_table_info('${view}')`);
  expect(named.sort()).toEqual((await all(rows)).map(([name]) => name).sort());
});

test('the saved queries', () => {
  const saved = sections.find((part) => part.startsWith('Saved queries')) ?? '';
  const listed = [...saved.matchAll(/^\| `([a-z-]+)` \| (.+) \|$/gm)].map(([, name, description]) => ({
    name,
    description,
  }));
  expect(listed).toEqual(savedQueries.map(({ name, description }) => ({ name, description })));
});
