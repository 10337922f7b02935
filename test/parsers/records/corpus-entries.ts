import { readerOfFile } from '../../../parsers/framings/reader-of-file.ts';
import type { LogEntry } from '../../../parsers/model/entry.ts';
import { type CaseLog, logs } from '../../corpus/cases.ts';
import { linesOf } from '../framings/frame.ts';

/** Lines at the head of a file by which its framing is detected. */
const HEAD_LINES = 200;

/** A log of the golden corpus as entries, framed in one piece. */
export function entriesOf(log: CaseLog): LogEntry[] {
  const lines = linesOf(log.bytes().toString('utf8'), log.name);
  const head = lines.slice(0, HEAD_LINES).map(({ text }) => text);
  const reader = readerOfFile(head);
  const entries: LogEntry[] = [];
  for (const line of lines) reader.read(line, (entry) => entries.push(entry));
  reader.end((entry) => entries.push(entry));
  return entries;
}

/** The logs whose lines are the kernel's, by the kind that their folder names. */
export const kernelLogs: readonly CaseLog[] = logs.filter(({ name }) =>
  /^(?:oom-kill|alloc-failure|hung-task|stall|damaged)\//.test(name),
);
