import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { exitCodes } from '../../src/errors.ts';
import { discover } from '../../src/sources/index.ts';
import { archive } from './archive.ts';
import { all, collect, folder, namedPipe, someLog } from './collect.ts';

const log = someLog(300);
const names = (sets: readonly (readonly string[])[]) => sets.map((members) => members.map((path) => basename(path)));

async function holding(files: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const base = await folder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(base, name, '..'), { recursive: true });
    writeFileSync(join(base, name), content);
  }
  return base;
}

describe('bad input: one sentence each, and the good part is read', () => {
  test('an empty file is a log without bytes', async () => {
    const base = await holding({ 'kern.log': '' });
    const { sets, bytes, problems } = await collect(join(base, 'kern.log'));
    expect(names(sets)).toEqual([['kern.log']]);
    expect(bytes.get(join(base, 'kern.log'))?.length).toBe(0);
    expect(problems).toEqual([]);
  });

  test('a missing file beside a good one', async () => {
    const base = await holding({ good: log });
    const { bytes, problems } = await collect(join(base, 'missing'), join(base, 'good'));
    expect(bytes.get(join(base, 'good'))?.equals(log)).toBe(true);
    expect(problems.map(({ message, exitCode }) => ({ message, exitCode }))).toEqual([
      { message: `${join(base, 'missing')}: cannot be read: there is no such file`, exitCode: exitCodes.incomplete },
    ]);
    expect(problems[0]?.hint).not.toBeNull();
  });

  test('a binary that is named counts as not read; one that a walk meets does not', async () => {
    const base = await holding({
      'a.log': log,
      program: '\x7fELF\x02\x01\x01',
      'a.png': '\x89PNG\r\n',
      'b.png': '\x89PNG\r\n',
    });
    writeFileSync(join(base, 'a.png'), Buffer.from('\x89PNG', 'latin1'));
    writeFileSync(join(base, 'b.png'), Buffer.from('\x89PNG', 'latin1'));
    const named = await collect(join(base, 'program'));
    expect(named.problems[0]?.message).toBe(`${join(base, 'program')}: not read: an ELF program or core dump`);
    expect(named.problems[0]?.exitCode).toBe(exitCodes.incomplete);
    const walked = await collect(base);
    expect(names(walked.sets)).toEqual([['a.log']]);
    expect(walked.problems.map(({ message, exitCode }) => [message, exitCode])).toEqual([
      [`${base}: 2 files skipped: a PNG image (a.png, b.png)`, exitCodes.ok],
      [`${join(base, 'program')}: skipped: an ELF program or core dump`, exitCodes.ok],
    ]);
  });

  test('data that another program can turn into text is unread data, with the command', async () => {
    const base = await holding({ sa20: Buffer.from('\x96\xd5\x75\x21\x0c\x07\x05\0', 'latin1') });
    const { problems } = await collect(base);
    expect(problems[0]?.exitCode).toBe(exitCodes.incomplete);
    expect(problems[0]?.hint).toContain(`sadf -j ${join(base, 'sa20')}`);
  });

  test('a gz that ends early: its head, and how much that was', async () => {
    const packed = gzipSync(log);
    const base = await holding({ 'kern.log.gz': packed.subarray(0, packed.length / 2) });
    const { bytes, problems } = await collect(base);
    const head = bytes.get(join(base, 'kern.log.gz')) ?? Buffer.alloc(0);
    expect(head.length).toBeGreaterThan(log.length / 4);
    expect(head.equals(log.subarray(0, head.length))).toBe(true);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toBe(
      `${join(base, 'kern.log.gz')}: the gzip data is damaged or cut: unexpected end of file; the ${head.length} bytes before it were read`,
    );
  });

  test('a compressed file of which nothing is readable is no source', async () => {
    const base = await holding({ 'kern.log.gz': gzipSync(log).subarray(0, 12) });
    const { sets, problems } = await collect(base);
    expect(sets).toEqual([]);
    expect(problems[0]?.message).toContain(`${join(base, 'kern.log.gz')}: the gzip data is damaged`);
  });

  test('a directory without logs', async () => {
    const { sets, problems } = await collect(await folder());
    expect({ sets, problems }).toEqual({ sets: [], problems: [] });
  });

  test('NUL runs at the head, as copytruncate leaves them; and only NULs', async () => {
    const base = await holding({ 'kern.log': '', empty: Buffer.alloc(10_000) });
    truncateSync(join(base, 'kern.log'), 100_000);
    writeFileSync(join(base, 'kern.log'), log, { flag: 'a' });
    const { bytes, sets, problems } = await collect(base);
    expect(names(sets)).toEqual([['kern.log']]);
    expect(bytes.get(join(base, 'kern.log'))?.subarray(100_000).equals(log)).toBe(true);
    expect(problems[0]?.message).toMatch(/empty: skipped: only NUL bytes/);
  });

  test('UTF-16 comes as UTF-8', async () => {
    const base = await holding({ 'dmesg.txt': Buffer.from(`\ufeff${log}`, 'utf16le') });
    expect((await collect(base)).bytes.get(join(base, 'dmesg.txt'))?.equals(log)).toBe(true);
  });

  test('a file compressed over and over ends', async () => {
    let packed = log;
    for (let layer = 0; layer < 6; layer++) packed = gzipSync(packed);
    const { problems } = await collect(await holding({ 'x.gz': packed }));
    expect(problems[0]?.message).toContain('compressed more than 4 times over');
  });

  test('a socket that is named', async () => {
    const base = await folder();
    const path = join(base, 'socket');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const { problems } = await collect(path);
    expect(problems[0]?.message).toBe(`${path}: not read: a socket`);
    expect((await collect(base)).problems[0]?.exitCode).toBe(exitCodes.ok);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe.skipIf(process.getuid?.() === 0)('permission (skipped for root, who may read all)', () => {
  let restore = () => {};
  afterEach(() => restore());

  test('an unreadable file, named and met, and an unreadable directory', async () => {
    const base = await holding({ 'a.log': log, secret: log, 'closed/x': log });
    chmodSync(join(base, 'secret'), 0);
    chmodSync(join(base, 'closed'), 0);
    restore = () => chmodSync(join(base, 'closed'), 0o700);
    const { sets, problems } = await collect(base, join(base, 'secret'));
    expect(names(sets)).toEqual([['a.log']]);
    expect(problems.map(({ exitCode }) => exitCode)).toEqual([exitCodes.permission, exitCodes.permission]);
    expect(problems.every(({ hint }) => hint?.includes('sudo'))).toBe(true);
  });
});

describe('directories', () => {
  test('sorted, files before subdirectories, sets as one', async () => {
    const base = await holding({
      'z/deep.log': 'z',
      'a/x': 'x',
      'b.log': '0',
      'b.log.1': '1',
      'b.log.2.gz': gzipSync('2'),
      'a.log': 'a',
    });
    const { sets, bytes } = await collect(base);
    expect(names(sets)).toEqual([['a.log'], ['b.log.2.gz', 'b.log.1', 'b.log'], ['x'], ['deep.log']]);
    expect(bytes.get(join(base, 'b.log.2.gz'))?.toString()).toBe('2');
  });

  test('links: loops end, what is inside is read once, what is outside is read under the name of the link', async () => {
    const outside = await holding({ 'far.log': 'far', 'below/deep.log': 'deep' });
    const base = await holding({ 'kern.log': 'k', 'sub/y.log': 'y' });
    symlinkSync(base, join(base, 'sub', 'up'));
    symlinkSync('kern.log', join(base, 'current'));
    symlinkSync('loop', join(base, 'loop'));
    symlinkSync('nowhere', join(base, 'nothing'));
    symlinkSync(outside, join(base, 'remote'));
    symlinkSync(outside, join(base, 'remote2'));
    symlinkSync(base, join(outside, 'back'));
    const { sets, problems } = await collect(base);
    expect(sets.flat().map((path) => path.slice(base.length + 1))).toEqual([
      'kern.log',
      'remote/far.log',
      'remote/below/deep.log',
      'sub/y.log',
    ]);
    expect(problems.map(({ message, exitCode }) => [message.slice(base.length + 1), exitCode])).toEqual([
      ['loop: skipped: a symbolic link that leads to itself', exitCodes.ok],
      ['nothing: skipped: a symbolic link that leads nowhere', exitCodes.ok],
    ]);
  });

  test('a named pipe inside is not waited for', async () => {
    const base = await holding({ 'a.log': 'a' });
    namedPipe(join(base, 'pipe'));
    const { sets, problems } = await collect(base);
    expect(names(sets)).toEqual([['a.log']]);
    expect(problems.map(({ message }) => message)).toEqual([`${join(base, 'pipe')}: skipped: a named pipe`]);
  });

  test('parts of a pstore dump read forward', async () => {
    const base = await holding({ 'dmesg-erst-1': 'Panic#1 Part1\nlast\n', 'dmesg-erst-2': 'Panic#1 Part2\nfirst\n' });
    expect(names((await collect(base)).sets)).toEqual([['dmesg-erst-2', 'dmesg-erst-1']]);
  });

  test('the folder, time and size of a file are told', async () => {
    const base = await holding({ 'kern.log.1': log });
    utimesSync(join(base, 'kern.log.1'), 1795167030, 1795167030);
    for await (const set of discover([base], () => {})) {
      expect(set.name).toBe(join(base, 'kern.log.1'));
      expect(set.members[0]).toMatchObject({ directory: base, modifiedMs: 1795167030000, sizeBytes: log.length });
    }
  });
});

describe('what the user names', () => {
  test('the order of naming; members of a set named together are one log, at the place of the first', async () => {
    const base = await holding({ 'kern.log': '0', 'kern.log.1': '1', other: 'o', 'dir/x': 'x' });
    const path = (name: string) => join(base, name);
    const { sets } = await collect(path('dir'), path('kern.log'), path('other'), path('kern.log.1'));
    expect(names(sets)).toEqual([['x'], ['kern.log.1', 'kern.log'], ['other']]);
  });

  test('a rotated file alone is read alone', async () => {
    const base = await holding({ 'kern.log': '0', 'kern.log.1': '1' });
    expect(names((await collect(join(base, 'kern.log.1'))).sets)).toEqual([['kern.log.1']]);
  });

  test('the same path twice is read once: as given, through a link, and inside a directory that is named', async () => {
    const base = await holding({ 'kern.log': '0', 'sub/a.log': 'a' });
    const link = join(await folder(), 'link');
    symlinkSync(join(base, 'kern.log'), link);
    const { sets } = await collect(join(base, 'kern.log'), join(base, 'kern.log'), link, base, join(base, 'sub'), base);
    expect(names(sets)).toEqual([['kern.log'], ['a.log']]);
  });

  test('a copy, or a second name, of a file is another file', async () => {
    const base = await holding({ 'kern.log': log });
    linkSync(join(base, 'kern.log'), join(base, 'copy.log'));
    expect(names((await collect(base)).sets)).toEqual([['copy.log'], ['kern.log']]);
  });

  test('a relative path stays as it was written', async () => {
    const before = process.cwd();
    const base = await holding({ 'kern.log': 'x', 'bad.png': Buffer.from('\x89PNG', 'latin1') });
    try {
      process.chdir(base);
      const { sets, problems } = await collect('.');
      expect(sets).toEqual([['kern.log']]);
      expect(problems[0]?.message).toBe('bad.png: skipped: a PNG image');
    } finally {
      process.chdir(before);
    }
  });
});

describe('compressed files and archives', () => {
  test('content decides, not the name', async () => {
    const base = await holding({
      'plain.gz': log,
      zipped: gzipSync(log),
      'zstd.gz': zstdCompressSync(log),
      'b.br': brotliCompressSync(log),
    });
    const { bytes, problems } = await collect(base);
    expect(problems).toEqual([]);
    expect([...bytes.values()].map((content) => content.equals(log))).toEqual([true, true, true, true]);
  });

  test('a tar.gz with compressed members, a picture, an archive and a journal inside', async () => {
    const tar = await archive({
      'sos/var/log/messages': log,
      'sos/var/log/messages-20261120.gz': gzipSync(log),
      'sos/logo.png': Buffer.from('\x89PNG', 'latin1'),
      'sos/inner.tar': await archive({ a: 'x' }),
      'sos/system.journal': 'LPKSHHRH and so on',
      top: 'text\n',
    });
    const base = await holding({ 'sosreport.tar.gz': gzipSync(tar) });
    const path = join(base, 'sosreport.tar.gz');
    const problems: string[] = [];
    const seen: Record<string, unknown> = {};
    for await (const { name, members } of discover([base], ({ message }) => problems.push(message))) {
      expect(members).toHaveLength(1);
      for (const { directory, modifiedMs, chunks } of members)
        seen[name] = [directory, modifiedMs, (await all(chunks(() => {}))).length];
    }
    expect(seen).toEqual({
      [`${path}:sos/var/log/messages`]: [`${path}:sos/var/log`, 1795167030000, log.length],
      [`${path}:sos/var/log/messages-20261120.gz`]: [`${path}:sos/var/log`, 1795167030000, log.length],
      [`${path}:top`]: [path, 1795167030000, 5],
    });
    expect(problems).toEqual([
      `${path}:sos/logo.png: skipped: a PNG image`,
      `${path}:sos/inner.tar: not read: an archive inside the archive`,
      `${path}:sos/system.journal: not read: a binary journal that is packed or piped, which journalctl cannot open`,
    ]);
  });

  test('a cut archive is told once, by the member in which it ends', async () => {
    const base = await holding({ 'a.tar': (await archive({ one: 'x', two: log })).subarray(0, 512 * 3 + 600) });
    const { bytes, problems } = await collect(base);
    expect(bytes.get(`${join(base, 'a.tar')}:two`)?.length).toBe(600);
    expect(problems.map(({ message }) => message)).toEqual([
      `${join(base, 'a.tar')}:two: the tar archive ends early: ${log.length - 600} bytes of the member two are missing; the 600 bytes before it were read`,
    ]);
  });

  test('a member that nobody reads is passed over; one that is read twice says so', async () => {
    const base = await holding({ 'a.tar': await archive({ one: log, two: log }) });
    const problems: string[] = [];
    const lengths: number[] = [];
    for await (const { name, members } of discover([base], () => {})) {
      if (name.endsWith('one')) continue;
      for (const member of members) {
        lengths.push((await all(member.chunks(() => {}))).length);
        lengths.push((await all(member.chunks(({ message }) => problems.push(message)))).length);
      }
    }
    expect(lengths).toEqual([log.length, 0]);
    expect(problems).toEqual([`${join(base, 'a.tar')}:two: it can be read only once, and was`]);
  });
});

test('a file may be read again, and a reader may stop early', async () => {
  const base = await holding({ 'kern.log': log, 'x.gz': gzipSync(log) });
  for await (const { members } of discover([base], () => {})) {
    for (const member of members) {
      for await (const _ of member.chunks(() => {})) break;
      expect((await all(member.chunks(() => {}))).equals(log)).toBe(true);
    }
  }
});

// A log that grows faster than it is read would never end, and logrotate may come between the walk and the reading.
test('a growing file is read to the size it had; a rotated one is not taken for another', async () => {
  const base = await holding({ a: log, b: log });
  const problems: string[] = [];
  for await (const { name, members } of discover([base], () => {})) {
    for (const member of members) {
      if (name.endsWith('b')) {
        execFileSync('mv', [name, `${name}.1`]);
        writeFileSync(name, 'new\n');
      }
      const chunks = member.chunks(({ message }) => problems.push(message));
      const copies: number[] = [];
      for await (const chunk of chunks) {
        copies.push(chunk.length);
        writeFileSync(name, log, { flag: 'a' });
      }
      if (name.endsWith('a')) expect(copies).toEqual([log.length]);
    }
  }
  expect(problems).toEqual([`${join(base, 'b')}: not read: it was rotated or replaced after it was found`]);
});

test.skipIf(process.platform !== 'linux')('files of /proc have no size and are read to their end', async () => {
  const { bytes } = await collect('/proc/meminfo');
  expect(bytes.get('/proc/meminfo')?.toString()).toContain('MemTotal');
});

test.skipIf(process.platform !== 'linux')('a read error of the disk is told, not thrown', async () => {
  const { sets, problems } = await collect('/proc/self/mem');
  expect(sets).toEqual([]);
  expect(problems.map(({ message }) => message)).toEqual([
    '/proc/self/mem: cannot be read: the disk or the file server reports a read error',
  ]);
});

// What another program must turn into text has to be decompressed for it.
test('the hint for compressed foreign data names the decompressed file', async () => {
  const base = await holding({ 'sa20.gz': gzipSync(Buffer.from('\x96\xd5\x75\x21\x0c\x07\x05\0', 'latin1')) });
  const { problems } = await collect(base);
  expect(problems[0]?.message).toMatch(/sa20\.gz: not read: a sysstat data file \(little endian\), compressed$/);
  expect(problems[0]?.hint).toContain(`Decompress it first. Turn it into text: sadf -j ${join(base, 'sa20')} `);
});
