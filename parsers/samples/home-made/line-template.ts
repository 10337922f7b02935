import { parseTimeField, type TimeField } from '../moment/time-field.ts';
import { type NamedMetric, namedMetric } from '../names/column-names.ts';
import { unitBytes } from '../text/quantity.ts';

/** A number on a line, with what stands around it. */
export interface TemplateValue {
  /** As written: `37.23`, `1.234,5`. */
  readonly digits: string;
  /** Unit as written, `%` or empty. */
  readonly unit: string;
  /** What the words say it is; null where they say nothing. */
  readonly named: NamedMetric | null;
  /** The words before it speak of usage: a small number may be a share. */
  readonly isUsage: boolean;
  /** It stands behind `Mem:`, where numbers without names follow in the order of free. Absent: no. */
  readonly opensFreeRow?: boolean;
  /** It is the number of the process that the others speak of. Absent: no. */
  readonly isPid?: boolean;
}

/** One line of a home-made log, taken apart. */
export interface DissectedLine {
  /** The line with its time and numbers taken out: lines of one kind have one template. */
  readonly template: string;
  readonly time: TimeField | null;
  readonly values: readonly TemplateValue[];
}

const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';
const clock = '\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?';
const times = new RegExp(
  [
    `\\d{4}[-/.]\\d\\d[-/.]\\d\\d[T _-]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?(?: ?(?:Z|UTC|[+-]\\d\\d:?\\d\\d)\\b)?`,
    `\\d\\d?[./]\\d\\d?[./]\\d{4},? \\d\\d?:\\d\\d(?::\\d\\d)?(?: [AP]M)?`,
    `(?:[A-Z][a-z]{2},? )?${month} +\\d{1,2},? (?:\\d{4} )?${clock}(?: [AP]M)?(?: [A-Z]{2,5})?(?: \\d{4}\\b)?`,
    `(?:[A-Z][a-z]{2},? )?\\d{1,2}[ -]${month}[ -]\\d{4}[ :]${clock}(?: [AP]M)?(?: [A-Z]{2,5}| [+-]\\d{4})?`,
    `(?<![\\d.])${clock}(?! *[.:]\\d)(?: [AP]M\\b)?`,
  ].join('|'),
);
/** An epoch counts as a time only where a line begins with it. */
const leadingEpoch =
  /^[\s[("'#]*(?:(?:ts|time|timestamp|epoch)[ =:]+)?(1[4-9]\d{8}(?:\d{3}|\d{6}|\d{9}|\.\d{1,9})?)(?![\d.])/i;
/** A word that holds digits (`api-0`, `systemd[1]`, `5ms`, `0x1f`, `12MB/s`) is no number. */
const number =
  /(?<![\w.]|\w[-[])[+-]?\d[\d.,]*(?<![.,])(?:[eE][+-]?\d{1,3})?(?:\s?(%|[KMGTP]i?B?|bytes|[kmgt](?:i?[bB])?|B)(?!\w|\/s))?(?!\w)/g;

/** `Memory (kB): 1234` */
const unitBefore = /\((%|[KMGT]i?B|kB|bytes)\)\s*[:=]?\s*$/;

/** Takes a line apart. Null for lines without a number, and for lines that are too long to be home-made. */
export function dissect(line: string): DissectedLine | null {
  if (line.length > 400 || !/\d/.test(line)) return null;
  const found = findTime(line);
  return dissectAround(line, found) ?? (found && dissectAround(line, withoutComma(line, found)));
}

/** `10:00:05,1234` is a time with its decimals, or a time and a number: the latter where nothing else on the line is one. */
function withoutComma(line: string, { from, to }: FoundTime): FoundTime | null {
  const comma = line.lastIndexOf(',', to);
  const time = comma > from ? parseTimeField(line.slice(from, comma)) : null;
  return time && { from, to: comma, time };
}

interface FoundTime {
  readonly from: number;
  readonly to: number;
  readonly time: TimeField;
}

function dissectAround(line: string, found: FoundTime | null): DissectedLine | null {
  // A logger writes its time before the line's own: neither holds a number of memory.
  const rest = found ? withoutTimes(`${line.slice(0, found.from)}<time>${line.slice(found.to)}`) : line;
  const values: TemplateValue[] = [];
  const matches = [...rest.matchAll(number)];
  if (matches.length === 0 || matches.length > 12) return null;
  let template = '';
  let end = 0;
  const followed = followingNames(rest, matches);
  const paired = pairedNames(rest, matches);
  for (const [index, match] of matches.entries()) {
    const written = match[1] ?? '';
    const digits = match[0].slice(0, match[0].length - written.length).trim();
    const before = rest.slice(end, match.index);
    const unit = written || (unitBefore.exec(before)?.[1] ?? '');
    const after = rest.slice(match.index + match[0].length, matches[index + 1]?.index ?? rest.length);
    const named = inContext(
      index < 2 && paired
        ? (paired[index] ?? null)
        : (followed?.[index] ?? nameOf(before, after, unit, matches.length, index, values)),
      rest.slice(0, match.index),
    );
    // A row of a table whose columns nobody names here: `MemTotal 31948.59 32253.59 64202.18`.
    const last = values.at(-1);
    if (before.trim() === '' && named === null && last?.named && !values[0]?.opensFreeRow) return null;
    const opensFreeRow = index === 0 && /(?:^|[\s>\]])Mem:?\s*$/.test(before);
    const isPid = unit === '' && /\bpid\W{0,3}$/i.test(before);
    values.push({
      digits,
      unit,
      named: isPid ? null : named,
      isUsage: /usage|utili[sz]ation/i.test(before),
      opensFreeRow,
      ...(isPid && { isPid }),
    });
    template += `${before}<n>${written}`;
    end = match.index + match[0].length;
  }
  template += rest.slice(end);
  shareUnit(values, rest);
  return { template: template.replace(/\s+/g, ' ').trim(), time: found?.time ?? null, values };
}

/** `512 MB total, 500 MB free`: where a name follows every number, none stands before. Null elsewhere. */
function followingNames(rest: string, matches: readonly RegExpExecArray[]): NamedMetric[] | null {
  if (matches.length < 2) return null;
  const names: NamedMetric[] = [];
  for (const [index, match] of matches.entries()) {
    const after = rest.slice(match.index + match[0].length, matches[index + 1]?.index ?? rest.length);
    const word = /^ ?([A-Za-z/]+)/.exec(after)?.[1];
    const named = word === undefined ? null : lookUp(word, match[1] === '%');
    if (!named) return null;
    names.push(named);
  }
  return names;
}

/** `Mem used/total: 1204/3902 MB`: two names before two numbers, in one order. Null elsewhere. */
function pairedNames(rest: string, matches: readonly RegExpExecArray[]): readonly (NamedMetric | null)[] | null {
  const [first, second] = matches;
  if (!first || !second) return null;
  const names = /([A-Za-z]+) ?\/ ?([A-Za-z]+)\W{0,4}$/.exec(rest.slice(0, first.index));
  const between = rest.slice(first.index + first[0].length, second.index);
  if (!names || between.trim() !== '/') return null;
  const isPercent = (match: RegExpExecArray): boolean => match[1] === '%';
  return [lookUp(names[1] ?? '', isPercent(first)), lookUp(names[2] ?? '', isPercent(second))];
}

const mostTimes = 3;

function withoutTimes(line: string): string {
  let rest = line;
  for (let count = 0; count < mostTimes; count += 1) {
    const match = times.exec(rest);
    if (!match) return rest;
    rest = `${rest.slice(0, match.index)}<time>${rest.slice(match.index + match[0].length)}`;
  }
  return rest;
}

function findTime(line: string): FoundTime | null {
  const epoch = leadingEpoch.exec(line);
  const match = epoch ?? times.exec(line);
  if (!match) return null;
  const text = epoch?.[1] ?? match[0];
  const from = epoch ? match.index + match[0].length - text.length : match.index;
  const time =
    parseTimeField(text.replace(/^(\d{4}[-/.]\d\d[-/.]\d\d)[_-]/, '$1 ')) ?? parseTimeField(text.replace(/,/, '.'));
  return time && { from, to: from + text.length, time };
}

/** Names of what stands in the order of `free`. */
const freeOrder = ['total', 'used', 'free', 'shared', 'buff/cache', 'available'];

function nameOf(
  before: string,
  after: string,
  unit: string,
  count: number,
  index: number,
  earlier: readonly TemplateValue[],
): NamedMetric | null {
  const isPercent = unit === '%';
  const words = before
    .replace(/<time>/g, ' ')
    .replace(/[=:,;|()[\]{}<>"'/]+/g, ' ')
    .trim()
    .split(/\s+/)
    .filter(Boolean);
  for (let length = Math.min(3, words.length); length > 0; length -= 1) {
    const found = lookUp(words.slice(-length).join(' '), isPercent);
    if (found) return orderedAfter(found, words, count, index === 0 && after.trim() === '');
  }
  const isBetween = before.trim() === '' && index > 0;
  if (isBetween && earlier[0]?.opensFreeRow && count >= 3) return lookUp(freeOrder[index] ?? '', false);
  // Of a heap or a process it is no total of the machine's.
  const isOfMachine = /^(?:mem|swap)/.test(earlier[0]?.named?.metric ?? '');
  if (index === 1 && isOfMachine && /^\s*(?:of|\/|out of)\s*$/i.test(before)) return lookUp('total', false);
  if (isPercent && count > 1) {
    const share = shareOf(earlier);
    if (share || before.endsWith('(')) return share;
  }
  // `max=1 swap=0`: a word that names the next number does not name this one.
  const following = /^\s*[([]?\s*([A-Za-z/]+)(?![A-Za-z/]|\s*[=:])/.exec(after)?.[1];
  return following === undefined ? null : lookUp(following, isPercent);
}

const shares: Readonly<Record<string, string>> = {
  memUsedBytes: 'memUsedPercent',
  memAvailableBytes: 'memAvailablePercent',
  swapUsedBytes: 'swapUsedPercent',
};

/** `used 1234 MB of 3902 MB (31.6%)`: a share behind an amount is its own. */
function shareOf(earlier: readonly TemplateValue[]): NamedMetric | null {
  const amount = earlier.findLast(({ named }) => named !== null && !/^(?:mem|swap)TotalBytes$/.test(named.metric));
  const metric = shares[amount?.named?.metric ?? ''];
  return metric === undefined ? null : { metric, kind: 'percent', unit: 1, assumed: null };
}

const ofSwap: Readonly<Record<string, string>> = {
  memTotalBytes: 'swapTotalBytes',
  memFreeBytes: 'swapFreeBytes',
  memUsedBytes: 'swapUsedBytes',
  memUsedPercent: 'swapUsedPercent',
};

/** `Swap: 512 total, 500 free`: the word before decides whose total it is. */
function inContext(named: NamedMetric | null, before: string): NamedMetric | null {
  const words = before.match(/swap|mem(?!ory_|_)|ram\b/gi);
  if (!named || words?.at(-1)?.toLowerCase() !== 'swap') return named;
  const metric = ofSwap[named.metric];
  return metric === undefined ? named : { ...named, metric };
}

/** `Mem: 3.8Gi 2.3Gi 1.5Gi` is a row of free: its first number is the total. */
function orderedAfter(found: NamedMetric, words: readonly string[], count: number, isFollowed: boolean): NamedMetric {
  const isFreeRow = isFollowed && words.at(-1) === 'Mem' && count >= 3;
  return isFreeRow ? (lookUp('total', false) ?? found) : found;
}

function lookUp(words: string, isPercent: boolean): NamedMetric | null {
  if (/^alloc(?:ated)?$/i.test(words)) return { metric: 'allocatedBytes', kind: 'size', unit: null, assumed: null };
  return namedMetric(isPercent && !/%|percent|pct/i.test(words) ? `${words} %` : words);
}

/** `1234/3902 MB`: the unit stands behind the last number only. */
function shareUnit(values: TemplateValue[], rest: string): void {
  const last = values.at(-1);
  const [first] = values;
  if (values.length !== 2 || !first || !last || first.unit !== '' || last.unit === '' || last.unit === '%') return;
  if (rest.includes(`${first.digits}/${last.digits}`)) {
    values[0] = { ...first, unit: last.unit };
  }
}

/** True where the words of a value and its unit say for themselves what it is. */
export function isTelling({ named, unit }: TemplateValue): boolean {
  return (
    named !== null &&
    (unit === '%' || named.kind === 'percent' || named.unit !== null || unitBytes(unit, 1024) !== null)
  );
}
