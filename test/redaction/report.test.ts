import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/views/report/model.ts';
import { archiveOf } from '../views/report/make-examples.ts';
import { makeModel, makeReport } from '../views/report/making.ts';

/** Names that a report of these logs holds: hosts, programs, units. Words of everyday language and the kernel's own are left out. */
function originals({ index, incidents }: Report): string[] {
  const hosts = index.flatMap(({ host }) => host ?? []);
  const programs = incidents.flatMap(({ processes }) => processes?.rows.map(({ comm }) => comm) ?? []);
  const units = incidents.flatMap(({ impact }) =>
    impact.flatMap(({ text }) => text.match(/[\w-]+(?=\.service)/g) ?? []),
  );
  const own = /^(systemd.*|\(sd-.*|node|top|free|lab|sampler|vmstat|sar|sh|sleep|init|cron|job|worker)$/;
  return [...new Set([...hosts, ...programs, ...units])].filter((name) => !own.test(name) && name.length > 2);
}

const named = (text: string, name: string): boolean =>
  new RegExp(`(?<![\\w])${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w])`).test(text);

describe.each(['leak', 'restart-loop', 'kill-storm', 'pod-limit', 'tmpfs'])('the redacted report of %s', (name) => {
  test('holds no name of the original, in any form', async () => {
    const path = archiveOf(name);
    const names = originals(await makeModel([path]));
    expect(names.length).toBeGreaterThan(1);
    for (const form of ['markdown', 'html', 'json'] as const) {
      const text = await makeReport([path], { form, redact: true });
      expect(
        names.filter((one) => named(text, one)),
        form,
      ).toEqual([]);
    }
  });

  test('says the same about memory', async () => {
    const numbers = ({ incidents }: Report): unknown =>
      incidents.map(({ verdict, composition, charts, raw, processes }) => ({
        verdict: [verdict?.cause, verdict?.confidence],
        composition: composition.map(({ totalBytes, parts }) => [totalBytes, parts]),
        charts: charts.map(({ series }) => series.map(({ values }) => values)),
        raw: raw?.lines.length,
        processes: processes?.rows.map(({ rssBytes }) => rssBytes),
      }));
    const path = archiveOf(name);
    expect(numbers(await makeModel([path], { redact: true }))).toEqual(numbers(await makeModel([path])));
  });
});

// A unit stands in a log, in a cgroup's path and beside a sample: three pseudonyms for it would be three things.
test('one unit has one pseudonym, wherever it is told', async () => {
  const [incident] = (await makeModel([archiveOf('redacted')], { redact: true })).incidents;
  const told = JSON.stringify([incident?.title, incident?.summary, incident?.impact, incident?.timeline]);
  expect([...new Set(told.match(/unit-\d+\.service|cgroup-\d+/g))]).toEqual(['unit-1.service']);
});
