import { spanInWords } from '../clocks/clock-words.ts';
import type { CountedKills, KillSpan } from './kill-counter.ts';

/** What is known of the time and place in which a counter counted. */
export interface Surroundings {
  readonly place: string;
  readonly sinceBoot: boolean;
  /** Whether any log covers a time. */
  isLogged(fromUs: number, toUs: number): boolean;
}

/** Sentences about kills that the counter saw and the log does not hold, and the other way round. Pure. */
export function compare(
  { steps, fromUs, toUs }: CountedKills,
  logged: readonly KillSpan[],
  { place, sinceBoot, isLogged }: Surroundings,
): string[] {
  const notes: string[] = [];
  for (const cluster of clusters(steps, logged)) {
    const counted = sum(cluster.steps);
    const inLog = sum(cluster.logged);
    const printed = cluster.logged.reduce((total, span) => total + (span.printed ?? span.kills), 0);
    const when = `between ${clockInWords(cluster.fromUs, sinceBoot)} and ${clockInWords(cluster.toUs, sinceBoot)} (${place})`;
    if (counted > 0 && !isLogged(cluster.fromUs, cluster.toUs))
      notes.push(`the kill counter rose by ${counted} ${when}, a time that no log here covers`);
    else if (counted > inLog && inLog === 0)
      notes.push(
        `the kill counter rose by ${counted} ${when}, and the log holds no kill there: ${silentKills(counted)}`,
      );
    else if (counted > printed)
      notes.push(
        `the kill counter rose by ${counted} ${when}, and the log holds ${inLog}: ${silentKills(counted - inLog)}`,
      );
    else if (counted < inLog && cluster.fromUs > fromUs && cluster.toUs < toUs)
      notes.push(`the log holds ${inLog} ${killWord(inLog)} ${when}, and the kill counter rose by ${counted}`);
  }
  return notes;
}

const killWord = (count: number): string => (count === 1 ? 'kill' : 'kills');
/** `a silent kill`, `3 silent kills`. */
export const silentKills = (count: number): string => (count === 1 ? 'a silent kill' : `${count} silent kills`);
export const sum = (spans: readonly KillSpan[]): number => spans.reduce((total, { kills }) => total + kills, 0);

/** A time of the samples in words. */
export function clockInWords(us: number, sinceBoot: boolean): string {
  return sinceBoot ? `${spanInWords(us)} after boot` : `${new Date(us / 1000).toISOString().slice(0, 19)}Z`;
}

/** Spans of both sides that cannot be told apart. */
export interface Cluster {
  readonly fromUs: number;
  readonly toUs: number;
  readonly steps: readonly KillSpan[];
  readonly logged: readonly KillSpan[];
}

/** Spans of both sides that touch each other, directly or through others: within them, which is which cannot be told. */
export function clusters(steps: readonly KillSpan[], logged: readonly KillSpan[]): Cluster[] {
  const all = [...steps.map((span) => ({ span, isStep: true })), ...logged.map((span) => ({ span, isStep: false }))];
  all.sort((a, b) => a.span.fromUs - b.span.fromUs);
  const found: { fromUs: number; toUs: number; steps: KillSpan[]; logged: KillSpan[] }[] = [];
  for (const { span, isStep } of all) {
    let last = found.at(-1);
    if (!last || span.fromUs > last.toUs) {
      last = { fromUs: span.fromUs, toUs: span.toUs, steps: [], logged: [] };
      found.push(last);
    }
    last.toUs = Math.max(last.toUs, span.toUs);
    (isStep ? last.steps : last.logged).push(span);
  }
  return found;
}
