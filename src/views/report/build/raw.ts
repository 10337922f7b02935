import type { Dossier } from '../dossier.ts';
import type { RawBlock } from '../model.ts';
import { bareReference } from './reference.ts';

/** The record's own lines. */
export function rawOf({ raw }: Dossier): RawBlock | null {
  if (raw === null || raw.lines.length === 0) return null;
  return { source: bareReference(raw.place), lines: raw.lines.map(({ text }) => text), leftOut: raw.linesLeftOut };
}
