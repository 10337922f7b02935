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

/** A pattern with `*`; without one it may stand anywhere. Case does not count. */
function fits(text: string, wanted: string): boolean {
  const have = text.toLowerCase();
  const want = wanted.toLowerCase();
  if (!want.includes('*')) return have.includes(want);
  const parts = want.split('*');
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = index === 0 ? (have.startsWith(part) ? 0 : -1) : have.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const last = parts.at(-1) ?? '';
  return last === '' || have.endsWith(last);
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

const textsOf: Readonly<
  Record<Exclude<Condition['field'], 'conf' | 'since'>, (row: IncidentRow) => readonly string[]>
> = {
  kind: (row) => [kindWord(row), ...row.kinds],
  host: (row) => [row.lane],
  killed: (row) => row.victims,
  cgroup: (row) => (row.cgroup === null ? [] : [row.cgroup]),
  cause: (row) => (row.cause === null ? [] : [row.cause]),
  culprit: (row) => (row.culprit === null ? [] : [row.culprit]),
  text: (row) => [row.title, row.lane, row.cause ?? '', row.culprit ?? '', row.cgroup ?? '', row.reference],
};

function holds({ field, values }: Condition, row: IncidentRow, context: FilterContext): boolean {
  if (field === 'conf') return values.some((value) => confident(row, value));
  if (field === 'since') {
    const from = sinceUs(values[0] ?? '', context);
    return from === null || (row.startUs !== null && (row.endUs ?? row.startUs) >= from);
  }
  return values.some((value) => textsOf[field](row).some((text) => fits(text, value)));
}

export function matches(conditions: readonly Condition[], row: IncidentRow, context: FilterContext): boolean {
  return conditions.every((condition) => holds(condition, row, context) !== condition.not);
}
