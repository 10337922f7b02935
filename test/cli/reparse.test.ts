import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { repository, run } from './run.ts';

let folder: string;
const db = 'timeline.db';
const oomtrail = (...args: string[]) => run(args, { cwd: folder });

/** Makes the timeline look as if an older version had filled it, and had got the kernel's release wrong. */
function age(): void {
  const timeline = new Database(join(folder, db));
  timeline.exec(
    `UPDATE kernel_record SET body = json_set(body, '$.kernelRelease', 'wrong'), parser_version = 0;
     UPDATE file SET parser_version = 0`,
  );
  timeline.close();
}

const wrongReleases = async (): Promise<string> => {
  const sql = "SELECT count(*) AS n FROM record WHERE kernel_release = 'wrong'";
  const { stdout, stderr } = await oomtrail('query', sql, '--db', db, '--format', 'jsonl');
  expect(stderr).toBe('');
  return stdout.trim();
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-reparse-'));
  cpSync(`${repository}corpus/demo`, folder, { recursive: true });
  expect(await oomtrail('import', '.', '--db', db)).toMatchObject({ status: 0, stderr: '' });
});

describe('import --reparse', () => {
  test('has nothing to do where this version read everything', async () => {
    const { status, stdout } = await oomtrail('import', '--reparse', '--db', db);
    expect(status).toBe(0);
    expect(stdout).toContain('nothing to reread');
  });

  test('renews what an older version read, and loses and doubles nothing', async () => {
    age();
    expect(await wrongReleases()).toBe('{"n":1}');
    const { status, stdout, stderr } = await oomtrail('import', '--reparse', '--db', db);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/2 records renewed, 0 new, 0 gone/);
    expect(await wrongReleases()).toBe('{"n":0}');
    expect((await oomtrail('import', '.', '--db', db)).stdout).toMatch(/^0 records added, 2 already there/);
  });

  test('leaves the facts of files that are gone or are other files by now, and says so', async () => {
    age();
    renameSync(join(folder, 'kern.log'), join(folder, 'elsewhere'));
    writeFileSync(join(folder, 'journal.json'), '{"MESSAGE":"another journal","_TRANSPORT":"kernel"}\n'.repeat(200));
    const { stdout } = await oomtrail('import', '--reparse', '--db', db);
    expect(stdout).toMatch(/kern\.log: gone, or replaced by another file/);
    expect(stdout).toMatch(/journal\.json: gone, or replaced by another file/);
    expect(await wrongReleases()).toBe('{"n":1}');
  });

  // Half a file gives half of its facts: dropping the others would lose what cannot be had again.
  test('keeps every fact of a file that cannot be read to its end any more', async () => {
    const ordinary = Array.from(
      { length: 4000 },
      (_, line) => `Jan  6 11:00:00 db01 app: ${createHash('sha256').update(`${line}`).digest('hex')}\n`,
    ).join('');
    const packed = gzipSync(ordinary + readFileSync(join(folder, 'kern.log'), 'utf8'));
    writeFileSync(join(folder, 'old.log.gz'), packed);
    expect((await oomtrail('import', 'old.log.gz', '--db', 'packed.db')).stdout).toMatch(/^1 record added/);
    truncateSync(join(folder, 'old.log.gz'), Math.floor(packed.length * 0.7));
    const { status, stdout, stderr } = await oomtrail('import', '--reparse', 'old.log.gz', '--db', 'packed.db');
    expect(status).toBe(3);
    expect(stderr).toContain('the gzip data is damaged or cut');
    expect(stdout).not.toContain('read again');
    const { stdout: held } = await oomtrail(
      'query',
      'SELECT count(*) AS n FROM record',
      '--db',
      'packed.db',
      '--format',
      'jsonl',
    );
    expect(held.trim()).toBe('{"n":1}');
  });

  test('renews the files that are named, whoever read them', async () => {
    const { stdout } = await oomtrail('import', '--reparse', 'kern.log', '--db', db);
    expect(stdout).toMatch(/^1 file read again: 1 record renewed, 0 new, 0 gone/);
  });

  test('does not make a timeline where there is none', async () => {
    const { status, stderr } = await oomtrail('import', '--reparse', '--db', 'other.db');
    expect(status).toBe(2);
    expect(stderr).toContain('other.db: no such file');
  });
});
