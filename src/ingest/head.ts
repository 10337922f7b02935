import { adaptiveReader } from '../../parsers/framings/adaptive-reader.ts';
import { detect, detectFraming } from '../../parsers/framings/detect.ts';
import type { Framing } from '../../parsers/framings/framing.ts';
import { type Head, headOf } from '../../parsers/framings/head.ts';
import { framings } from '../../parsers/framings/index.ts';
import { mayHold } from '../../parsers/framings/parts/marks.ts';
import type { Stamp } from '../../parsers/model/stamp.ts';
import type { ByteSource, SourceSet } from '../sources/source.ts';

/** As much of a file as its format is told from. */
export const headBytes = 64 * 1024;

/**
 * The first lines of a file, as latin1, without an unfinished last one unless the file ends there or it is the only one; `most`
 * of them.
 */
export function headLines(head: Uint8Array, whole: boolean, most = headBytes): string[] {
  const lines = bufferOf(head)
    .toString('latin1', 0, Math.min(head.length, headBytes))
    .split('\n', most + 1);
  const unfinished = !whole || head.length > headBytes;
  if (lines.length > most || lines.at(-1) === '' || (unfinished && lines.length > 1)) lines.pop();
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

/** Enough lines for one of them to carry a stamp. */
const linesLookedAt = 50;

/** Of a file's first lines so many must be in one framing for a log that is nothing else. */
const leastShareOfLog = 0.5;

/** What the first lines of a file tell. */
export interface Told {
  readonly framing: Framing | null;
  /** Beyond doubt, so that they are no memory samples. */
  readonly isLog: boolean;
  /** What they were told from, for whoever reads the file. */
  readonly opening: Head;
}

export function framingOf(head: readonly string[]): Told {
  const opening = headOf(head);
  const best = detect(opening);
  return {
    opening,
    framing: best?.framing ?? null,
    isLog:
      best !== null &&
      best.framing.name !== 'plain' &&
      best.share >= leastShareOfLog &&
      !(mayBeStamped.has(best.framing.name) && showsTable(head)),
  };
}

/** Framings that a tool's output with a time before each line resembles: `vmstat 1 | ts`, `while free; do date ...`. */
const mayBeStamped: ReadonlySet<string> = new Set(['rfc3164', 'rfc3339', 'busybox-syslog', 'journal-short', 'cri']);

/** What such output shows within a few lines, and few logs ever. Only then is it held against the sample formats. */
const tableWords = /\b(?:Mem|MemTotal|MemFree|Swap): +\d|\bswpd\b|%MEM\b|\bRSS\b|\bkbmemfree\b|\bMEM %/;
/** Files of the kernel, by name or by a line of theirs. The kernel's own log holds such lines too. */
const kernelFiles =
  /\bmemory\.(?:current|max|stat|events|peak|usage_in_bytes|limit_in_bytes)\b|\/sys\/fs\/cgroup\/|\/proc\/(?:meminfo|vmstat|pressure)|(?:^|[ \t])(?:anon|inactive_anon|total_rss|nr_free_pages|pgmajfault|pswpin|oom_kill) \d+$/;

/** A measurement in words, as programs log it: now and then in any log, in most lines only where it is the log's purpose. */
const measured =
  /\b(?:rss|pss|vms|mem(?:ory)?|ram|heap\w*|swap|used|free|avail(?:able)?)\b[^\d\n]{0,24}\d[\d._]* ?(?:[KMGT]i?B?\b|kB\b|bytes\b|%|,|$|(?=[ }/;)]))/i;
const leastShareMeasured = 0.3;

function showsTable(head: readonly string[]): boolean {
  const lines = head.slice(0, linesLookedAt);
  if (lines.some((line) => tableWords.test(line) || (kernelFiles.test(line) && !line.includes('kernel:')))) return true;
  const telling = lines.filter((line) => measured.test(line) && !line.includes('kernel:'));
  return telling.length > 0 && telling.length >= leastShareMeasured * lines.length;
}

/** Null where it may be anything, memory samples too. */
export function logFraming(head: readonly string[]): Framing | null {
  const { framing, isLog } = framingOf(head);
  return isLog ? framing : null;
}

const bufferOf = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length);

/** The first lines of what can be read again, `most` of them. Trouble is told when it is read. */
export async function readHeadLines(source: ByteSource, most = headBytes): Promise<string[]> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const chunk of source.chunks(() => {}, headBytes)) {
    // Of most files the first chunk is all that is wanted, and needs no copy.
    const wanted = length === 0 ? wantedOf(chunk, most) : null;
    if (wanted !== null) return headLines(wanted, false, most);
    pieces.push(Buffer.from(chunk.subarray(0, headBytes - length)));
    length += chunk.length;
    if (length >= headBytes) break;
  }
  return headLines(Buffer.concat(pieces), length < headBytes, most);
}

/** As much of a file's first bytes as holds one line more than wanted, or as a head has; null: that is not all here. */
function wantedOf(bytes: Uint8Array, most: number): Uint8Array | null {
  let end = 0;
  for (let line = 0; line <= most; line += 1) {
    const newline = bytes.indexOf(0x0a, end);
    if (newline < 0) return bytes.length >= headBytes ? bytes : null;
    end = newline + 1;
  }
  return bytes.subarray(0, end);
}

/** Whether a log's stamps have no year, so that it is better read after the dated files beside it; false for what can be read once only. */
export async function writesNoYear({ members }: SourceSet): Promise<boolean> {
  const source = members.at(-1);
  if (!source?.rereadable) return false;
  return firstStamp(await readHeadLines(source, linesLookedAt))?.hasYear === false;
}

function firstStamp(lines: readonly string[]): Stamp | null {
  if (!framings.some(mayHold(lines.join('\n')))) return null;
  const reader = adaptiveReader(detectFraming(lines));
  let found: Stamp | null = null;
  for (const [index, text] of lines.entries()) {
    reader.read({ path: '', text, line: index + 1, byteStart: 0, byteEnd: 0, cut: false }, ({ stamp }) => {
      found ??= stamp;
    });
    if (found !== null) break;
  }
  return found;
}
