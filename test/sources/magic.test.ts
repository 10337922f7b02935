import { randomBytes } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentOf, headBytes } from '../../src/sources/magic.ts';
import { someLog } from './collect.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const line = 'Nov 20 13:58:01 db1 kernel: [  101.4] Out of memory: Killed process 4711 (pg_dump)\n';
const nuls = (count: number) => Buffer.alloc(count);
const kind = (bytes: Uint8Array, name = 'x') => contentOf(bytes.subarray(0, headBytes), name).kind;

// Skipping a log is the worst that can happen here.
const logs: Readonly<Record<string, Uint8Array>> = {
  empty: nuls(0),
  'one line': latin1(line),
  'CRLF line ends': latin1(line.replaceAll('\n', '\r\n')),
  'UTF-8 with a byte order mark': Buffer.from(`\ufeff${line}`),
  'Latin-1 umlauts': latin1('20. M\xe4r 13:58:01 b\xfcro kernel: text\n'),
  'Armenian text, which begins as a sysstat file nearly does': Buffer.from('\u0556! text\n'),
  'a MySQL date that cpio claims': latin1('070701 13:58:01 mysqld started\n'),
  'colours and a bell': latin1(`\x1b[31m${line}\x1b[0m\x07\n`),
  'a block of NULs in the middle, after a power cut': Buffer.concat([
    latin1(line.repeat(10)),
    nuls(4096),
    latin1(line),
  ]),
  'a block of NULs first': Buffer.concat([nuls(4096), latin1(line.repeat(30))]),
  'only NULs so far': nuls(headBytes),
  'line noise of a serial console, then text': Buffer.concat([randomBytes(1500), latin1(line.repeat(80))]),
  'broken UTF-8': Buffer.concat([latin1(line), Buffer.from([0xc3, 0x28, 0xff, 0xfe, 0x0a]), latin1(line)]),
  'a NUL now and then': latin1(line.repeat(20).replaceAll('pg_dump', 'pg\0dump')),
  'JSON lines': latin1('{"MESSAGE":"x"}\n'),
  'a text file with the name of a compressed one': latin1(line),
};

test.each(Object.entries(logs))('a log: %s', (_, bytes) => expect(kind(bytes, 'kern.log.gz')).toBe('text'));

const record = (type: number) =>
  Buffer.concat([Buffer.from([type, 0, 0, 0, 0xd2, 4, 0, 0]), latin1('tty1'), nuls(372)]);

const others: Readonly<Record<string, { bytes: Uint8Array; expected: string; what?: RegExp }>> = {
  gz: { bytes: gzipSync(line), expected: 'compressed' },
  zstd: { bytes: zstdCompressSync(line), expected: 'compressed' },
  'zstd with a skippable frame first': { bytes: latin1('\x50\x2a\x4d\x18\x04\0\0\0abcd'), expected: 'compressed' },
  xz: { bytes: latin1('\xfd7zXZ\0\0\x04\xe6\xd6\xb4\x46'), expected: 'compressed' },
  bzip2: { bytes: latin1('BZh91AY&SY\x01\x02'), expected: 'compressed' },
  journal: { bytes: latin1('LPKSHHRH\0\0\0\0\x0d\0\0\0'), expected: 'journal' },
  'UTF-16 with a byte order mark': { bytes: Buffer.from(`\ufeff${line}`, 'utf16le'), expected: 'utf-16' },
  'UTF-16 without': { bytes: Buffer.from(line, 'utf16le'), expected: 'utf-16' },
  'a program': { bytes: latin1('\x7fELF\x02\x01\x01'), expected: 'foreign', what: /ELF/ },
  'a core dump': { bytes: latin1('KDUMP   \x06\0\0\0'), expected: 'foreign', what: /memory dump/ },
  sqlite: { bytes: latin1('SQLite format 3\0\x10\0'), expected: 'foreign', what: /SQLite/ },
  png: { bytes: latin1('\x89PNG\r\n\x1a\n'), expected: 'foreign', what: /PNG/ },
  // The first bytes of files that sysstat 12.7 and atop 2.11 wrote.
  sysstat: { bytes: latin1('\x96\xd5\x75\x21\x0c\x07\x05\0\x50\x01'), expected: 'foreign', what: /sysstat/ },
  'sysstat of s390x': { bytes: latin1('\xd5\x96\x21\x75\x0c\x07\x05\0'), expected: 'foreign', what: /sysstat/ },
  atop: { bytes: latin1('\xef\xbe\xed\xfe\x0b\x82\0\0'), expected: 'foreign', what: /atop/ },
  PCP: { bytes: latin1('\0\0\0\x84\x50\x05\x26\x02\0\0\x12'), expected: 'foreign', what: /PCP/ },
  zip: { bytes: latin1('PK\x03\x04\x14\0'), expected: 'foreign', what: /zip/ },
  lz4: { bytes: latin1('\x04\x22\x4d\x18\x64'), expected: 'foreign', what: /lz4/ },
  'login records (wtmp)': {
    bytes: Buffer.concat([record(2), record(7), record(8)]),
    expected: 'foreign',
    what: /binary/,
  },
  'random bytes': { bytes: randomBytes(headBytes), expected: 'foreign', what: /binary/ },
};

test.each(Object.entries(others))('no log: %s', (_, { bytes, expected, what }) => {
  const content = contentOf(bytes.subarray(0, headBytes), 'x.log');
  expect(content.kind).toBe(expected);
  if (what !== undefined) expect(content.kind === 'foreign' && content.what).toMatch(what);
});

// Brotli has no signature, so its name must say it, but not against the content.
test('brotli goes by its name where the content is no text', () => {
  const noise = randomBytes(4096);
  expect(contentOf(noise, 'kern.log.br')).toEqual({ kind: 'compressed', coding: 'br' });
  expect(kind(noise, 'kern.log')).toBe('foreign');
  expect(kind(someLog(10), 'kern.log.br')).toBe('text');
});

test('no printed text is taken for anything but a log, or UTF-16', () => {
  const printed = fc.string({
    unit: fc.constantFrom(...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)), '\n', '\t'),
    minLength: 4,
    maxLength: 600,
  });
  fc.assert(
    fc.property(printed, (text) => kind(latin1(text)) === 'text'),
    { examples: [['GIF8 is a format'], ['PKzip'], ['LZIP'], ['makedumpfile: failed']] },
  );
});

test('any bytes have a kind', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 1200 }), (bytes) => typeof kind(bytes) === 'string'));
});
