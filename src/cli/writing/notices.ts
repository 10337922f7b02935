import type { KnownError } from '../../errors.ts';
import type { ReadingNotices } from '../../examination/plan.ts';
import type { IngestProgress } from '../../ingest/options.ts';
import { counted, formatCount } from '../../views/quantities.ts';
import { cleanText } from '../../views/sanitize.ts';

/** Everything that is said beside the results, on standard error. */
export interface Notices extends ReadingNotices {
  /** Says how many problems were kept back. */
  close(): void;
}

export interface NoticeSettings {
  readonly write: (text: string) => void;
  readonly nowMs: () => number;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Whether a line that rewrites itself makes sense: a terminal, and not a dumb one. */
  readonly showsProgress: boolean;
  readonly columns: number;
}

const firstProgressAfterMs = 1000;
const progressEveryMs = 100;
/** A walk over a server's /var/log must not bury its result under a hundred sentences. */
const mostProblems = 8;

/** How many of the problems are said; of the rest only the number. */
export const problemsTold = (verbose: boolean): number => (verbose ? Number.POSITIVE_INFINITY : mostProblems);

/** `oomtrail: what, where, why`, and below it what to do. */
export function sentenceOf({ message, hint }: KnownError, quiet = false): string {
  const advice = hint === null || quiet ? '' : `\n  ${cleanText(hint)}`;
  return `oomtrail: ${cleanText(message)}${advice}\n`;
}

export function createNotices({ write, nowMs, quiet, verbose, showsProgress, columns }: NoticeSettings): Notices {
  const startedMs = nowMs();
  let lastMs = startedMs + firstProgressAfterMs - progressEveryMs;
  let shown = false;
  let problems = 0;
  let bytesBefore = 0;
  let current: IngestProgress | null = null;

  function clear(): void {
    if (shown) write('\r\u001b[K');
    shown = false;
  }

  return {
    problem(error) {
      problems++;
      if (problems > problemsTold(verbose)) return;
      clear();
      write(sentenceOf(error, quiet));
    },
    close() {
      clear();
      const kept = problems - problemsTold(verbose);
      if (kept > 0) write(`oomtrail: ${kept} more like these (--verbose shows them all)\n`);
    },
    hint(text) {
      if (quiet) return;
      clear();
      write(`oomtrail: ${cleanText(text)}\n`);
    },
    progress(progress) {
      if (!showsProgress || quiet) return;
      if (current !== null && current.path !== progress.path) bytesBefore += current.bytesDone;
      current = progress;
      const now = nowMs();
      if (now - lastMs < progressEveryMs) return;
      lastMs = now;
      const bytes = bytesBefore + progress.bytesDone;
      const line = progressLine(progress, bytes, (now - startedMs) / 1000);
      write(`\r${line.slice(0, columns - 1)}\u001b[K`);
      shown = true;
    },
    clear,
  };
}

/** `reading kern.log.1  412 MB of 1,024 MB  310 MB/s  18 records`: bytes are decimal, as file listings show them. */
function progressLine(
  { path, bytesTotal, bytesDone, records, samples }: IngestProgress,
  bytes: number,
  seconds: number,
): string {
  const mega = (count: number): string => `${formatCount(Math.round(count / 1e6))} MB`;
  const share = bytesTotal !== null && bytesTotal >= bytesDone ? ` of ${mega(bytesTotal)}` : '';
  const rate = seconds > 0 ? `  ${mega(bytes / seconds)}/s` : '';
  const found = [counted(records, 'record'), ...(samples > 0 ? [counted(samples, 'sample')] : [])];
  return `reading ${cleanText(path)}  ${mega(bytesDone)}${share}${rate}  ${found.join(', ')}`;
}
