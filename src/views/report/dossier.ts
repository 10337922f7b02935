import type { Incident } from '../../diagnosis/analysis.ts';
import type { Exhibit } from '../../diagnosis/rules/rule.ts';

/** Where bytes stand. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly byteStart: number;
  readonly byteEnd: number;
}

/** Lines that were read again at an address, without their line ends. Bytes that are no UTF-8 are shown as latin1. */
export interface Excerpt {
  readonly place: Place;
  readonly lines: readonly ExcerptLine[];
  /** Lines of the place beyond those read. */
  readonly linesLeftOut: number;
}

export interface ExcerptLine extends Place {
  readonly text: string;
}

/** What became of a unit or pod that was killed, by the stamps of one log. */
export interface Restart {
  /** The name under which the record tells of its end; null where that has none. */
  readonly of: string | null;
  /** What its manager calls it: `web.service`, `pod shop/cart-x2x1p`. */
  readonly name: string;
  /** `held-back`: its manager waits before it starts it again; `given-up`: it does so no more. */
  readonly outcome: 'started' | 'held-back' | 'given-up';
  /** How long the manager says that it waits: `40s`. */
  readonly heldBack: string | null;
  /** Seconds from the first event of the incident. */
  readonly seconds: number;
  /** Seconds from its end to what became of it. */
  readonly downSeconds: number;
  readonly place: ExcerptLine;
}

/** Everything the chapter of one incident is written from. */
export interface Dossier {
  readonly incident: Incident;
  readonly number: number;
  /** Records in full, samples and what the rules saw. */
  readonly exhibit: Exhibit;
  /** By `keyOf`: what could be read again of the addresses of evidence and records. */
  readonly excerpts: ReadonlyMap<string, Excerpt>;
  /** The record the incident is built on, in the log that reads best. */
  readonly raw: Excerpt | null;
  /** Where that record stands in the file it was parsed from: evidence names this place. */
  readonly rawStandsFor: Place | null;
  readonly restarts: readonly Restart[];
}

export function keyOf({ path, byteStart, byteEnd }: Place): string {
  return `${path}\0${byteStart}-${byteEnd}`;
}
