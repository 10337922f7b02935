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

/** When a unit that was killed ran again, by the stamps of one log. */
export interface Restart {
  readonly unit: string;
  /** Seconds from the first event of the incident. */
  readonly seconds: number;
  /** Seconds from its end to its start. */
  readonly downSeconds: number;
  readonly text: string;
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
