import type { RecordBasics } from './record-basics.ts';

/** A CPU, RCU or workqueue that makes no progress. */
export interface Stall extends RecordBasics {
  readonly kind: 'stall';
  readonly variant: 'soft-lockup' | 'hard-lockup' | 'rcu-stall' | 'workqueue-lockup';
  readonly comm: string | null;
  readonly pid: number | null;
  readonly cpu: number | null;
  /** Null where the text gives jiffies only (RCU). */
  readonly seconds: number | null;
  readonly callTrace: readonly string[];
}
