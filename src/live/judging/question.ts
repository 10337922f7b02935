import type { Incident } from '../../diagnosis/analysis.ts';
import type { Grouped } from './judge.ts';

/** What the judging thread is asked. */
export type Question =
  | { readonly number: number; readonly ask: 'group'; readonly fromUs: number; readonly news: readonly string[] }
  | { readonly number: number; readonly ask: 'judge'; readonly incidents: readonly Incident[] };

/** What it answers; `number` null: it has opened the timeline and waits for questions. */
export type Answer =
  | { readonly number: null }
  | { readonly number: number; readonly grouped: Grouped }
  | { readonly number: number; readonly judged: readonly Incident[] }
  | { readonly number: number; readonly trouble: string };
