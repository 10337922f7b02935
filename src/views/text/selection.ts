import type { Candidate, Selection } from '../../diagnosis/analysis.ts';
import { formatBytes, formatCount } from '../quantities.ts';
import type { ViewSettings } from '../view.ts';
import { field } from './layout.ts';

const named = ({ comm, pid }: Candidate): string => `${comm} (pid ${pid})`;

function points(candidate: Candidate): string {
  const { rssPages, swapPages, pgtablesPages, oomScoreAdj, permille } = candidate;
  const terms = [
    `rss ${formatCount(rssPages)}`,
    ...(swapPages === null ? [] : [`swap ${formatCount(swapPages)}`]),
    ...(pgtablesPages === null ? [] : [`page tables ${formatCount(pgtablesPages)}`]),
  ];
  const adjustment = oomScoreAdj === null ? '' : `, oom_score_adj ${oomScoreAdj}`;
  const share = permille === null ? '' : `, ${shareOfAll(permille, oomScoreAdj ?? 0)}`;
  return `${formatCount(candidate.points)} points${share} (${terms.join(' + ')} pages${adjustment})`;
}

/** Points in thousandths of the memory that the kernel compares with. They may be more than all of it, which must not look like a slip. */
function shareOfAll(permille: number, adjustment: number): string {
  const rounded = Math.round(permille);
  if (rounded <= 1000) return `${rounded} of 1000`;
  return adjustment > 0
    ? `${formatCount(rounded)} thousandths of all, the adjustment counted in`
    : `${formatCount(rounded)} thousandths of all: rss counts pages of files too, which are charged to whoever read them first`;
}

/** Why the kernel took this one: its score, the runner-up with the margin, and where our sum differs from the kernel's. */
export function selectionSentences(selection: Selection): string[] {
  const { chosen, rank, runnerUp, marginBytes, withoutAdjustments, printedScore, agrees, note } = selection;
  const paragraphs: string[] = [];
  if (chosen !== null) {
    const place = rank === null ? '' : rank === 1 ? ', the highest score' : `, only number ${rank} by our sum`;
    paragraphs.push(`${named(chosen)}: ${points(chosen)}${place}`);
  }
  if (runnerUp !== null) {
    const margin =
      marginBytes === null ? '' : `, ${formatBytes(Math.abs(marginBytes))} ${marginBytes < 0 ? 'ahead' : 'behind'}`;
    paragraphs.push(
      `${chosen === null ? 'highest score' : 'runner-up'} ${named(runnerUp)}: ${points(runnerUp)}${margin}`,
    );
  }
  if (withoutAdjustments !== null && withoutAdjustments.pid !== (chosen ?? runnerUp)?.pid) {
    paragraphs.push(`with every oom_score_adj at 0 it would have been ${named(withoutAdjustments)}`);
  }
  if (printedScore !== null && agrees === false) {
    paragraphs.push(`the kernel printed score ${formatCount(printedScore)}, which our sum does not reach`);
  }
  if (note !== null) paragraphs.push(note);
  return paragraphs;
}

export function selectionLines(selection: Selection | null, settings: ViewSettings): string[] {
  const paragraphs = selection === null ? [] : selectionSentences(selection);
  return paragraphs.length === 0 ? [] : field('why this one', paragraphs, settings);
}
