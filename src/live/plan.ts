/** A program with its arguments. */
export type CommandWords = readonly [program: string, ...args: string[]];

/** What `live` is told to do beside following logs. */
export interface LiveOptions {
  readonly exec: CommandWords | null;
  readonly execTimeoutMs: number;
  readonly webhook: URL | null;
  /** File that holds the secret. */
  readonly webhookSecret: string | null;
  readonly metrics: { readonly host: string; readonly port: number } | null;
  readonly textfile: string | null;
  /** An exporter's page or a Prometheus server. */
  readonly prometheus: URL | null;
  /** Ends after so many incidents; null: when it is interrupted. */
  readonly once: number | null;
  readonly fromStart: boolean;
  readonly sampler: boolean;
  /** Null: so low that the kernel chooses almost anybody else. */
  readonly oomScoreAdj: number | null;
  readonly retentionMs: number;
}

/** What to follow, how to read it, and where to keep it. */
export interface LivePlan {
  /** SOURCEs; none: whatever this machine has. */
  readonly operands: readonly string[];
  /** IANA zone the user named, null where none. */
  readonly zone: string | null;
  readonly machineZone: string;
  readonly year: number | null;
  readonly pageSizeBytes: number | null;
  readonly db: string | null;
  /** `json` or `jsonl`: events as JSON lines; else one line of text each. */
  readonly format: string | null;
  readonly live: LiveOptions;
}
