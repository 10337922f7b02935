import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { Reference, Report } from '../../../src/views/report/model.ts';
import { closed, type Schema } from '../schema-from-types.ts';
import { membersOf } from './archive.ts';
import { archiveOf, examples, folder } from './make-examples.ts';
import { makeModel } from './making.ts';

function references(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  const own = 'byteStart' in value && 'quote' in value ? [value as Reference] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}

/** Statements about the incident, each of which must say where it can be checked. */
function withoutAddress({ incidents }: Report): string[] {
  return incidents.flatMap(
    ({ summary, facts, evidence, against, timeline, charts, composition, holders, impact, ...rest }) =>
      [
        ...[...rest.remedies, ...rest.prevention, ...rest.escalation, ...rest.selection, ...rest.unknown],
        ...(rest.verdict === null ? [] : [{ text: rest.verdict.heading, refs: rest.verdict.refs }]),
        ...[...summary.slice(0, 1), ...facts, ...evidence, ...against, ...timeline, ...holders, ...impact],
        ...charts.map(({ sentence }) => sentence),
        ...composition.map(({ label, refs }) => ({ text: label, refs })),
      ].flatMap(({ text, refs }) => (refs.length === 0 ? [text] : [])),
  );
}

const told = examples.filter(({ redact }) => redact !== true);

describe.each(told)('$name', ({ name }) => {
  const path = archiveOf(name);

  // The whole worth of the report is that its claims can be checked: an address beside each, and bytes at each address.
  test('each statement has an address, and each address leads to the bytes that are quoted', async () => {
    const [report, members] = [await makeModel([path]), await membersOf(path)];
    expect(withoutAddress(report)).toEqual([]);
    const all = references(report);
    expect(all.length).toBeGreaterThan(10);
    for (const { path: at, line, byteStart, byteEnd, quote } of all) {
      const bytes = members.get(at.slice(path.length + 1));
      expect(bytes, at).toBeDefined();
      if (bytes === undefined) continue;
      const text = bytes.subarray(byteStart, byteEnd).toString();
      expect(text.length, `${at}:${line}`).toBeGreaterThan(0);
      expect(countLines(bytes, byteStart), `${at}:${line}`).toBe(line);
      if (quote !== null) expect(text).toContain(quote.replace(/^… /, '').replace(/ …$/, ''));
    }
  });

  // "It grew" is proved by two amounts, and a sample of many lines must be quoted where it shows the one that grew.
  test('a claim of growth shows the amount at both its ends', async () => {
    for (const { evidence, raw } of (await makeModel([path])).incidents) {
      for (const { rule, text, refs } of evidence) {
        if (rule !== 'component-growth') continue;
        const [from, ...rest] = refs;
        expect(from?.quote, text).toMatch(/^(AnonPages|Shmem|SUnreclaim|HugePages_Total|Hugetlb|Cached):/);
        if (raw !== null)
          expect(
            rest.map(({ path: at }) => at),
            text,
          ).toContain(raw.source.path);
      }
    }
  });

  test('the document is what its schema says', async () => {
    const schema = JSON.parse(readFileSync(join(folder, '../../schemas/report.json'), 'utf8')) as Schema;
    const validate = new Ajv2020({ strict: false, formats: {} }).compile(closed(schema));
    expect(validate(await makeModel([path])) ? [] : validate.errors).toEqual([]);
  });

  // The files in docs/examples are what people read first: their addresses must lead somewhere too.
  test('every address printed in the Markdown example leads to a line', async () => {
    const markdown = readFileSync(join(folder, `${name}.md`), 'utf8');
    const members = await membersOf(path);
    const printed = [...markdown.matchAll(/`([\w-]+\.tar\.gz):([^`:]+):(\d+)`/g)];
    expect(printed.length).toBeGreaterThan(10);
    for (const [whole, , member = '', line] of printed) {
      const lines = members.get(member)?.toString('latin1').split('\n') ?? [];
      expect(lines[Number(line) - 1]?.length, whole).toBeGreaterThan(0);
    }
  });
});

function countLines(bytes: Buffer, end: number): number {
  let line = 1;
  for (let at = bytes.indexOf(0x0a); at >= 0 && at < end; at = bytes.indexOf(0x0a, at + 1)) line += 1;
  return line;
}
