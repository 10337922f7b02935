import type { Line } from '../model/line.ts';
import type { Span } from '../model/span.ts';
import { US_PER_SECOND } from '../time/civil.ts';
import type { FrameReader, Framing } from './framing.ts';
import { dmesgStamp } from './parts/dmesg-stamp.ts';
import { type Emit, emitMessage, spanOf, spanOfLines, textOf, unknownHead } from './parts/entry.ts';
import { facilityOf, severityOf } from './parts/facility-names.ts';
import { isObject, parseJson, parseObject } from './parts/json.ts';
import { writerOfFacility } from './parts/printk-line.ts';
import { shareClaimed } from './parts/sniff.ts';
import { userTag } from './parts/user-tag.ts';
import { decodeUtf8 } from './parts/utf8.ts';

/**
 * `dmesg -J`: an object `{"pri": 4, "time": 608.218483, "caller": "T123", "msg": "..."}` spread over lines, in an array
 * `"dmesg"`; with `-x` facility and level by name (`"fac": "kern", "pri": "warn"`). Also the whole document on one line.
 *
 * Writer: the kernel keeps the facility. (util-linux before 2.40 lost it in the number: there a user's line shows as the
 * kernel's, and nothing in the text tells.)
 */
export const dmesgJson: Framing = {
  name: 'dmesg-json',
  samples: [
    '   "dmesg": [',
    '         "pri": 12,',
    '         "fac": "kern",',
    '         "time":     0.000000,',
    '         "msg": "Mem-Info:"',
    '      },{',
    '{"dmesg":[{"pri":4,"time":608.218483,"msg":"Mem-Info:"}]}',
  ],
  lookBehindLines: 8,
  showsWriter: true,
  needles: [],
  mark: /"(?:pri|fac|time|caller|msg|[\sdmesg]+)"\s*:|\}\s*,\s*\{/,
  sniff: (lines) => shareClaimed(lines, dmesgJson.reader()),
  reader,
};

const property = /^\s*"(pri|fac|time|caller|msg)"\s*:/;
const arrayBegin = /^\{?"dmesg":\[$/;
const bracket = /^[[\]{}],?$/;
/** Lines of brackets are short; a long line is not worth a look without its blanks. */
const longestBracketLine = 128;
const wholeDocument = /^\s*\{\s*"dmesg"\s*:/;

type Properties = Readonly<Record<string, unknown>>;

function reader(): FrameReader {
  let properties: Record<string, unknown> = {};
  let first: Span | null = null;
  let inside = false;
  const emitProperties = propertiesEmitter();

  return {
    get holding() {
      return first !== null;
    },
    read(line, emit) {
      const text = textOf(line);
      const match = property.exec(text);
      if (match) {
        inside = true;
        readProperty(line, match[1] ?? '', text.slice(match[0].length).trim(), emit);
        return true;
      }
      const brackets = text.length > longestBracketLine ? '' : text.replaceAll(/\s/g, '');
      if (arrayBegin.test(brackets) || brackets === '},{') inside = true;
      else if (!inside || !bracket.test(brackets)) return wholeDocument.test(text) && readWhole(line, text, emit);
      finish(line, emit);
      return true;
    },
    jump: forget,
    end: forget,
  };

  function forget(): void {
    properties = {};
    first = null;
    inside = false;
  }

  function readProperty(line: Line, name: string, written: string, emit: Emit): void {
    const isLast = !written.endsWith(',');
    const value = isLast ? written : written.slice(0, -1);
    first ??= spanOf(line);
    properties[name] = parseJson(decodeUtf8(value)) ?? value;
    if (name === 'msg' && isLast) finish(line, emit);
  }

  function finish(line: Line, emit: Emit): void {
    if (first) emitProperties(properties, spanOfLines(first, line), emit);
    properties = {};
    first = null;
  }

  function readWhole(line: Line, text: string, emit: Emit): boolean {
    const records = line.cut ? undefined : parseObject(decodeUtf8(text))?.dmesg;
    if (!Array.isArray(records)) return false;
    for (const record of records) if (isObject(record)) emitProperties(record, spanOf(line), emit);
    return true;
  }
}

function propertiesEmitter(): (properties: Properties, span: Span, emit: Emit) => void {
  const head = unknownHead();
  const tagged = userTag();
  const time = dmesgStamp();

  return (properties, span, emit) => {
    const { msg, caller } = properties;
    if (typeof msg !== 'string') return;
    const facility = facilityIn(properties);
    head.writer = facility === null ? 'unproved' : writerOfFacility(facility);
    head.severity = severityIn(properties);
    head.caller = typeof caller === 'string' ? caller : null;
    readTime(properties.time);
    emitMessage(span, tagged(msg, head), head, emit);
  };

  /** Seconds since boot; with another `--time-format` the text that dmesg would print, unquoted. */
  function readTime(value: unknown): void {
    time.read(typeof value === 'string' ? `${value.trimEnd()} ` : '', 0);
    head.stamp = time.stamp;
    head.monotonicUs = typeof value === 'number' ? Math.round(value * US_PER_SECOND) : time.monotonicUs;
  }
}

function facilityIn({ fac, pri }: Properties): number | null {
  if (typeof fac === 'string') return facilityOf(fac) < 0 ? null : facilityOf(fac);
  return typeof pri === 'number' ? pri >> 3 : null;
}

function severityIn({ pri }: Properties): number | null {
  if (typeof pri === 'number') return pri & 7;
  return typeof pri === 'string' && severityOf(pri) >= 0 ? severityOf(pri) : null;
}
