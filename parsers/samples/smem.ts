import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { type BlockTime, noTime } from './moment/moments.ts';
import { type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { commOfCommandLine } from './text/comm.ts';
import { parseUint, words as wordsOf } from './text/numbers.ts';
import { parseQuantity } from './text/quantity.ts';

/**
 * `smem`, also with -k: per process swap, USS, PSS and RSS, in KiB or with a letter; `smem -w`: of the machine what is free.
 * Shares (-p) and the sums of a user (-u) are claimed and left out, and said. Source: smem `showpids`, `showusers`,
 * `showsystem`.
 */
export const smem = defineFormat({
  name: 'smem',
  samples: [
    [
      '  PID User     Command                         Swap      USS      PSS      RSS ',
      '  812 app      /usr/bin/java -jar app.jar         4   100000   110000   126044 ',
    ].join('\n'),
  ],
  open: readSmem,
});

/** What a heading announces: rows of processes, of users, of areas of the machine. */
type Kind = 'processes' | 'users' | 'areas';

function kindOf(fields: readonly string[]): Kind | null {
  if (fields[0] === 'PID' && isHeading(fields)) return 'processes';
  if (fields[0] === 'User' && fields[1] === 'Count' && fields.some((field) => Object.hasOwn(columns, field)))
    return 'users';
  return fields.join(' ') === 'Area Used Cache Noncache' ? 'areas' : null;
}

const columns: Readonly<Record<string, string>> = {
  Swap: 'swapBytes',
  USS: 'ussBytes',
  PSS: 'pssBytes',
  RSS: 'rssBytes',
};

/** Columns that hold text; smem -c may leave any of them out, numbers stand behind them. */
const textColumns: ReadonlySet<string> = new Set(['User', 'Command', 'Name']);

/** `PID`, texts, then numbers, in mixed case: a heading of ps is in capitals throughout. With -c a text may come last. */
function isHeading(fields: readonly string[]): boolean {
  const rest = endsInText(fields) ? [fields.at(-1) ?? '', ...fields.slice(1, -1)] : fields.slice(1);
  const firstNumber = rest.findIndex((field) => !textColumns.has(field));
  const numbers = rest.slice(firstNumber);
  return (
    firstNumber > 0 &&
    numbers.length > 0 &&
    numbers.every((field) => Object.hasOwn(columns, field) || /^[A-Z]/.test(field)) &&
    numbers.some((field) => field === 'PSS' || field === 'USS' || field === 'RSS') &&
    !numbers.some((field) => textColumns.has(field))
  );
}

function endsInText(fields: readonly string[]): boolean {
  return textColumns.has(fields.at(-1) ?? '');
}

function readSmem({ moments }: FormatContext): BlockReader {
  let kind: Kind | null = null;
  let names: readonly string[] | null = null;
  let time: BlockTime | null = null;
  let hasUser = false;
  let hasCommand = false;
  let textIsLast = false;

  return {
    byRow: true,
    close() {
      kind = null;
      names = null;
    },
    read(line, text, sink) {
      if (kind === null && !/PID |User +Count|Area +Used/.test(text)) return 'foreign';
      const fields = wordsOf(text);
      const next = kindOf(fields);
      kind = next ?? kind;
      if (next !== null && next !== 'processes') {
        time = moments.date('smem');
        return 'claimed';
      }
      if (kind === 'users') return readUser(line, fields, sink);
      if (kind === 'areas') return readArea(line, text, time ?? noTime, sink);
      if (next === 'processes') {
        const texts = fields.filter((field) => textColumns.has(field));
        textIsLast = endsInText(fields);
        names = textIsLast ? fields.slice(1, -1) : fields.slice(1 + texts.length);
        hasUser = texts.includes('User');
        hasCommand = texts.includes('Command') || texts.includes('Name');
        time = moments.date('smem');
        return 'claimed';
      }
      if (!names || !time) return 'foreign';
      const pid = parseUint(fields[0] ?? '', 0, (fields[0] ?? '').length);
      if (pid <= 0) return 'foreign';
      const values = textIsLast ? fields.slice(1) : fields.slice(-names.length);
      const metrics: Metrics = {};
      let quantumBytes = 1024;
      for (const [index, name] of names.entries()) {
        const field = values[index] ?? '';
        const whole = parseUint(field, 0, field.length);
        if (field.endsWith('%')) {
          sink.reject(line, 'shares without amounts');
          return 'claimed';
        }
        const size = whole === -1 ? parseQuantity(field) : { bytes: whole * 1024, quantumBytes: 1024 };
        if (!size || fields.length < names.length + 1 + (hasUser ? 1 : 0) + (hasCommand ? 1 : 0)) {
          sink.reject(line, 'row does not fit its heading');
          return 'claimed';
        }
        quantumBytes = Math.max(quantumBytes, size.quantumBytes);
        const metric = columns[name];
        if (metric) metrics[metric] = size.bytes;
      }
      const words = textIsLast ? fields.slice(1 + names.length) : fields.slice(hasUser ? 2 : 1, -names.length);
      const comm = hasCommand ? commOfCommandLine(words.join(' ')) : null;
      sink.sample(
        toSample({ format: 'smem', span: spanOf(line), time, scope: 'process', pid, comm, metrics, quantumBytes }),
      );
      return 'claimed';
    },
  };
}

function readUser(line: Line, fields: readonly string[], sink: SampleSink): 'claimed' | 'foreign' {
  if (fields.length < 3 || !/^\d+$/.test(fields[1] ?? '')) return 'foreign';
  sink.reject(line, 'sum of a user, not of a process');
  return 'claimed';
}

/** `free memory   15499124   15499124   0`; what the other areas are no counter of the kernel says. */
function readArea(line: Line, text: string, time: BlockTime, sink: SampleSink): 'claimed' | 'foreign' {
  const match = /^([a-z][a-z/ ]*[a-z]) +(\S+) +(\S+) +(\S+)$/.exec(text.trim());
  if (!match) return 'foreign';
  const [, area, used = ''] = match;
  if (area !== 'free memory') return 'claimed';
  const whole = parseUint(used, 0, used.length);
  const size = whole === -1 ? parseQuantity(used) : { bytes: whole * 1024, quantumBytes: 1024 };
  if (!size || used.endsWith('%')) sink.reject(line, 'shares without amounts');
  else
    sink.sample(
      toSample({
        format: 'smem',
        span: spanOf(line),
        time,
        metrics: { memFreeBytes: size.bytes },
        quantumBytes: size.quantumBytes,
      }),
    );
  return 'claimed';
}
