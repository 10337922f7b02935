import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { redactorFor, writePseudonyms } from '../../src/cli/writing/pseudonyms-file.ts';
import { addCase } from '../../src/corpus/add.ts';
import { createPseudonyms } from '../../src/redaction/pseudonyms.ts';
import { membersOf } from '../views/report/archive.ts';
import { archiveOf } from '../views/report/make-examples.ts';

const scratch = mkdtempSync(join(tmpdir(), 'oomtrail-names-'));
afterAll(() => rmSync(scratch, { recursive: true }));

// Two parts of one story, redacted on two days, must name the same thing alike.
test('a second run uses the pseudonyms of the first, and gives none of them to another', async () => {
  const file = join(scratch, 'names.json');
  const first = await redactorFor({ redact: true, pseudonymsFile: file });
  for (const name of ['mars', 'venus']) first?.learn('host', name);
  const said = first?.text('venus and mars talk to 10.1.2.3 about 0123456789abcdef');
  await writePseudonyms(file, first);
  expect(statSync(file).mode & 0o077).toBe(0);

  const second = await redactorFor({ redact: true, pseudonymsFile: file });
  for (const name of ['pluto', 'mars', 'venus']) second?.learn('host', name);
  expect(second?.text('venus and mars talk to 10.1.2.3 about 0123456789abcdef')).toBe(said);
  expect(second?.text('pluto at 10.9.9.9')).not.toMatch(/host-[12]\b|192\.0\.2\.1\b/);
  await writePseudonyms(file, second);
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object)).toEqual(
    expect.arrayContaining(['mars', 'venus', 'pluto', '10.1.2.3']),
  );
});

test('a file that is no mapping is not overwritten', async () => {
  const file = join(scratch, 'letter.txt');
  writeFileSync(file, '["dear"]');
  await expect(redactorFor({ redact: true, pseudonymsFile: file })).rejects.toThrow('not overwritten');
  expect(readFileSync(file, 'utf8')).toBe('["dear"]');
});

test('names without redaction are a mistake', async () => {
  await expect(redactorFor({ redact: false, pseudonymsFile: 'x' })).rejects.toThrow('--names needs --redact');
});

test('a case is added with the pseudonyms of the file', async () => {
  const log = join(scratch, 'kern.log');
  writeFileSync(log, (await membersOf(archiveOf('leak'))).get('syslog') ?? '');
  const file = join(scratch, 'case-names.json');
  writeFileSync(file, '{"web01":"host-77"}');
  const redactor = await redactorFor({ redact: true, pseudonymsFile: file });
  const facts = { why: 'names', tz: null, year: null, pageSizeBytes: null } as never;
  const { added } = await addCase({ log, to: join(scratch, 'corpus'), name: 'shared', facts, redactor });
  const text = readFileSync(join(added.folder, 'input.log'), 'utf8');
  expect(text).toContain(' host-77 kernel: ');
  expect(text).not.toMatch(/web01|leaky-api/);
});

test('a name that is host and unit has one pseudonym', () => {
  const pseudonyms = createPseudonyms();
  expect(pseudonyms.of('unit', 'shop')).toBe(pseudonyms.of('host', 'shop'));
});
