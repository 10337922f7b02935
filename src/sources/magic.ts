import { isTarHeader } from './tar-header.ts';
import { looksLikeText } from './text.ts';
import { type Utf16, utf16Of } from './utf16.ts';

/** How many bytes of the beginning `contentOf` wants to see. */
export const headBytes = 8192;

export type Coding = 'gz' | 'zst' | 'br' | 'xz' | 'bz2';

/** What cannot be read as a log, and what the user can do about it. `FILE` in the hint stands for the path. */
export interface Foreign {
  readonly kind: 'foreign';
  /** With its article: "a PNG image". */
  readonly what: string;
  readonly hint: string | null;
  /** Whether what was sought may be inside. Such a file counts as not read; a picture does not. */
  readonly mayHoldLogs: boolean;
}

export type Content =
  | { readonly kind: 'text' }
  | { readonly kind: 'utf-16'; readonly encoding: Utf16 }
  | { readonly kind: 'compressed'; readonly coding: Coding }
  | { readonly kind: 'tar' }
  | { readonly kind: 'journal' }
  | Foreign;

interface Magic {
  /** Latin-1: one character is one byte. */
  readonly bytes: string;
  readonly at?: number;
  readonly content: Content;
}

const coding = (bytes: string, coding: Coding): Magic => ({ bytes, content: { kind: 'compressed', coding } });

/** Data that holds what we look for, in a form that another program must turn into text first. */
const convertible = (bytes: string, what: string, hint: string, at = 0): Magic => ({
  bytes,
  at,
  content: { kind: 'foreign', what, hint, mayHoldLogs: true },
});

const noLog = (bytes: string, what: string, hint: string | null = null, at = 0): Magic => ({
  bytes,
  at,
  content: { kind: 'foreign', what, hint, mayHoldLogs: false },
});

const dumpLog = 'makedumpfile --dump-dmesg FILE dmesg.txt';
const vmcoreHint = `Take the log out of it: ${dumpLog}`;
const sysstatHint = 'Turn it into text: sadf -j FILE -- -A > sar.json (with the sysstat of the host that wrote it).';
const pipeInto = (command: string) => `Give its text to standard input: ${command} | oomtrail analyze -`;

/**
 * In order; the first that fits wins. Each line is one file format's signature, from its specification or source.
 * None that a line of text could begin with (cpio's `070701` was a MySQL date).
 */
const magics: readonly Magic[] = [
  coding('\x1f\x8b\x08', 'gz'),
  coding('\x28\xb5\x2f\xfd', 'zst'),
  // zstd's skippable frames, which pzstd and seekable files begin with; of the 16 the three that are in use.
  coding('\x50\x2a\x4d\x18', 'zst'),
  coding('\x51\x2a\x4d\x18', 'zst'),
  coding('\x5e\x2a\x4d\x18', 'zst'),
  coding('\xfd7zXZ\0', 'xz'),
  ...Array.from('123456789', (level) => coding(`BZh${level}1AY&SY`, 'bz2')),
  { bytes: 'LPKSHHRH', content: { kind: 'journal' } },

  convertible('\x96\xd5', 'a sysstat data file (little endian)', sysstatHint),
  ...Array.from('\x70\x71\x73\x74\x75', (format) =>
    convertible(`\xd5\x96\x21${format}`, 'a sysstat data file (big endian)', sysstatHint),
  ),
  convertible(
    '\xef\xbe\xed\xfe',
    'an atop raw log',
    'Turn it into text: atop -r FILE -P MEM,SWP,PAG,PSI,PRM > atop.txt',
  ),
  convertible('\x50\x05\x26', 'a PCP archive', 'Turn it into text: pmrep -a FILE -o csv mem.util > pcp.csv', 4),
  convertible('KDUMP   ', 'a kernel memory dump (kdump)', vmcoreHint),
  convertible('DISKDUMP', 'a kernel memory dump (diskdump)', vmcoreHint),
  convertible('makedumpfile\0\0', 'a kernel memory dump (flattened)', vmcoreHint),
  convertible('\x17\x08\x44tracing', 'a trace-cmd file', pipeInto('trace-cmd report -i FILE')),
  convertible('PK\x03\x04', 'a zip archive', pipeInto('unzip -p FILE')),
  convertible('7z\xbc\xaf\x27\x1c', 'a 7-Zip archive', pipeInto('7z x -so FILE')),
  convertible('Rar!\x1a\x07', 'a RAR archive', pipeInto('unrar p -inul FILE')),
  convertible('\x04\x22\x4d\x18', 'lz4-compressed', pipeInto('lz4 -dc FILE')),
  convertible('\x89LZO\0', 'lzop-compressed', pipeInto('lzop -dc FILE')),
  convertible('LZIP\x01', 'lzip-compressed', pipeInto('lzip -dc FILE')),
  convertible('\x1f\x9d', 'compressed by compress(1)', pipeInto('gzip -dc FILE')),
  convertible('ElfFile\0', 'a Windows event log', 'Export it as text first.'),

  // An executable, a library, a core dump; a vmcore is ELF as well.
  noLog('\x7fELF', 'an ELF program or core dump', `If it is a vmcore, take the log out of it: ${dumpLog}`),
  noLog(
    'SQLite format 3\0',
    'an SQLite database',
    'A timeline is named alone, without other PATHs and --db: oomtrail analyze FILE',
  ),
  noLog('\x89PNG', 'a PNG image'),
  noLog('\xff\xd8\xff', 'a JPEG image'),
  noLog('GIF87a', 'a GIF image'),
  noLog('GIF89a', 'a GIF image'),
  noLog('%PDF-', 'a PDF document'),
  noLog('\xd4\xc3\xb2\xa1', 'a network capture'),
  noLog('\x4d\x3c\x2b\x1a', 'a network capture', null, 8),
  noLog('PERFILE2', 'a perf recording'),
  noLog('JAVA PROFILE', 'a Java heap dump'),
  noLog('!<arch>\n', 'a package or library (ar)'),
  noLog('\xed\xab\xee\xdb', 'an RPM package'),
  noLog('RRD\0', 'a round-robin database'),
  noLog('\xca\xfe\xba\xbe', 'a Java class or Mach-O program'),
  noLog('\0asm', 'a WebAssembly module'),
];

/** Binary of no kind we know. */
const unknownBinary: Foreign = { kind: 'foreign', what: 'binary data', hint: null, mayHoldLogs: false };

/**
 * What a stream holds, by its first `headBytes` bytes. Names count only where the content has no sign of its own:
 * brotli. Whatever may be a log, even a damaged one, is text.
 */
export function contentOf(head: Uint8Array, name: string): Content {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 64)).toString('latin1');
  const utf16 = utf16Of(head);
  if (utf16 !== null) return { kind: 'utf-16', encoding: utf16 };
  const magic = magics.find(({ bytes, at = 0 }) => text.startsWith(bytes, at));
  if (magic !== undefined) return magic.content;
  if (isTarHeader(head)) return { kind: 'tar' };
  if (looksLikeText(head)) return { kind: 'text' };
  return name.endsWith('.br') ? { kind: 'compressed', coding: 'br' } : unknownBinary;
}
