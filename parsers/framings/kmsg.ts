import { isDigit } from '../time/digits.ts';
import type { FrameReader, Framing } from './framing.ts';
import { emitMessage, spanOf, textOf, unknownHead } from './parts/entry.ts';
import { MOST_FRAGMENTS, printkFragments } from './parts/printk-fragments.ts';
import { writerOfFacility } from './parts/printk-line.ts';
import { shareClaimed } from './parts/sniff.ts';
import { userTag } from './parts/user-tag.ts';
import { decodeUtf8 } from './parts/utf8.ts';

const SPACE = 32;
const COMMA = 44;
const SEMICOLON = 59;
const HYPHEN = 45;
const PLUS = 43;
const LOWER_C = 99;

/**
 * Records of /dev/kmsg, as `cat` copies them: `priority,sequence,microseconds,flags[,caller=T123];text`, then lines
 * ` KEY=value` about the device. Newlines and other bytes of the text are `\xNN`. Fragments of one line are one entry.
 *
 * Writer: the kernel keeps the facility, and gives users who write to /dev/kmsg another than its own.
 */
export const kmsg: Framing = {
  name: 'kmsg',
  samples: [
    '4,367,139154620,-;active_anon:1164 inactive_anon:72988 isolated_anon:0\\x0a active_file:0 inactive_file:0',
    '6,416,1758426,-,caller=T1;usb 1-1: new high-speed USB device number 2 using xhci_hcd',
    '12,493,63625104,-;INFO: task mysqld:1201 blocked for more than 120 seconds.',
  ],
  lookBehindLines: MOST_FRAGMENTS,
  showsWriter: true,
  needles: [],
  mark: /\d,\d+,\d+,[-c+][;,]/,
  sniff: (lines) => shareClaimed(lines, kmsg.reader()),
  reader,
};

const escapedByte = /\\x([0-9a-f]{2})/g;

function reader(): FrameReader {
  const head = unknownHead();
  const tagged = userTag();
  const fragments = printkFragments((span, text, of, emit) =>
    emitMessage(span, tagged(unescapeBytes(text), of), of, emit),
  );
  const field = { value: 0, end: 0 };
  let inRecord = false;

  return {
    get holding() {
      return fragments.holding;
    },
    read(line, emit) {
      const text = textOf(line);
      if (text.charCodeAt(0) === SPACE) return inRecord && text.includes('=');
      if (!readNumber(text, 0)) return false;
      const priority = field.value;
      if (!readNumber(text, field.end + 1)) return false;
      const sequence = field.value;
      if (!readNumber(text, field.end + 1)) return false;
      const monotonicUs = field.value;
      const flags = field.end + 1;
      if (!isFlags(text, flags)) return false;
      const semicolon = text.indexOf(';', flags);
      if (semicolon < 0) return false;

      inRecord = true;
      head.monotonicUs = monotonicUs;
      head.severity = priority & 7;
      head.writer = writerOfFacility(priority >> 3);
      head.caller = callerOf(text, flags, semicolon);
      const flag = text.charCodeAt(flags);
      const escaped = text.slice(semicolon + 1);
      if (flag === PLUS && fragments.add(line, escaped, head, sequence)) return true;
      fragments.flush(emit);
      if (flag === LOWER_C) fragments.begin(line, escaped, head, sequence);
      else emitMessage(spanOf(line), tagged(unescapeBytes(escaped), head), head, emit, flag !== PLUS);
      return true;
    },
    jump() {
      inRecord = false;
      fragments.forget();
    },
    end(emit) {
      inRecord = false;
      fragments.flush(emit);
    },
  };

  /** Digits and a comma behind them; leaves their value and the comma's index in `field`. */
  function readNumber(text: string, at: number): boolean {
    let to = at;
    let value = 0;
    for (let code = text.charCodeAt(to); isDigit(code); code = text.charCodeAt(++to)) value = value * 10 + code - 48;
    field.value = value;
    field.end = to;
    return to > at && text.charCodeAt(to) === COMMA;
  }
}

/** `-`; `c` and, up to 4.8, `+` for a fragment of a line. */
function isFlags(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const behind = text.charCodeAt(at + 1);
  return (code === HYPHEN || code === LOWER_C || code === PLUS) && (behind === SEMICOLON || behind === COMMA);
}

function callerOf(text: string, from: number, to: number): string | null {
  const at = text.indexOf(',caller=', from);
  if (at < 0 || at > to) return null;
  const comma = text.indexOf(',', at + 8);
  return text.slice(at + 8, comma < 0 || comma > to ? to : comma);
}

/** Each `\xNN` becomes its byte, once: a backslash of the text is written as `\x5c`. */
function unescapeBytes(text: string): string {
  if (!text.includes('\\x')) return decodeUtf8(text);
  return decodeUtf8(text.replace(escapedByte, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));
}
