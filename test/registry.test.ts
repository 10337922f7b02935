import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { framings } from '../parsers/framings/index.ts';
import { extractors } from '../parsers/records/index.ts';
import { sampleFormats } from '../parsers/samples/index.ts';
import { loadCommands } from '../src/cli/commands/index.ts';
import { rules } from '../src/diagnosis/rules/index.ts';
import { savedQueries } from '../src/store/queries/index.ts';
import { views as timelineViews } from '../src/store/sqlite/views/index.ts';
import { views } from '../src/views/index.ts';
import { reportViews } from '../src/views/report/index.ts';
import { rowViews } from '../src/views/rows/index.ts';
import { cases } from './corpus/cases.ts';

/** A family: one member a file, and one list of them. */
interface Family {
  readonly name: string;
  readonly folder: string;
  readonly listed: readonly object[];
  /** The key that holds a member's name, which is its file's, and keys that together no other export has. */
  readonly key: string;
  readonly marks: readonly string[];
}

const families: readonly Family[] = [
  { name: 'framings', folder: 'parsers/framings', listed: framings, key: 'name', marks: ['sniff', 'showsWriter'] },
  { name: 'records', folder: 'parsers/records', listed: extractors, key: 'kind', marks: ['openers', 'open'] },
  { name: 'samples', folder: 'parsers/samples', listed: sampleFormats, key: 'name', marks: ['sniff', 'samples'] },
  { name: 'commands', folder: 'src/cli/commands', listed: await loadCommands(), key: 'name', marks: ['usage', 'run'] },
  { name: 'rules', folder: 'src/diagnosis/rules', listed: rules, key: 'id', marks: ['frames', 'judge'] },
  { name: 'saved queries', folder: 'src/store/queries', listed: savedQueries, key: 'name', marks: ['sql'] },
  { name: 'timeline views', folder: 'src/store/sqlite/views', listed: timelineViews, key: 'name', marks: ['sql'] },
  { name: 'views', folder: 'src/views', listed: views, key: 'name', marks: ['render'] },
  { name: 'row views', folder: 'src/views/rows', listed: rowViews, key: 'name', marks: ['writer'] },
  { name: 'report views', folder: 'src/views/report', listed: reportViews, key: 'name', marks: ['endings', 'chapter'] },
];

/** Members that a folder's files export, by the name of the file. */
async function membersIn({ folder, marks }: Family): Promise<Map<string, object>> {
  const members = new Map<string, object>();
  const url = new URL(`../${folder}/`, import.meta.url);
  for (const file of readdirSync(url)) {
    if (!file.endsWith('.ts') || file === 'index.ts') continue;
    const path = new URL(file, url).pathname;
    const exported = Object.values((await import(/* @vite-ignore */ path)) as Record<string, unknown>);
    const found = exported.filter(
      (value): value is object => typeof value === 'object' && value !== null && marks.every((mark) => mark in value),
    );
    expect(found.length, `${folder}/${file} holds one thing`).toBeLessThanOrEqual(1);
    if (found[0] !== undefined) members.set(file.replace(/\.ts$/, ''), found[0]);
  }
  return members;
}

const nameOf = (member: object, { key }: Family): unknown => (member as Record<string, unknown>)[key];

describe.each(families.map((family) => [family.name, family] as const))('%s', (_name, family) => {
  // Written and not listed, it would never run; listed twice, it would run twice.
  it('are listed once each, and nothing else is', async () => {
    const members = await membersIn(family);
    const listed = family.listed.map((member) => nameOf(member, family));
    expect(members.size).toBeGreaterThan(1);
    expect(listed.toSorted()).toEqual([...members.values()].map((member) => nameOf(member, family)).toSorted());
    expect(family.listed.filter((member) => ![...members.values()].includes(member))).toEqual([]);
  });

  // Who looks for the thing that a message names opens the file of that name.
  it('are named like their files', async () => {
    const members = await membersIn(family);
    expect([...members.values()].map((member) => nameOf(member, family))).toEqual([...members.keys()]);
  });
});

describe('the golden corpus', () => {
  const folders = new Set(cases.map(({ name }) => name.split('/')[0]));

  it.each(extractors.map(({ kind }) => kind))('has cases of %s', (kind) => {
    expect([...folders]).toContain(kind);
  });

  it('has silent and damaged cases and captured samples, and no folder of an unknown kind', () => {
    const kinds = [...extractors.map(({ kind }) => kind), 'silent', 'damaged', 'samples'];
    expect([...folders].toSorted()).toEqual(kinds.toSorted());
  });

  it.each(framings.map(({ name }) => name))('has cases in the framing %s', (name) => {
    const met = cases.flatMap(({ expectedFile }) =>
      (JSON.parse(readFileSync(expectedFile, 'utf8')).inputs ?? []).map(({ format }: { format: string }) => format),
    );
    expect(met).toContain(name);
  });
});
