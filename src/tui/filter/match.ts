import type { IncidentRow } from '../engine/model/incident-row.ts';
import { kindWord } from '../text/kinds.ts';
import type { Condition } from './parse.ts';

/** What a filter needs beside the row. */
export interface FilterContext {
  /** The newest incident: `since:2h` counts back from it. */
  readonly newestUs: number | null;
  /** Turns `14:02` or `2026-06-07T14:02` into epoch microseconds in the zone shown; null where that fails. */
  readonly instant: (text: string) => number | null;
}

const unitsUs: Readonly<Record<string, number>> = {
  s: 1e6,
  m: 60e6,
  min: 60e6,
  h: 3600e6,
  d: 86_400e6,
  w: 604_800e6,
};

type Test = (text: string) => boolean;

/** A pattern with `*`, or a text that may stand anywhere. Both sides are in lower case. */
function patternOf(wanted: string): Test {
  const want = wanted.toLowerCase();
  if (!want.includes('*')) return (have) => have.includes(want);
  const parts = want.split('*');
  const last = parts.at(-1) ?? '';
  return (have) => {
    let at = 0;
    for (const [index, part] of parts.entries()) {
      const found = index === 0 ? (have.startsWith(part) ? 0 : -1) : have.indexOf(part, at);
      if (found === -1) return false;
      at = found + part.length;
    }
    return last === '' || have.endsWith(last);
  };
}

function confident(row: IncidentRow, wanted: string): boolean {
  if (row.confidence === null) return false;
  const [, sign = '>=', digits = ''] = /^(>=|<=|>|<)?\s*(.+)$/.exec(wanted) ?? [];
  const limit = digits.endsWith('%') ? Number(digits.slice(0, -1)) / 100 : Number(digits);
  if (sign === '>') return row.confidence > limit;
  if (sign === '<') return row.confidence < limit;
  return sign === '<=' ? row.confidence <= limit : row.confidence >= limit;
}

function sinceUs(wanted: string, { newestUs, instant }: FilterContext): number | null {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(s|m|min|h|d|w)$/.exec(wanted) ?? [];
  if (count === undefined || unit === undefined) return instant(wanted);
  return newestUs === null ? null : newestUs - Number(count) * (unitsUs[unit] ?? 0);
}

type TextField = Exclude<Condition['field'], 'conf' | 'since'>;

const textsOf: Readonly<Record<TextField, (row: IncidentRow) => readonly string[]>> = {
  kind: (row) => [kindWord(row), ...row.kinds],
  host: (row) => [row.lane],
  killed: (row) => row.victims,
  cgroup: (row) => (row.cgroup === null ? [] : [row.cgroup]),
  cause: (row) => (row.cause === null ? [] : [row.cause]),
  culprit: (row) => (row.culprit === null ? [] : [row.culprit]),
  text: (row) => [row.title, row.lane, row.cause ?? '', row.culprit ?? '', row.cgroup ?? '', row.reference],
};

/** Each key typed into a filter tests every row: the lower-case text of a row is made once. */
const lowerCase = new WeakMap<IncidentRow, Partial<Record<TextField, readonly string[]>>>();

function lowerTexts(field: TextField, row: IncidentRow): readonly string[] {
  const known = lowerCase.get(row);
  const texts = known?.[field];
  if (texts !== undefined) return texts;
  const made = textsOf[field](row).map((text) => text.toLowerCase());
  if (known === undefined) lowerCase.set(row, { [field]: made });
  else known[field] = made;
  return made;
}

type RowTest = (row: IncidentRow) => boolean;

function testOf({ field, values }: Condition, context: FilterContext): RowTest {
  if (field === 'conf') return (row) => values.some((value) => confident(row, value));
  if (field === 'since') {
    const from = sinceUs(values[0] ?? '', context);
    return (row) => from === null || (row.startUs !== null && (row.endUs ?? row.startUs) >= from);
  }
  const patterns = values.map(patternOf);
  return (row) => lowerTexts(field, row).some((text) => patterns.some((fits) => fits(text)));
}

/** Whether a row meets all conditions. */
export function filterOf(conditions: readonly Condition[], context: FilterContext): RowTest {
  const tests = conditions.map((condition) => ({ holds: testOf(condition, context), not: condition.not }));
  return (row) => tests.every(({ holds, not }) => holds(row) !== not);
}
