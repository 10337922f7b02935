import type { KernelRecord, RecordKind } from '../../parsers/model/record.ts';
import type { SampleScope } from '../../parsers/model/sample.ts';
import type { Span } from '../../parsers/model/span.ts';

/** Fixed ids of causes: the headline of a verdict. */
export type CauseId =
  | 'process-leak'
  | 'process-spike'
  | 'process-swarm'
  | 'undersized'
  | 'limit-too-small'
  | 'tmpfs-growth'
  | 'shared-memory-growth'
  | 'locked-memory'
  | 'hugetlb-reservation'
  | 'kernel-slab-growth'
  | 'vmalloc-growth'
  | 'page-table-growth'
  | 'kernel-stack-growth'
  | 'kernel-unaccounted'
  | 'page-cache-stuck'
  | 'fragmentation'
  | 'atomic-reserve-exhausted'
  | 'zone-exhausted'
  | 'oversized-request'
  | 'cgroup-thrash'
  | 'overcommit-refused'
  | 'manual'
  | 'userspace-policy'
  | 'memory-stall'
  | 'io-stall'
  | 'frozen-filesystem'
  | 'suspended-device'
  | 'remote-filesystem'
  | 'lock-contention'
  | 'deadlock'
  | 'driver-hang'
  | 'undetermined';

export type FactorId =
  | 'swap-full'
  | 'no-swap'
  | 'swap-thrash'
  | 'zram-full'
  | 'culprit-protected'
  | 'victim-preferred'
  | 'group-kill'
  | 'kill-loop'
  | 'kill-storm'
  | 'panic-setting'
  | 'allocating-task-setting'
  | 'no-killable-task'
  | 'limit-of-ancestor'
  | 'memory-decoy';

export type ConfidenceWord = 'very likely' | 'likely' | 'plausible' | 'undetermined';

/** Whose measurements a claim rests on. A program of several processes has a `comm` and no `pid`; a cgroup told by its processes has `cgroup` alone. */
export interface SampledThing {
  readonly scope: SampleScope;
  readonly pid: number | null;
  readonly comm: string | null;
  readonly cgroup: string | null;
}

/** Where a claim can be checked: bytes of a log, or a sample, which is one of those that the claim speaks of. */
export type EvidenceSource =
  | { readonly path: string; readonly line: number; readonly byteStart: number; readonly byteEnd: number }
  | {
      readonly sample: SampledThing & {
        readonly path: string;
        readonly line: number;
        readonly byteStart: number;
        readonly byteEnd: number;
        readonly time: string | null;
        readonly metric: string;
      };
    };

export interface Evidence {
  readonly rule: string;
  readonly claim: string;
  readonly weight: number;
  readonly from: EvidenceSource;
  readonly values: Readonly<Record<string, number | string>>;
}

export interface Verdict {
  readonly cause: CauseId;
  readonly confidence: number;
  readonly words: ConfidenceWord;
  readonly where: { component: string; bytes: number | null; share: number | null; confidence: number };
  readonly who: {
    kind: 'process' | 'group' | 'cgroup' | 'kernel' | 'none';
    comm: string | null;
    pid: number | null;
    cgroup: string | null;
    bytes: number | null;
    confidence: number;
  };
  readonly why: { mechanism: string; confidence: number };
  readonly victimIsCulprit: boolean | null;
  readonly contributing: readonly FactorId[];
  readonly evidence: readonly Evidence[];
  readonly against: readonly Evidence[];
  /** `predicts`: what would be seen if it were this one and not the others; given where the cause is undetermined. */
  readonly alternatives: readonly { cause: CauseId; confidence: number; predicts?: string }[];
  readonly next: string | null;
  /** What keeps the verdict from being surer: missing samples, loose clocks, a rule that failed. */
  readonly limits: readonly string[];
}

/** Where the memory was. Parts sum to the total together with `unaccountedBytes`. `refused` says why there is no accounting. */
export interface Accounting {
  readonly scope: 'host' | 'node' | 'memcg';
  readonly totalBytes: number;
  readonly parts: readonly { readonly component: string; readonly bytes: number }[];
  readonly unaccountedBytes: number;
  readonly source: {
    readonly path: string;
    readonly line: number;
    readonly byteStart: number;
    readonly byteEnd: number;
  };
  /** Components that such a report should print and this one does not: they are inside `unaccountedBytes`. */
  readonly notPrinted: readonly string[];
}

/** Where a record stands. `continuedIn`: the rest of one that goes on in the next file of a rotated set; absent where none does. */
export interface SourcePlace extends Span {
  readonly continuedIn?: Span;
}

/** One of the biggest users in a report's task table: all processes of one name together. */
export interface Consumer {
  readonly comm: string;
  readonly processes: number;
  /** Memory and swap they hold together. */
  readonly bytes: number;
  /** What of their resident memory is counted: the anonymous part where the table splits it, else all of it. */
  readonly basis: 'anonymous' | 'rss';
  /** The part of `bytes` that is in swap, null where the table does not print it. */
  readonly swapBytes: number | null;
  /**
   * Share of RAM and swap of the host (all of `bytes`), or of the limit (without swap, which is limited apart), 0..1;
   * above 1 is possible for `rss`, which counts shared memory in every process.
   */
  readonly share: number | null;
  readonly shareOf: 'ram-and-swap' | 'limit' | null;
  readonly largest: { readonly pid: number; readonly bytes: number };
}

/** What a cgroup path says about the thing that runs in it. Null: the path does not say. */
export interface Workload {
  readonly path: string;
  readonly kind: 'kubernetes' | 'docker' | 'containerd' | 'cri-o' | 'podman' | 'lxc' | 'systemd' | 'root' | 'other';
  /** What a person calls it: unit, pod or container. */
  readonly name: string;
  readonly podUid: string | null;
  readonly qosClass: 'guaranteed' | 'burstable' | 'besteffort' | null;
  readonly runtime: 'docker' | 'containerd' | 'cri-o' | 'podman' | 'lxc' | null;
  readonly containerId: string | null;
  /** Innermost systemd service, scope or mount, unescaped. */
  readonly unit: string | null;
  /** Innermost systemd slice. */
  readonly slice: string | null;
  /** Uid in `user-1000.slice`. */
  readonly userId: number | null;
}

/** One row of the recomputed choice. `points` are pages; `permille` of the memory that the kernel divides by. */
export interface Candidate {
  readonly pid: number;
  readonly comm: string;
  readonly points: number;
  readonly permille: number | null;
  readonly rssPages: number;
  readonly swapPages: number | null;
  readonly pgtablesPages: number | null;
  readonly oomScoreAdj: number | null;
}

/** Why the kernel chose whom it chose: badness recomputed from the task table. */
export interface Selection {
  readonly formula: string;
  readonly totalPages: number | null;
  readonly chosen: Candidate | null;
  /** Rank of the chosen task in the recomputed order, 1 = the kernel's choice is ours. */
  readonly rank: number | null;
  readonly runnerUp: Candidate | null;
  readonly marginBytes: number | null;
  readonly withoutAdjustments: Candidate | null;
  /** Points the kernel printed ("score N"), and whether the recomputed number agrees within 2. */
  readonly printedScore: number | null;
  readonly agrees: boolean | null;
  readonly note: string | null;
}

export type IncidentScope = 'host' | 'memcg' | 'node' | 'none';

export interface Incident {
  readonly id: string;
  readonly host: string | null;
  readonly bootId: string | null;
  readonly start: string | null;
  readonly end: string | null;
  readonly startMonotonicSeconds: number | null;
  readonly timeBasis: KernelRecord['timeBasis'];
  readonly scope: IncidentScope;
  readonly kinds: readonly RecordKind[];
  /** Distinct killed pids. */
  readonly kills: number;
  readonly victims: readonly { readonly pid: number; readonly comm: string; readonly anonRssBytes: number | null }[];
  readonly records: readonly string[];
  /** One sentence: what happened, without a judgement. */
  readonly title: string;
  readonly trigger: {
    /** Null on kernels that do not say it. */
    readonly comm: string | null;
    readonly pid: number | null;
    readonly order: number;
    readonly gfpMask: string;
  } | null;
  /** The limit or zone that ran out, in words with numbers; null where the record does not say. */
  readonly ranOut: string | null;
  readonly sources: readonly SourcePlace[];
  /** Of a storm only the first and last are listed, of victims the first: how many more there are. Absent where all are. */
  readonly unlisted?: {
    readonly records: number;
    readonly sources: number;
    /** By name, the most frequent first. `kills` counts all victims, listed or not. */
    readonly victims: readonly { readonly comm: string; readonly count: number }[];
  };
  /** `kernel` if a transport proves that the kernel wrote the record it is built on. */
  readonly provenance: KernelRecord['provenance'];
  /** Whose limit it was, from the cgroup path of the limit (or of the victim where no limit is named); null on the host. */
  readonly workload: Workload | null;
  readonly consumers: readonly Consumer[];
  /** Other incidents of the same service, cgroup or program on this host, in order of time. */
  readonly recurrences: readonly string[];
  /** What a reader must know about the record itself: cut, interleaved, seen in one unproved file. */
  readonly notes: readonly string[];
  readonly verdict: Verdict | null;
  readonly accounting: Accounting | null;
  readonly accountingRefused: string | null;
  readonly selection: Selection | null;
  /** What to do, most urgent first. `prevents`: it does not mend this one, it keeps the next from coming. */
  readonly remedies: readonly { readonly text: string; readonly basis: string; readonly prevents?: boolean }[];
  readonly escalation: readonly { readonly rule: string; readonly text: string; readonly measured: string }[];
}
