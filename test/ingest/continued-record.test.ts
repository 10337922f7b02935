import { expect, test } from 'vitest';
import type { LogEntry } from '../../parsers/model/entry.ts';
import { toRecord } from '../../src/ingest/envelope.ts';
import { assemble, logEntry } from '../parsers/records/assembled.ts';

const report = [
  'app invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0',
  'Tasks state (memory values in pages):',
  '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
  '[    387]     0   387    18633    18020   188416        0             0 app',
  'oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/,task=app,pid=387,uid=0',
  'Out of memory: Killed process 387 (app) total-vm:74532kB, anon-rss:71424kB, file-rss:656kB, shmem-rss:0kB, UID:0 pgtables:184kB oom_score_adj:0',
];

/** The report with its first lines at the end of one file, behind six others, and the rest in the next. */
function rotatedAfter(lines: number): LogEntry[] {
  return report.map((text, at) => {
    const [path, line] = at < lines ? ['kern.log.1', 7 + at] : ['kern.log', 1 + at - lines];
    const span = { path, line, byteStart: line * 1000, byteEnd: line * 1000 + text.length, lines: 1 };
    return logEntry(text, { writer: 'kernel', span });
  });
}

// Of the lines in the older file only the first was addressed, so `show --raw` and every proof lacked the others.
test.each(report.map((_, at) => at + 1))(
  'a record that goes on in the next file addresses its lines in both: %i',
  (lines) => {
    const entries = rotatedAfter(lines);
    const [assembled] = assemble(entries);
    const { source, continuedIn } = toRecord(assembled as NonNullable<typeof assembled>, null, 0);
    expect(source).toEqual({
      path: 'kern.log.1',
      line: 7,
      byteStart: 7000,
      byteEnd: entries[lines - 1]?.span.byteEnd,
      lines,
    });
    const rest = report.length - lines;
    const next = { path: 'kern.log', line: 1, byteStart: 0, byteEnd: entries.at(-1)?.span.byteEnd, lines: rest };
    expect(continuedIn).toEqual(rest === 0 ? null : next);
  },
);
