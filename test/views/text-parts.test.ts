import { expect, test } from 'vitest';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import { selectionSentences } from '../../src/views/text/selection.ts';
import { renderIncident, text } from '../../src/views/text.ts';
import type { CoverageRow } from '../../src/views/view.ts';
import { analysis, incident, settings } from './incident-fixture.ts';

const page = (change: Partial<Incident>): string => renderIncident({ ...incident, ...change }, 1, settings);

// The list must not say that the biggest process died where another one of its name did.
const mysqld = { pid: 254, comm: 'mysqld', anonRssBytes: 1 };
test.each<[string, Partial<Incident>, string]>([
  ['the biggest alone', { victims: [mysqld] }, 'mysqld (biggest: pid 254, killed)'],
  ['another of its name', { victims: [{ ...mysqld, pid: 9 }] }, 'mysqld (biggest: pid 254; 1 killed)'],
  ['the biggest and another', { victims: [mysqld, { ...mysqld, pid: 9 }] }, 'mysqld (biggest: pid 254; 2 killed)'],
  ['none of its name', { victims: [] }, 'mysqld (biggest: pid 254)'],
  [
    'those of a storm that are only counted',
    {
      victims: [mysqld],
      unlisted: { records: 5, sources: 5, victims: [{ comm: 'mysqld', count: 4 }] },
    },
    'mysqld (biggest: pid 254; 5 killed)',
  ],
])('of several processes of one name, %s killed', (_, change, shown) => {
  expect(page(change)).toContain(shown);
});

test('victims beyond the eighth are counted', () => {
  const victims = Array.from({ length: 11 }, (_, index) => ({ pid: 500 + index, comm: 'worker', anonRssBytes: null }));
  const shown = page({ victims, kills: 11 });
  expect(shown).toContain('worker (pid 507)');
  expect(shown).not.toContain('worker (pid 508)');
  expect(shown).toContain('and 3 more');
});

test('an incident that comes again counts the others, not itself', () => {
  expect(page({ recurrences: [incident.id, 'b', 'c'] })).toContain('2 other incidents of the same service');
  expect(page({ recurrences: [incident.id] })).not.toContain('of the same service');
});

test('remedies and escalation have their label once, and each its measure', () => {
  const shown = page({
    remedies: [
      { text: 'raise the limit', basis: 'it stood at 512 MiB' },
      { text: 'add swap', basis: 'there is none' },
    ],
    escalation: [
      { rule: 'a', text: 'page somebody', measured: '3 in an hour' },
      { rule: 'b', text: 'move it', measured: '9 in a day' },
    ],
  });
  expect(shown).toMatch(/^ {2}remedies +raise the limit \(it stood at 512 MiB\)\n {10,}add swap \(there is none\)$/m);
  expect(shown).toMatch(/^ {2}escalate +page somebody \(3 in an hour\)\n {10,}move it \(9 in a day\)$/m);
});

test.each([
  [4711, false, true],
  [4711, true, false],
  [4711, null, false],
  [null, null, false],
])('a printed score of %s, which our sum reaches: %s, is questioned: %s', (printedScore, agrees, isQuestioned) => {
  const { selection } = incident;
  if (selection === null) throw new Error('the fixture has a selection');
  const sentences = selectionSentences({ ...selection, printedScore, agrees });
  expect(sentences.some((one) => one === 'the kernel printed score 4,711, which our sum does not reach')).toBe(
    isQuestioned,
  );
});

const file: CoverageRow = {
  path: 'a.log',
  format: 'dmesg',
  lines: 2,
  bytes: 90,
  from: null,
  to: null,
  records: 0,
  samples: 0,
  hosts: [],
  skipped: [],
};
const covering = (...coverage: readonly CoverageRow[]): string =>
  text.render(
    { ...analysis, coverage, incidents: [], notes: [], problems: [] },
    { ...settings, verbose: true, columns: 140 },
  );

test.each([
  [{ bytes: 0, lines: 0 }, 'a.log: empty'],
  [{}, 'a.log: dmesg, 2 lines, nothing found'],
  [{ format: null }, 'a.log: format not recognised, 2 lines, nothing found'],
  [{ records: 1, samples: 2 }, 'a.log: dmesg, 2 lines, 1 record, 2 samples'],
  [{ skipped: [{ reason: 'cut line', count: 1 }] }, '- a.log: cut line\n'],
  [{ skipped: [{ reason: 'cut line', count: 3 }] }, '- a.log: cut line (3 times)'],
])('of a file with %j it is said: %s', (change, said) => {
  expect(covering({ ...file, ...change })).toContain(said);
});

test('what is covered is the time from the first file to the last, if any file has a clock', () => {
  expect(covering(file)).toContain('no wall-clock time in them');
  const early = { ...file, from: '2026-01-06T06:00:00.000000Z', to: '2026-01-06T06:30:00.000000Z' };
  const late = { ...file, from: '2026-01-06T06:10:00.000000Z', to: '2026-01-06T07:00:00.000000Z' };
  expect(covering(late, file, early)).toContain('3 files, 6 lines, 270 B, 2026-01-06 11:30:00 → 12:30:00 +05:30');
});

// "1008 of 1000" and "247 %" are true, and read like slips of the program at three in the morning: they stand with their reason.
test.each([
  [828, 0, '828 of 1000'],
  [1008, 0, '1,008 thousandths of all: rss counts pages of files too, which are charged to whoever read them first'],
  [1320, 500, '1,320 thousandths of all, the adjustment counted in'],
])('%i points of a thousand, adjusted by %i', (permille, oomScoreAdj, words) => {
  const { selection } = incident;
  const chosen = selection?.chosen ? { ...selection.chosen, permille, oomScoreAdj } : null;
  const sentences = selection ? selectionSentences({ ...selection, chosen }) : [];
  expect(sentences[0]).toContain(`${words} (rss`);
});

test('a share above the limit says why it can be', () => {
  const [first] = incident.consumers;
  const beyond = (share: number): string =>
    page({ consumers: first ? [{ ...first, share, shareOf: 'limit' }] : [] }).replace(/\s+/g, ' ');
  expect(beyond(2.47)).toContain('above 100 %: pages of files and of shared memory may be charged to another group');
  expect(beyond(0.99)).not.toContain('above 100 %');
});
