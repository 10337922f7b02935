import type { Line } from '../model/line.ts';
import type { RawSample, SampleScope } from '../model/sample.ts';
import type { Span } from '../model/span.ts';
import type { BlockTime } from './moment/moments.ts';

/** Metrics by canonical name (docs/metrics.md). */
export type Metrics = Record<string, number>;

/** What a format knows of a sample; the rest is null. */
export interface SampleFacts {
  readonly format: string;
  readonly span: Span;
  readonly time: BlockTime;
  readonly metrics: Metrics;
  readonly scope?: SampleScope;
  readonly host?: string | null;
  readonly pid?: number | null;
  readonly comm?: string | null;
  readonly startedAt?: string | null;
  readonly cgroup?: string | null;
  readonly zone?: string | null;
  readonly quantumBytes?: number | null;
  readonly unitAssumed?: RawSample['unitAssumed'];
}

/** Completes a sample, so that all samples have one shape. */
export function toSample(facts: SampleFacts): RawSample {
  const { time } = facts;
  return {
    span: facts.span,
    format: facts.format,
    stamp: time.stamp,
    stampBasis: time.stampBasis,
    sinceMidnightUs: time.sinceMidnightUs,
    monotonicUs: time.monotonicUs,
    host: facts.host ?? time.host,
    scope: facts.scope ?? 'system',
    pid: facts.pid ?? null,
    comm: facts.comm ?? null,
    startedAt: facts.startedAt ?? null,
    cgroup: facts.cgroup ?? null,
    zone: facts.zone ?? null,
    metrics: facts.metrics,
    quantumBytes: facts.quantumBytes ?? null,
    unitAssumed: facts.unitAssumed ?? null,
  };
}

/** The address of one line, or of the lines from one to another. */
export function spanOf(first: Line, last: Line = first): Span {
  return {
    path: first.path,
    line: first.line,
    byteStart: first.byteStart,
    byteEnd: last.byteEnd,
    lines: last.line - first.line + 1,
  };
}

/** True where a sample holds anything worth keeping. */
export function isEmpty(metrics: Metrics): boolean {
  for (const _name in metrics) return false;
  return true;
}
