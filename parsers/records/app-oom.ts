import type { LogEntry } from '../model/entry.ts';
import type { AppOom } from '../model/records/app-oom.ts';
import { isAftermath } from './app-oom/aftermath.ts';
import { findPhrase, phraseNeedles } from './app-oom/phrases.ts';
import { WHOLE } from './blocks/one-line.ts';
import { mayBeProgram } from './blocks/writer.ts';
import type { Draft, Extractor } from './extractor.ts';

/** A message is evidence, not a document. */
const MAX_MESSAGE = 1000;
/** A stack deeper than this (StackOverflow's cousin) is cut: its rest is another record's business. */
const MAX_LINES = 2000;

/** `pid=4711` of a JVM's native report, where the container log names no pid. */
const REPORTED_PID = /\bpid=(\d{1,10})\b/;

/**
 * A program's own word that memory ran out: `java.lang.OutOfMemoryError: Java heap space`, `MemoryError`,
 * `FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory`, `fatal error: runtime: out of memory`.
 *
 * The stack behind the message and what the same writer says on its way out belong to the same record.
 */
export const appOom: Extractor<AppOom> = {
  kind: 'app-oom',
  openers: phraseNeedles,
  writers: 'user',
  open(entry) {
    // A tag of the kernel on a program's line is an imitation, and quotes of kernel text are nobody's own word.
    if (!mayBeProgram(entry) || entry.tag === 'kernel') return null;
    const found = findPhrase(entry.text.trimEnd());
    return found ? message(entry, found.runtime) : null;
  },
};

function message(opener: LogEntry, runtime: AppOom['runtime']): Draft<AppOom> {
  let lines = 1;
  let pid = opener.pid;
  return {
    settled: true,
    feed(entry) {
      if (lines >= MAX_LINES) return 'end';
      if (entry.first && !isAftermath(entry.text.trimEnd(), runtime)) return 'end';
      lines += 1;
      if (runtime === 'jvm') pid ??= Number(REPORTED_PID.exec(entry.text)?.[1] ?? Number.NaN) || null;
      return 'mine';
    },
    close: () => ({
      kind: 'app-oom',
      ...WHOLE,
      runtime,
      comm: opener.tag,
      pid,
      message: opener.text.trim().slice(0, MAX_MESSAGE),
    }),
  };
}
