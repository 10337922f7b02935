import { selectionSentences } from '../../text/selection.ts';
import type { Dossier } from '../dossier.ts';
import type { Statement } from '../model.ts';
import { mainPlace } from './main-place.ts';
import { capital } from './memory-chart.ts';
import { say } from './reference.ts';

/** Why the kernel chose this one, and who came next. */
export function selectionOf(dossier: Dossier): Statement[] {
  const { selection } = dossier.incident;
  if (selection === null) return [];
  return selectionSentences(selection).map((text) => say(`${capital(text)}.`, mainPlace(dossier)));
}
