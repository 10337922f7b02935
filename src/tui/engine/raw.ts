import { readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { discover } from '../../sources/discover.ts';
import { contentOf, headBytes } from '../../sources/magic.ts';
import { cleanText } from '../../views/sanitize.ts';
import { messageOf } from './message-of.ts';
import type { Address } from './model/address.ts';
import type { RawText } from './model/raw-text.ts';

/** A report with its task table is some 100 KiB; more than this is not shown at once. */
const mostBytes = 2 << 20;
/** A line longer than this is cut on the screen. */
const mostLineBytes = 8192;
/** A structured line longer than this is not looked into. */
const mostMessageBytes = 65_536;

export interface RawReader {
  /** Lines around an address, `around` bytes before and after it. */
  read(address: Address, around: number): Promise<RawText>;
  /** Says that these paths exist: an address arrives with its path cleaned, and the file is opened by its own name. */
  know(paths: readonly string[]): void;
  /** Says that the bytes of this path stand in an open file. */
  keep(path: string, fd: number): void;
}

/** Reads bytes of logs again, wherever they stand: plain, compressed, inside an archive, or kept from a pipe. */
export function createRawReader(): RawReader {
  const nameOf = new Map<string, string>();
  const kept = new Map<string, number>();

  async function bytes(path: string, from: number, to: number): Promise<Uint8Array> {
    const fd = kept.get(path);
    if (fd !== undefined) {
      const buffer = Buffer.alloc(to - from);
      return buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, from));
    }
    return (await plainBytes(path, from, to)) ?? streamedBytes(path, from, to);
  }

  return {
    know(paths) {
      for (const path of paths) nameOf.set(cleanText(path), path);
    },
    keep: (path, fd) => kept.set(path, fd),
    async read(address, around) {
      const path = nameOf.get(address.path) ?? address.path;
      const from = Math.max(0, address.byteStart - around);
      const to = Math.min(address.byteEnd + around, from + mostBytes);
      const found = await bytes(path, from, to);
      if (found.length === 0) throw new Error(`${address.path}: these bytes cannot be read again`);
      return toLines(found, { from, wanted: to, address });
    },
  };
}

/** Bytes of a file that is what it says; null where it must be unpacked or converted first. */
async function plainBytes(path: string, from: number, to: number): Promise<Uint8Array | null> {
  const file = await open(path).catch(() => null);
  if (file === null) return null;
  try {
    const head = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    if (contentOf(head.buffer.subarray(0, head.bytesRead), path).kind !== 'text') return null;
    const { bytesRead, buffer } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Bytes of a stream that has to be read from its beginning. */
async function streamedBytes(path: string, from: number, to: number): Promise<Uint8Array> {
  for await (const set of discover([containerOf(path)], () => {})) {
    for (const source of set.members) {
      if (source.path !== path) continue;
      const parts: Uint8Array[] = [];
      let at = 0;
      for await (const chunk of source.chunks(() => {})) {
        if (at + chunk.length > from && at < to) {
          parts.push(Buffer.from(chunk.subarray(Math.max(0, from - at), Math.min(chunk.length, to - at))));
        }
        at += chunk.length;
        if (at >= to) break;
      }
      return Buffer.concat(parts);
    }
  }
  throw new Error(`${cleanText(path)}: cannot be read again`);
}

/** `a.tar.gz` of `a.tar.gz:var/log/kern.log`. */
function containerOf(path: string): string {
  const [, container] = /^(.*?\.(?:tar|tgz|tar\.\w+|txz|tbz2?|zst|gz|xz|bz2)):/.exec(path) ?? [];
  return container ?? path;
}

function toLines(
  found: Uint8Array,
  { from, wanted, address }: { from: number; wanted: number; address: Address },
): RawText {
  const buffer = Buffer.from(found.buffer, found.byteOffset, found.length);
  const cutBefore = from > 0;
  // An address begins where a line does; bytes before it begin anywhere.
  const begin = from < address.byteStart && cutBefore ? buffer.indexOf(10) + 1 : 0;
  const atStart = Math.max(begin, address.byteStart - from);
  let linesBefore = 0;
  for (let at = buffer.indexOf(10, begin); at !== -1 && at < atStart; at = buffer.indexOf(10, at + 1)) linesBefore++;
  const cutAfter = from + found.length >= wanted;
  const lines: string[] = [];
  const messages: (string | null)[] = [];
  for (let at = begin; at < buffer.length; ) {
    const newline = buffer.indexOf(10, at);
    if (newline === -1 && cutAfter && from + at > address.byteEnd) break;
    const end = newline === -1 ? buffer.length : newline;
    const text = buffer.toString('utf8', at, Math.min(end, at + mostLineBytes)).replace(/\r$/, '');
    lines.push(cleanText(text.replaceAll('\t', '    ')) + (end - at > mostLineBytes ? ' [cut]' : ''));
    const whole = end - at <= mostMessageBytes ? buffer.toString('utf8', at, end) : text;
    const message = messageOf(whole);
    messages.push(message === null ? null : cleanText(message.slice(0, mostLineBytes).replaceAll('\t', '    ')));
    at = end + 1;
  }
  return { path: address.path, firstLine: address.line - linesBefore, lines, messages, cutBefore, cutAfter };
}
