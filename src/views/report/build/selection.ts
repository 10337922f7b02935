import { selectionSentences } from '../../text/selection.ts';
import type { Dossier, Place } from '../dossier.ts';
import type { Statement } from '../model.ts';
import { mainPlace } from './main-place.ts';
import { lineWith, say } from './reference.ts';

/** Why the kernel chose this one, and who came next. */
export function selectionOf(dossier: Dossier): Statement[] {
  const { selection } = dossier.incident;
  if (selection === null) return [];
  return selectionSentences(selection).map((text) => say(`${text}.`, rowOf(text, dossier) ?? mainPlace(dossier)));
}

/** The row of the task table that a sentence speaks of. */
function rowOf(sentence: string, dossier: Dossier): Place | null {
  const pid = /\(pid (\d+)\)/.exec(sentence)?.[1];
  return pid === undefined ? null : lineWith(dossier, new RegExp(`\\[\\s*${pid}\\]`));
}
