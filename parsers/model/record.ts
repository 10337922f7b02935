import type { AllocFailure } from './records/alloc-failure.ts';
import type { AppOom } from './records/app-oom.ts';
import type { ForkRefused } from './records/fork-refused.ts';
import type { HungTask } from './records/hung-task.ts';
import type { OomKill } from './records/oom-kill.ts';
import type { Stall } from './records/stall.ts';
import type { UnitOom } from './records/unit-oom.ts';
import type { UnitSignalKill } from './records/unit-signal-kill.ts';
import type { UserspaceKill } from './records/userspace-kill.ts';
import type { Span } from './span.ts';

/** The facts of one record, before the ingest adds time, identity and address. */
export type RecordBody =
  | OomKill
  | AllocFailure
  | HungTask
  | Stall
  | UserspaceKill
  | UnitOom
  | UnitSignalKill
  | AppOom
  | ForkRefused;

export type RecordKind = RecordBody['kind'];

export type TimeBasis = 'realtime' | 'monotonic' | 'inferred';

/** Who vouches for a record: see `Writer`; `unverified` is no failure, the transport just cannot prove it. */
export type Provenance = 'kernel' | 'unverified';

/** What the ingest adds to a body: `oomtrail/record@1`. */
export interface RecordEnvelope {
  readonly schema: 'oomtrail/record@1';
  /** Hash of host, boot, time and content: the same in every run and for every copy of the file. */
  readonly id: string;
  /** RFC 3339, UTC, microseconds; null where the log gives no wall clock. */
  readonly time: string | null;
  /** `inferred` where zone or year were not written in the log. */
  readonly timeBasis: TimeBasis | null;
  readonly monotonicSeconds: number | null;
  readonly bootId: string | null;
  /** Boots seen before this record in its file or rotated set ("Linux version" lines, kernel clock going back). */
  readonly bootIndex: number;
  readonly host: string | null;
  readonly provenance: Provenance;
  readonly source: Span;
  /** The rest of a record that goes on in the next file of a rotated set. */
  readonly continuedIn: Span | null;
}

export type KernelRecord = RecordEnvelope & RecordBody;
export type RecordOf<Kind extends RecordKind> = RecordEnvelope & Extract<RecordBody, { kind: Kind }>;
