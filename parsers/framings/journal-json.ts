import type { Line } from '../model/line.ts';
import type { Span } from '../model/span.ts';
import type { FrameReader, Framing } from './framing.ts';
import { type Emit, emitMessage, spanOf, spanOfLines, textOf } from './parts/entry.ts';
import { journalHead } from './parts/journal-fields.ts';
import { shareClaimed } from './parts/sniff.ts';
import { decodeBytes, decodeUtf8 } from './parts/utf8.ts';

/** A pretty-printed entry has a line for each field; more than this is no journal entry. */
const mostPrettyLines = 256;

/**
 * journalctl's JSON: `-o json` (an object a line), `json-seq` (RS before each), `json-sse` (`data: ` before each) and
 * `json-pretty` (a field a line). A value is a string, an array of byte numbers where it is not printable UTF-8, null where
 * it is too long (4096 bytes, without --all), or an array of such values where the field occurs more than once.
 */
export const journalJson: Framing = {
  name: 'journal-json',
  samples: [
    '{"__REALTIME_TIMESTAMP":"1785855971846335","_TRANSPORT":"kernel","MESSAGE":"Mem-Info:","SYSLOG_FACILITY":"0","_HOSTNAME":"web01"}',
    'data: {"_TRANSPORT":"kernel","MESSAGE":[77,101,109,45,73,110,102,111,58],"__REALTIME_TIMESTAMP":"1785855971846335"}',
    '\x1e{"_TRANSPORT":"kernel","MESSAGE":null,"__REALTIME_TIMESTAMP":"1785855971846335"}',
  ],
  lookBehindLines: 64,
  showsWriter: true,
  needles: ['"MESSAGE":[', '"MESSAGE" : [', '"MESSAGE": ['],
  sniff: (lines) => shareClaimed(lines, journalJson.reader()),
  reader,
};

function reader(): FrameReader {
  let pretty: { readonly span: Span; text: string; lines: number } | null = null;

  return {
    read(line, emit) {
      const text = textOf(line);
      if (pretty) return readPretty(line, text, emit);
      const begin = objectBegin(text);
      if (begin < 0) return false;
      if (text.length === begin + 1) {
        pretty = { span: spanOf(line), text: '{', lines: 1 };
        return true;
      }
      return !line.cut && emitObject(spanOf(line), text.slice(begin), emit);
    },
    jump() {
      pretty = null;
    },
    end() {
      pretty = null;
    },
  };

  function readPretty(line: Line, text: string, emit: Emit): boolean {
    const held = pretty;
    if (!held) return false;
    if (text === '}') {
      pretty = null;
      return emitObject(spanOfLines(held.span, line), `${held.text}}`, emit);
    }
    if (held.lines >= mostPrettyLines || line.cut || !/^\s+"/.test(text)) {
      pretty = null;
      return false;
    }
    held.text += text;
    held.lines += 1;
    return true;
  }
}

const sseMark = 'data: ';
const recordSeparator = '\x1e';

/** Index of the `{` behind the marks of json-seq and json-sse, or -1. */
function objectBegin(text: string): number {
  const at = text.startsWith(sseMark) ? sseMark.length : text.startsWith(recordSeparator) ? 1 : 0;
  return text.charCodeAt(at) === 123 ? at : -1;
}

function emitObject(span: Span, latin1: string, emit: Emit): boolean {
  const entry = parse(decodeUtf8(latin1));
  if (!entry || !('MESSAGE' in entry) || !isJournal(entry)) return false;
  const head = journalHead((name) => textOfValue(entry[name]));
  emitMessage(span, textOfValue(entry['MESSAGE']) ?? '', head, emit);
  return true;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Other programs log JSON with a MESSAGE, too. */
function isJournal(entry: Record<string, unknown>): boolean {
  return '__REALTIME_TIMESTAMP' in entry || '_TRANSPORT' in entry || '_BOOT_ID' in entry || '__CURSOR' in entry;
}

/** A value as text; several values of one field stand on a line each. */
function textOfValue(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value) || value.length === 0) return null;
  if (value.every((byte) => typeof byte === 'number')) return decodeBytes(Uint8Array.from(value));
  return value.map((one) => textOfValue(one) ?? '').join('\n');
}
