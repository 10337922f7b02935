import type { RecordBasics } from './record-basics.ts';

/** A program's own word that it got no memory (a heap limit as often as the machine's end). */
export interface AppOom extends RecordBasics {
  readonly kind: 'app-oom';
  readonly runtime: 'jvm' | 'node' | 'python' | 'go' | 'other';
  readonly comm: string | null;
  readonly pid: number | null;
  readonly message: string;
}
