import { currentDossier, currentMetric } from '../../app/answers.ts';
import { searchPattern } from '../../app/search-pattern.ts';
import type { App } from '../../app/state.ts';
import { type Line, line } from '../../text/line.ts';
import { shortReference } from '../../text/names.ts';
import { statementsOf } from '../../text/statements.ts';
import { sureText } from '../../text/verdict.ts';
import type { Theme } from '../../theme.ts';
import { amountsOf, shownLog } from './context.ts';
import { cursorNote, curveLines } from './curve.ts';
import { evidenceLines, proofsOf } from './evidence.ts';
import { heldLines } from './held.ts';
import { logLines } from './log.ts';
import { tellingRow } from './log-row.ts';
import { memoryLines } from './memory.ts';
import type { Pane } from './state.ts';
import { statementRows } from './statements.ts';

export interface PaneRoom {
  readonly width: number;
  readonly height: number;
  readonly focused: boolean;
}

/** What a pane is called: the evidence with its counts, the chart with its metric. */
export function paneName(app: App, pane: Pane, columns: number): string {
  const dossier = currentDossier(app);
  if (pane === 'evidence' && dossier !== null) {
    const proofs = proofsOf(dossier);
    const against = proofs.filter((proof) => proof.against).length;
    return columns < 60
      ? `evidence +${proofs.length - against} -${against}`
      : `evidence ${proofs.length - against} for, ${against} against`;
  }
  if (pane === 'held')
    return `${app.preferences.shared ? 'held by' : 'held alone by'}${app.preferences.byGrowth ? ', by growth' : ''}`;
  if (pane === 'chart') return currentMetric(app)?.label ?? 'samples';
  return pane;
}

/** What stands at the right of the upper border. */
export function paneNote(app: App, pane: Pane): string {
  const dossier = currentDossier(app);
  if (dossier === null) return '';
  if (pane === 'verdict') {
    const { verdict } = dossier.incident;
    const soFar = app.found.final ? '' : 'so far, still reading: ';
    return verdict === null ? '' : `${soFar}${sureText(verdict)}`;
  }
  if (pane === 'chart') return cursorNote(app);
  if (pane !== 'log') return '';
  const text = shownLog(app);
  return text === null ? '' : shortReference(text.address);
}

/** The lines of a pane, no more than fit. */
export function paneLines(app: App, pane: Pane, { width, height, focused }: PaneRoom, theme: Theme): Line[] {
  const dossier = currentDossier(app);
  if (dossier === null) return [];
  const amounts = amountsOf(app, dossier);
  const { lists } = app.detail;
  switch (pane) {
    case 'verdict': {
      const list = { selected: lists.verdict.selected, focused };
      return statementRows(statementsOf(dossier.incident, amounts), list, { width, height, theme });
    }
    case 'evidence':
      return evidenceLines(proofsOf(dossier), { width, height, list: lists.evidence, focused, theme });
    case 'held':
      return heldLines(dossier, {
        width,
        height,
        list: lists.held,
        focused,
        theme,
        amounts,
        shared: app.preferences.shared,
        byGrowth: app.preferences.byGrowth,
      });
    case 'memory':
      return memoryLines(dossier, { width, height, list: lists.memory, focused, theme, amounts });
    case 'chart':
      return curveLines(app, { width, height }, theme);
    case 'log': {
      const text = shownLog(app);
      if (text === null) return [line(app.answers.raw?.error ?? 'reading the log', 'muted')];
      const { wrap, messages } = app.preferences;
      return logLines(text, {
        width,
        height,
        top: lists.log.top,
        wraps: wrap,
        messages,
        pattern: searchPattern(app.search),
        telling: tellingRow(app, text),
      });
    }
  }
}
