import { spawnSync } from 'node:child_process';
import { mkdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import type { KnownError } from '../../src/errors.ts';
import { tarMembers } from '../../src/sources/tar.ts';
import { archive, finished } from './archive.ts';
import { folder, reader, someLog } from './collect.ts';

interface Read {
  readonly members: Readonly<Record<string, Buffer>>;
  readonly damaged: readonly string[];
  readonly error: string | null;
}

async function read(bytes: Uint8Array, sizes?: readonly number[]): Promise<Read> {
  const members: Record<string, Buffer> = {};
  const damaged: string[] = [];
  try {
    for await (const member of tarMembers(reader(bytes, sizes), (error: KnownError) => damaged.push(error.message))) {
      members[member.name] = Buffer.alloc(0);
      const copies: Buffer[] = [];
      for await (const chunk of member.bytes) {
        copies.push(Buffer.from(chunk));
        members[member.name] = Buffer.concat(copies);
      }
    }
    return { members, damaged, error: null };
  } catch (error) {
    return { members, damaged, error: (error as Error).message };
  }
}

test('any members through any chunks', async () => {
  const content = fc.uint8Array({ maxLength: 1500 });
  const name = fc.stringMatching(/^[a-z]{1,20}(\/[a-zé日]{1,90}){0,4}$/);
  const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, content, { maxKeys: 5 }), sizes, async (members, sizes) => {
      const { members: found, error, damaged } = await read(await archive(members), sizes);
      expect({ error, damaged }).toEqual({ error: null, damaged: [] });
      expect(Object.fromEntries(Object.entries(found).map(([name, bytes]) => [name, [...bytes]]))).toEqual(
        Object.fromEntries(Object.entries(members).map(([name, bytes]) => [name, [...bytes]])),
      );
    }),
    { numRuns: 60 },
  );
});

test('what the caller does not read is passed over', async () => {
  const names: string[] = [];
  for await (const { name, bytes, modifiedMs, sizeBytes } of tarMembers(
    reader(await archive({ a: someLog(500), b: 'x', c: someLog(9) })),
    () => {},
  )) {
    names.push(name);
    expect(modifiedMs).toBe(1795167030000);
    expect(sizeBytes).toBeGreaterThan(0);
    for await (const _ of bytes) break;
  }
  expect(names).toEqual(['a', 'b', 'c']);
});

test('links and folders are no members', async () => {
  const writer = pack();
  writer.entry({ name: 'folder/', type: 'directory' });
  writer.entry({ name: 'soft', type: 'symlink', linkname: 'a' });
  writer.entry({ name: 'hard', type: 'link', linkname: 'a' });
  writer.entry({ name: 'a' }, 'text\n');
  expect(Object.keys((await read(await finished(writer))).members)).toEqual(['a']);
});

describe('cut archives', () => {
  test('in a member: its head is kept, and what is missing is counted', async () => {
    const log = someLog(100);
    const { members, error } = await read((await archive({ a: 'x', b: log })).subarray(0, 512 * 3 + 1000));
    expect(error).toBe(`the tar archive ends early: ${log.length - 1000} bytes of the member b are missing`);
    expect(members.b?.equals(log.subarray(0, 1000))).toBe(true);
  });

  test('in a header', async () => {
    const { members, error } = await read((await archive({ a: 'x', b: 'y' })).subarray(0, 512 * 2 + 100));
    expect(Object.keys(members)).toEqual(['a']);
    expect(error).toContain('ends early');
  });

  test('between two members: the end mark is missing', async () => {
    expect((await read((await archive({ a: 'x', b: 'y' })).subarray(0, 512 * 2))).error).toContain('end mark');
  });

  test('at any place: no crash, and never a byte that is not in the file', async () => {
    const log = someLog(20);
    const whole = await archive({ a: log, ['long/'.repeat(30)]: log, b: log });
    for (let length = 512; length < whole.length - 1024; length += 97) {
      const { members, error } = await read(whole.subarray(0, length));
      expect(error).toContain('ends early');
      for (const bytes of Object.values(members)) expect(bytes.equals(log.subarray(0, bytes.length))).toBe(true);
    }
  });
});

test('a damaged header costs its member; reading goes on at the next', async () => {
  const bytes = await archive({ a: 'x', b: 'y', c: 'z' });
  bytes.fill(0x41, 512 * 2 + 100, 512 * 2 + 140);
  const { members, damaged, error } = await read(bytes);
  expect(Object.keys(members)).toEqual(['a', 'c']);
  expect(damaged).toEqual(['1024 bytes between two members are damaged or no part of the archive']);
  expect(error).toBeNull();
});

test('archives that were appended to one another are one', async () => {
  const { members } = await read(Buffer.concat([await archive({ a: 'x' }), await archive({ b: 'y' })]));
  expect(Object.keys(members)).toEqual(['a', 'b']);
});

const gnu = spawnSync('tar', ['--version']).stdout?.toString().includes('GNU tar') ?? false;

describe.skipIf(!gnu)('archives of GNU tar (skipped where tar is another)', () => {
  test.each(['v7', 'oldgnu', 'gnu', 'ustar', 'pax'])('format %s, with a long name and a gz inside', async (format) => {
    const base = await folder();
    const deep = format === 'v7' ? 'var/log' : `var/${'deep/'.repeat(16)}log-${'x'.repeat(60)}`;
    mkdirSync(join(base, deep), { recursive: true });
    const packed = gzipSync(someLog(10));
    writeFileSync(join(base, deep, 'kern.log.2.gz'), packed);
    writeFileSync(join(base, deep, 'kern.log'), 'text\n');
    utimesSync(join(base, deep, 'kern.log'), 1795167030, 1795167030);
    const { stdout } = spawnSync('tar', ['-C', base, `--format=${format}`, '--sort=name', '-cf', '-', 'var'], {
      maxBuffer: 1 << 26,
    });
    const { members, error, damaged } = await read(stdout);
    expect({ error, damaged }).toEqual({ error: null, damaged: [] });
    expect(Object.keys(members)).toEqual([`${deep}/kern.log`, `${deep}/kern.log.2.gz`]);
    expect(members[`${deep}/kern.log.2.gz`]?.equals(packed)).toBe(true);
  });

  // A log under a writer that kept its position after copytruncate: the hole is NULs, the text is what counts.
  test.each(['oldgnu', 'pax'])('sparse files of format %s keep their text and name', async (format) => {
    const base = await folder();
    writeFileSync(join(base, 'kern.log'), '');
    truncateSync(join(base, 'kern.log'), 1 << 20);
    writeFileSync(join(base, 'kern.log'), `last line\n${'x'.repeat(4096)}\n`, { flag: 'a' });
    writeFileSync(join(base, 'next'), 'text\n');
    const { stdout } = spawnSync('tar', ['-C', base, '-S', `--format=${format}`, '-cf', '-', 'kern.log', 'next'], {
      maxBuffer: 1 << 26,
    });
    const { members, error } = await read(stdout);
    expect(error).toBeNull();
    expect(Object.keys(members)).toEqual(['kern.log', 'next']);
    expect(members['kern.log']?.toString()).toContain('last line\n');
    expect(members.next?.toString()).toBe('text\n');
  });
});
