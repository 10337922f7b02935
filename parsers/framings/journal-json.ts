import type { Line } from '../model/line.ts';
import type { Span } from '../model/span.ts';
import { US_PER_SECOND } from '../time/civil.ts';
import { isoStamps } from '../time/iso.ts';
import type { FrameReader, Framing } from './framing.ts';
import { type Emit, emitMessage, spanOf, spanOfLines, textOf } from './parts/entry.ts';
import { journalHead } from './parts/journal-fields.ts';
import { parseObject } from './parts/json.ts';
import { shareOfEntries } from './parts/sniff.ts';
import { decodeBytes, decodeUtf8 } from './parts/utf8.ts';

/** A pretty-printed entry that is longer is not collected. */
const longestPrettyBytes = 1024 * 1024;

/**
 * journalctl's JSON: `-o json` (an object a line), `json-seq` (RS before each), `json-sse` (`data: ` before each) and
 * `json-pretty` (a field a line). A value is a string, an array of byte numbers where it is not printable UTF-8, null where
 * it is too long (4096 bytes, without --all), or an array of such values where the field occurs more than once.
 *
 * Google's Cloud Logging exports a node's journal so: an entry's fields in `jsonPayload`, its time beside it.
 */
export const journalJson: Framing = {
  name: 'journal-json',
  samples: [
    '{"__REALTIME_TIMESTAMP":"1785855971846335","_TRANSPORT":"kernel","MESSAGE":"Mem-Info:","SYSLOG_FACILITY":"0","_HOSTNAME":"web01"}',
    'data: {"_TRANSPORT":"kernel","MESSAGE":[77,101,109,45,73,110,102,111,58],"__REALTIME_TIMESTAMP":"1785855971846335"}',
    '{"jsonPayload":{"_TRANSPORT":"kernel","MESSAGE":"Mem-Info:","_HOSTNAME":"gke-1"},"timestamp":"2026-11-20T09:30:30.123456Z"}',
    '\x1e{"_TRANSPORT":"kernel","MESSAGE":null,"__REALTIME_TIMESTAMP":"1785855971846335"}',
  ],
  lookBehindLines: 64,
  showsWriter: true,
  needles: ['"MESSAGE":[', '"MESSAGE" : [', '"MESSAGE": ['],
  mark: /"MESSAGE"|(?:^|\n)(?:data: |\x1e)?\{\r?(?:\n|$)/,
  sniff: (lines) => shareOfEntries(lines, journalJson.reader()),
  reader,
};

interface PrettyObject {
  readonly first: Span;
  text: string;
}

function reader(): FrameReader {
  let pretty: PrettyObject | null = null;

  return {
    get holding() {
      return pretty !== null;
    },
    read(line, emit) {
      const text = textOf(line);
      if (pretty) return readPretty(pretty, line, text, emit);
      const begin = objectBegin(text);
      if (begin < 0 || line.cut) return false;
      if (text.length === begin + 1) {
        pretty = { first: spanOf(line), text: '{' };
        return true;
      }
      return emitObject(spanOf(line), text.slice(begin), emit);
    },
    jump: forget,
    end: forget,
  };

  function forget(): void {
    pretty = null;
  }

  function readPretty(held: PrettyObject, line: Line, text: string, emit: Emit): boolean {
    const isLast = text === '}';
    const isField = held.text === '{' ? fieldLine.test(text) : /^\s/.test(text);
    held.text += text;
    if (isLast || !isField || line.cut || held.text.length > longestPrettyBytes) forget();
    return isLast ? emitObject(spanOfLines(held.first, line), held.text, emit) : isField;
  }
}

const sseMark = 'data: ';
const recordSeparator = '\x1e';
const fieldLine = /^\s+"[A-Z_][A-Z0-9_]*"\s*:/;
const openBrace = 123;

/** Index of the `{` behind the marks of json-seq and json-sse, or -1. */
function objectBegin(text: string): number {
  const at = text.startsWith(sseMark) ? sseMark.length : text.startsWith(recordSeparator) ? 1 : 0;
  return text.charCodeAt(at) === openBrace ? at : -1;
}

function emitObject(span: Span, latin1: string, emit: Emit): boolean {
  const entry = latin1.includes('"MESSAGE"') ? parseObject(decodeUtf8(latin1)) : null;
  return entry !== null && emitJournalObject(span, entry, emit);
}

/** Emits a journal entry, or one in the wrapping of Cloud Logging; false where the object is neither. */
export function emitJournalObject(span: Span, entry: Readonly<Record<string, unknown>>, emit: Emit): boolean {
  return emitJournalEntry(span, exported(entry) ?? entry, emit);
}

/** The journal's fields in an entry of Cloud Logging, or of a collector that gave some of them other names (Vector); else null. */
function exported(entry: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  const { jsonPayload = renamed(entry), timestamp } = entry;
  if (typeof jsonPayload !== 'object' || jsonPayload === null || typeof timestamp !== 'string') return null;
  const stamp = isoStamps().read(timestamp, 0);
  if (stamp === null || stamp.offsetMinutes === null) return null;
  const realtimeUs = stamp.civilUs - stamp.offsetMinutes * 60 * US_PER_SECOND;
  if (!('MESSAGE' in jsonPayload) || Object.keys(jsonPayload).every((name) => namesNoWriter.has(name))) return null;
  return { ...jsonPayload, __REALTIME_TIMESTAMP: String(realtimeUs) };
}

/** With these alone (`--format="yaml(timestamp, jsonPayload.MESSAGE)"`) it stays open who wrote, which no whole entry leaves open. */
const namesNoWriter: ReadonlySet<string> = new Set(['MESSAGE', 'PRIORITY', '_HOSTNAME', '_MACHINE_ID']);

function renamed({ message, host, ...rest }: Readonly<Record<string, unknown>>): object | null {
  return 'MESSAGE' in rest || typeof message !== 'string' || !isJournal(rest)
    ? null
    : { _HOSTNAME: host, ...rest, MESSAGE: message };
}

/** Emits one journal entry that somebody else has parsed; false where the object is none. */
export function emitJournalEntry(span: Span, entry: Readonly<Record<string, unknown>>, emit: Emit): boolean {
  if (!isJournal(entry)) return false;
  const head = journalHead((name) => textOfValue(entry[name]));
  emitMessage(span, textOfValue(entry.MESSAGE) ?? '', head, emit);
  return true;
}

/** Other programs log JSON with a MESSAGE, too. */
function isJournal(entry: Readonly<Record<string, unknown>>): boolean {
  return '__REALTIME_TIMESTAMP' in entry || '_TRANSPORT' in entry || '_BOOT_ID' in entry || '__CURSOR' in entry;
}

/** A value as text; several values of one field stand on a line each. */
function textOfValue(value: unknown): string | null {
  if (!Array.isArray(value)) return textOfOne(value);
  const values: readonly unknown[] = value;
  if (values.length === 0 || isBytes(values)) return textOfOne(values);
  return values.map((one) => textOfOne(one) ?? '').join('\n');
}

function textOfOne(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  return Array.isArray(value) && value.length > 0 && isBytes(value) ? decodeBytes(Uint8Array.from(value)) : null;
}

function isBytes(values: readonly unknown[]): values is readonly number[] {
  return values.every((byte) => typeof byte === 'number');
}
