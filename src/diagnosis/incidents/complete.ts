import type { KernelRecord, RecordOf } from '../../../parsers/model/record.ts';
import { accountFor } from '../accounting/account.ts';
import type { AccountingResult } from '../accounting/sum.ts';
import type { Incident } from '../analysis.ts';
import { ranOut } from '../ran-out.ts';
import { selectionOf } from '../selection/selection.ts';
import { consumersOf } from '../tasks.ts';
import type { Outline } from './outline.ts';

/** Fills in what only the full records tell: accounting, the choice of the victim, what ran out, who held memory. */
export function complete({ incident, wanted }: Outline, records: ReadonlyMap<string, KernelRecord>): Incident {
  const read = wanted.flatMap((id) => records.get(id) ?? []);
  const shortages = read.filter((record) => record.kind === 'oom-kill' || record.kind === 'alloc-failure');
  const kills = shortages.filter((record) => record.kind === 'oom-kill');
  const account = firstAccount(kills.length > 0 ? kills : shortages);
  return {
    ...incident,
    ranOut: first(shortages, ranOut),
    accounting: account.accounting,
    accountingRefused: account.refused ?? noRecord(incident, wanted, read),
    selection: first(kills, selectionOf),
    consumers: first(kills, (record) => nonEmpty(consumersOf(record))) ?? [],
  };
}

type Shortage = RecordOf<'oom-kill'> | RecordOf<'alloc-failure'>;

function firstAccount(records: readonly Shortage[]): AccountingResult | { accounting: null; refused: null } {
  let refusal: AccountingResult | null = null;
  for (const record of records) {
    const result = accountFor(record);
    if (result.accounting !== null) return result;
    refusal ??= result;
  }
  return refusal ?? { accounting: null, refused: null };
}

function first<In, Out>(records: readonly In[], derive: (record: In) => Out | null): Out | null {
  for (const record of records) {
    const derived = derive(record);
    if (derived !== null) return derived;
  }
  return null;
}

const nonEmpty = <T>(list: readonly T[]): readonly T[] | null => (list.length === 0 ? null : list);

function noRecord(incident: Incident, wanted: readonly string[], read: readonly KernelRecord[]): string | null {
  if (read.length > 0) return null;
  if (wanted.length > 0) return 'the record could not be read a second time';
  return incident.kinds.includes('oom-kill') ? 'no report of this incident holds a dump of memory' : null;
}
