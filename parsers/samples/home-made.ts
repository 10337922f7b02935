import type { Line } from '../model/line.ts';
import type { RawSample } from '../model/sample.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { dissect, type TemplateValue } from './home-made/line-template.ts';
import { type Inference, inferTemplates, isLogLine, processMetrics } from './home-made/template-inference.ts';
import { type BlockTime, noTime } from './moment/moments.ts';
import { parseTimeField, type TimeField } from './moment/time-field.ts';
import { namedMetric, settleScope } from './names/column-names.ts';
import { isEmpty, type Metrics, spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { type CellReader, createCellReader } from './text/cell.ts';
import { procpsUnitBytes } from './text/procps-unit.ts';
import { coarser, optionUnitBytes, unitBytes } from './text/quantity.ts';

/**
 * Logs that somebody's loop wrote: a time and a number a line, or numbers with names. What a line means is inferred from
 * many: their template must be shared by most lines that no other format takes, and words must tell several numbers apart.
 *
 * A number without a name beside a time is `loggedBytes`, unless the file's name says `rss`, `free` or the like. A unit that
 * is not written is inferred from the values and named. `--time-regex` and `--value-regex` replace the inference, named
 * groups (`(?<rss>\d+)`) name the values. The template that was found is in `notes`.
 */
export const homeMade = defineFormat({
  name: 'home-made',
  readsWholeLines: true,
  samples: [
    ['2026-02-09 10:00:05 used=1234MB free=567MB', '2026-02-09 10:00:10 used=1240MB free=561MB'].join('\n'),
    ['[10:00:05] Memory usage: 37.23%', '[10:00:35] Memory usage: 37.90%'].join('\n'),
    ['1763631305 1263616', '1763631310 1263900', '1763631315 1264104', '1763631320 1264412'].join('\n'),
    ['Mon Feb  9 10:00:05 UTC 2026 Mem: 3.8Gi 2.3Gi 1.5Gi', 'Mon Feb  9 10:00:10 UTC 2026 Mem: 3.8Gi 2.4Gi 1.4Gi'].join(
      '\n',
    ),
    ['allocated=1900MB', 'allocated=1950MB'].join('\n'),
    ['RSS: 412.07 MB', 'VMS: 812.11 MB', 'Memory percent: 10.31%'].join('\n'),
  ],
  readsFileName: true,
  open: readHomeMade,
});

/** Lines held until the templates are certain, where the head of the file is not known. */
const linesHeld = 24;

function readHomeMade({ options, moments, head }: FormatContext): BlockReader {
  const told = options.unit === null ? null : optionUnitBytes(options.unit);
  const cells = createCellReader(true, 'point');
  /** The user said when or in what unit: then a lone number needs no time beside it. */
  const isTold = options.unit !== null || (options.startUs !== null && options.intervalUs !== null);
  const mayBeBare = isTold || moments.datesEveryLine;
  let inference: Inference | null = null;
  let isDecided = false;
  let held: Line[] = [];
  const notes: string[] = [];

  function decide(lines: readonly string[], path: string): void {
    isDecided = true;
    inference = inferTemplates(lines, path, mayBeBare);
    notes.push(...(inference?.notes ?? []));
  }

  function decideByHeld(sink: SampleSink): void {
    const lines = held;
    held = [];
    decide(
      lines.map((line) => line.text),
      lines[0]?.path ?? '',
    );
    for (const line of lines) if (inference) readLine(line, line.text, inference, sink);
  }

  function timeOf(time: TimeField | null, kind: string): BlockTime {
    if (!time) return moments.date(`home-made ${kind}`);
    if ('timeOfDay' in time) return moments.clock('home-made', time.timeOfDay);
    return { ...noTime, stamp: time.stamp, stampBasis: 'written', host: null };
  }

  function readLine(line: Line, text: string, known: Inference, sink: SampleSink): 'claimed' | 'foreign' {
    const dissected = isLogLine(text) ? null : dissect(text);
    if (!dissected || !known.templates.has(dissected.template)) return 'foreign';
    emit(line, dissected.time, dissected.values, known, sink);
    return 'claimed';
  }

  function emit(
    line: Line,
    time: TimeField | null,
    values: readonly TemplateValue[],
    known: Inference | null,
    sink: SampleSink,
  ): void {
    const metrics: Metrics = {};
    let quantumBytes: number | null = null;
    let unitAssumed: RawSample['unitAssumed'] = null;
    const hasNames = values.some(({ named }) => named !== null);
    for (const value of values) {
      // Between numbers with names, one without may be anything.
      if (hasNames && value.named === null) continue;
      const reading = readValue(value, cells, line.path, told === null);
      if (reading === null) continue;
      if (typeof reading === 'string') {
        sink.reject(line, reading);
        continue;
      }
      const { metric, isPercent, percentAssumed, number, unit, assumed, decimals } = reading;
      if (isPercent) {
        if (number > 100) sink.reject(line, 'impossible value');
        else {
          metrics[metric] ??= number;
          if (percentAssumed) unitAssumed ??= '%';
        }
        continue;
      }
      const bare = unit === null ? bareUnitOf(number, known) : null;
      const bytes = unit ?? bare?.bytes;
      if (bytes === undefined || number * bytes > Number.MAX_SAFE_INTEGER) {
        sink.reject(line, 'unit unknown');
        continue;
      }
      unitAssumed ??= bare?.assumed ?? assumed;
      metrics[metric] ??= Math.round(number * bytes);
      quantumBytes = coarser(quantumBytes, Math.max(1, Math.round(bytes / 10 ** decimals)));
    }
    if (isEmpty(metrics)) return;
    const pid = pidOf(values);
    const isProcess =
      pid !== null || known?.isProcess || Object.keys(metrics).some((metric) => processMetrics.has(metric));
    const isCgroup = Object.keys(metrics).some((metric) => metric.startsWith('cgroup'));
    const scope = isCgroup ? 'cgroup' : isProcess ? 'process' : 'system';
    settleScope(metrics, scope);
    if (isEmpty(metrics)) return;
    const at = timeOf(time, `${pid ?? ''} ${Object.keys(metrics).join(' ')}`);
    sink.sample(
      toSample({ format: 'home-made', span: spanOf(line), time: at, scope, pid, metrics, quantumBytes, unitAssumed }),
    );
  }

  function bareUnitOf(
    number: number,
    known: Inference | null,
  ): { bytes: number; assumed: RawSample['unitAssumed'] } | null {
    if (told !== null) return { bytes: told, assumed: null };
    if (!known?.bareUnit || !known.evidence.fits(number, known.bareUnit)) return null;
    return { bytes: procpsUnitBytes[known.bareUnit], assumed: known.bareUnit };
  }

  /** With the user's patterns: the first group (or the whole match) is the value, named groups name several. */
  function readByPattern(line: Line, text: string, pattern: RegExp, sink: SampleSink): 'claimed' | 'foreign' {
    const match = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).exec(text);
    if (!match) return 'foreign';
    const timed =
      options.timePattern &&
      new RegExp(options.timePattern.source, options.timePattern.flags.replace(/[gy]/g, '')).exec(text);
    const timeText = timed ? (timed[1] ?? timed[0]).trim() : null;
    const time =
      timeText === null ? (options.timePattern ? null : (dissect(text)?.time ?? null)) : parseTimeField(timeText);
    if (timeText !== null && !time) sink.reject(line, 'unreadable time');
    const groups = match.groups ? Object.entries(match.groups) : [['', match[1] ?? match[0]] as const];
    const values = groups.flatMap(([name, value]) =>
      value === undefined ? [] : [patternValue(name, value, options.unit)],
    );
    emit(line, time, values, null, sink);
    return 'claimed';
  }

  return {
    blank: 'part',
    notes,
    close(sink) {
      if (!isDecided && held.length > 0) decideByHeld(sink);
    },
    read(line, text, sink) {
      if (options.valuePattern) return readByPattern(line, text, options.valuePattern, sink);
      if (!isDecided && head.length > 0) decide(head, line.path);
      if (isDecided) return inference ? readLine(line, text, inference, sink) : 'foreign';
      held.push({ ...line, text });
      if (held.length >= linesHeld) decideByHeld(sink);
      return 'foreign';
    },
  };
}

function pidOf(values: readonly TemplateValue[]): number | null {
  const digits = values.find(({ isPid }) => isPid)?.digits ?? '';
  return /^[1-9]\d{0,6}$/.test(digits) ? Number(digits) : null;
}

function patternValue(name: string, text: string, unit: FormatContext['options']['unit']): TemplateValue {
  const match = /^\s*([\d.,]+)\s*(%|[A-Za-z]{1,5})?\s*$/.exec(text);
  const isPercent = unit === '%' && !match?.[2];
  return {
    digits: match?.[1] ?? text,
    unit: isPercent ? '%' : (match?.[2] ?? ''),
    isUsage: false,
    named: namedMetric(isPercent && name !== '' ? `${name} %` : name),
  };
}

interface Reading {
  readonly metric: string;
  readonly number: number;
  readonly decimals: number;
  readonly isPercent: boolean;
  readonly percentAssumed: boolean;
  readonly unit: number | null;
  readonly assumed: RawSample['unitAssumed'];
}

const fileNames: readonly (readonly [RegExp, string])[] = [
  [/rss/i, 'rssBytes'],
  [/avail/i, 'memAvailableBytes'],
  [/free/i, 'memFreeBytes'],
  [/swap/i, 'swapUsedBytes'],
  [/used/i, 'memUsedBytes'],
];

/** The value with its meaning, null for a number nobody named, or why it cannot be read. */
function readValue(
  { digits, unit, named, isUsage }: TemplateValue,
  cells: CellReader,
  path: string,
  mayBePercent: boolean,
): Reading | string | null {
  const cell = cells.read(digits);
  if (cell === 'ambiguous') return 'decimal mark unknown';
  if (typeof cell === 'string') return 'unreadable value';
  const { value: number, decimals } = cell;
  if (number < 0) return 'impossible value';
  const file = path.slice(path.lastIndexOf('/') + 1);
  const metric = named?.metric ?? fileNames.find(([pattern]) => pattern.test(file))?.[1] ?? 'loggedBytes';
  const plain = { metric, number, decimals, assumed: null, percentAssumed: false };
  if (unit === '%' || named?.kind === 'percent') {
    const name = named?.kind === 'percent' ? metric : 'memUsedPercent';
    return { ...plain, metric: name, isPercent: true, unit: null };
  }
  if (mayBePercent && isUsage && unit === '' && decimals > 0 && number <= 100 && metric === 'memUsedBytes')
    return { ...plain, metric: 'memUsedPercent', isPercent: true, percentAssumed: true, unit: null };
  const written = unit === '' ? (named?.unit ?? null) : unitBytes(unit, 1024);
  const assumed = /^mb$/i.test(unit) ? 'MiB' : /^gb$/i.test(unit) ? 'GiB' : (named?.assumed ?? null);
  return { ...plain, isPercent: false, unit: written, assumed: unit === '' ? (named?.assumed ?? null) : assumed };
}
