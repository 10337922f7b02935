import type { RecordKind } from '../../parsers/model/record.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import type { DegradationStep } from './surviving/degradation.ts';

/** How a source that is followed does. Counts are since this start. */
export interface SourceState {
  /** What the user would call it: a path, `journal`, `kmsg`, `standard input`. */
  readonly name: string;
  readonly kind: 'file' | 'journal' | 'kmsg' | 'stdin';
  readonly state: 'following' | 'catching-up' | 'waiting' | 'paused' | 'ended' | 'failed';
  /** One sentence on the state: `rotated 00:00:03`, `permission denied: ...`. Null where there is nothing to say. */
  readonly message: string | null;
  readonly lines: number;
  /** Lines, or kernel messages, that the writer destroyed before anybody could read them; at least, where `lostIsLeast`. */
  readonly lost: number;
  readonly lostIsLeast: boolean;
  /** Bytes that are written and not yet read, null where nobody knows. */
  readonly behindBytes: number | null;
  readonly rotations: number;
}

/** What memory does now. Null: not measured, or not on this machine. */
export interface MemoryNow {
  readonly atMs: number;
  readonly totalBytes: number;
  readonly availableBytes: number;
  readonly swapTotalBytes: number;
  readonly swapFreeBytes: number;
  readonly psiSomePercent: number | null;
  readonly psiFullPercent: number | null;
  /** Change of available memory over the last minute, negative while it shrinks; null before there is a minute to look at. */
  readonly availableBytesPerSecond: number | null;
  /** When memory and swap are used up if they go on as they do: earliest and latest, seconds. Null where nothing says they will be. */
  readonly exhaustionSeconds: { readonly least: number; readonly most: number | null } | null;
  /** Samples come every second while memory is tight, else every ten. */
  readonly tight: boolean;
}

/** A process, or a part of the kernel, and how it grew over the last minute. */
export interface Grower {
  readonly kind: 'process' | 'cgroup' | 'component';
  readonly name: string;
  readonly pid: number | null;
  readonly cgroup: string | null;
  readonly bytes: number;
  readonly bytesPerMinute: number | null;
}

export type WarningLevel = 'clear' | 'low' | 'critical';

/** What happened, for a list of the last things that did: newest first. */
export interface LiveHappening {
  readonly atMs: number;
  readonly kind: RecordKind | 'warning' | 'source' | 'store';
  readonly text: string;
  /** Set where it belongs to an incident. */
  readonly incidentId: string | null;
}

export interface LiveIncident {
  readonly incident: Incident;
  readonly open: boolean;
}

/**
 * Everything a live screen shows, whole each time: a new object at most ten times a second, and only where something
 * changed. Lists are bounded. Texts come from logs: whoever prints them cleans them.
 */
export interface LiveState {
  readonly atMs: number;
  readonly startedAtMs: number;
  readonly host: string;
  /** Timeline that is being filled, null for a temporary one. */
  readonly db: string | null;
  readonly sources: readonly SourceState[];
  /** Null before the first sample, or without a sampler. */
  readonly memory: MemoryNow | null;
  /** Samples of the last ten minutes for a graph, oldest first. */
  readonly recent: readonly Pick<MemoryNow, 'atMs' | 'availableBytes' | 'swapFreeBytes' | 'psiFullPercent'>[];
  /** Fastest first. */
  readonly growers: readonly Grower[];
  readonly warning: WarningLevel;
  /** Newest first. */
  readonly incidents: readonly LiveIncident[];
  readonly happenings: readonly LiveHappening[];
  /** Last lines that a source gave, oldest first, for showing that it lives. */
  readonly lines: readonly { readonly source: string; readonly text: string }[];
  readonly linesPerSecond: number;
  /** What is given up under load or shortage, and everything before it: never records. Absent: nothing. */
  readonly givenUp?: DegradationStep;
  readonly store: {
    readonly state: 'storing' | 'paused';
    readonly message: string | null;
    readonly records: number;
    readonly points: number;
    /** Samples that a full disk or a shortage cost; records are never given up. */
    readonly droppedSamples: number;
  };
}

/** A running `live` session as a screen sees it. */
export interface LiveFeed {
  readonly state: () => LiveState;
  /** Calls back with every new state; returns what ends that. */
  subscribe(listener: (state: LiveState) => void): () => void;
  /** Resolves after the last commit. */
  stop(): Promise<void>;
}
