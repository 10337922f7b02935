import type { KernelRecord, RecordOf } from '../../../parsers/model/record.ts';
import type { Accounting, EvidenceSource, FactorId, Incident } from '../analysis.ts';
import type { Attribution } from '../growth/attribution.ts';
import type { GrowingCgroup } from '../growth/cgroups.ts';
import type { ComponentState } from '../growth/components.ts';
import type { Consumption } from '../growth/consumption.ts';
import type { GrowingGroup } from '../growth/groups.ts';
import type { LimitedGroup } from '../growth/limited-group.ts';
import type { MemoryHistory } from '../history.ts';
import type { WeightId } from './weights.ts';

/**
 * What kind of question an incident asks; it decides which hypotheses compete.
 * `shortage`: the kernel's OOM killer ran for want of memory. `allocation`: requests failed, memory as a whole was there.
 */
export type Frame = 'shortage' | 'manual' | 'allocation' | 'hang' | 'userspace' | 'refusal';

/** Everything a rule may look at. */
export interface Exhibit {
  readonly frame: Frame;
  readonly incident: Incident;
  readonly records: readonly KernelRecord[];
  /** The record the incident is built on, where it is a run of the OOM killer. */
  readonly report: RecordOf<'oom-kill'> | null;
  /** The group whose limit was reached, if it was that of a group. */
  readonly limited: LimitedGroup | null;
  readonly failures: readonly RecordOf<'alloc-failure'>[];
  readonly hangs: readonly RecordOf<'hung-task'>[];
  readonly accounting: Accounting | null;
  /** The accounting's amounts, with what it lumps together told apart as far as samples and swap allow; null without one. */
  readonly parts: ReadonlyMap<string, number> | null;
  /** Null without samples that cover the time before the event. */
  readonly history: MemoryHistory | null;
  /** States of the host's RAM before the event, the report's own as the last where it is of the host. */
  readonly states: readonly ComponentState[];
  readonly consumption: Consumption | null;
  /** Processes by name and what they gained over the consumption, largest gain first; empty without process samples. */
  readonly groups: readonly GrowingGroup[];
  /** From when on groups and cgroups are compared with the event; `-Infinity`: from the first look. */
  readonly gainsFromUs: number;
  /** Cgroups and what they gained over the same time, largest gain first; empty where samples name none. */
  readonly cgroups: readonly GrowingCgroup[];
  /** What the growth over the whole time watched consists of; null where samples do not tell components apart. */
  readonly attribution: Attribution | null;
  /** The times of the samples that states and groups are made of were inferred. */
  readonly inferredTimes: boolean;
}

/** One thing a rule saw: which row of the weight table it stands for, in words, with its numbers and its source. */
export interface Finding {
  readonly weight: WeightId;
  readonly claim: string;
  readonly from: EvidenceSource;
  readonly values: Readonly<Record<string, number | string>>;
}

/**
 * One rule: facts it needs, and what it makes of them. A rule that finds nothing returns an empty list; one that throws
 * is left out of the verdict and named in it.
 */
export interface Rule {
  /** The file name without its ending. */
  readonly id: string;
  readonly frames: readonly Frame[];
  judge(exhibit: Exhibit): readonly Finding[];
}

/** A fact beside the cause that a reader must know. */
export interface Factor {
  readonly id: FactorId;
  readonly claim: string;
  readonly from: EvidenceSource;
  readonly values: Readonly<Record<string, number | string>>;
}

/** The bytes of a record as the source of a claim. */
export function recordSource(record: KernelRecord): EvidenceSource {
  const { path, line, byteStart, byteEnd } = record.source;
  return { path, line, byteStart, byteEnd };
}
