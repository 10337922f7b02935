import type { LogEntry } from '../model/entry.ts';
import type { Stall } from '../model/records/stall.ts';
import { callTrace } from './blocks/call-trace.ts';
import { draftOf } from './blocks/draft-of.ts';
import { parseTaskLine } from './blocks/task-line.ts';
import { isOtherCaller } from './blocks/writer.ts';
import type { Draft, Extractor } from './extractor.ts';
import { isStallDetail, stalledCpu } from './stall/detail.ts';
import { parseStallHeader, type StallHeader } from './stall/header.ts';

const MAX_TEXT = 1024;
/** Whose stack follows is said here, and it is not the stall's. */
const OTHERS =
  /^(?:BUG: |WARNING: |INFO: task |-{12}\[ cut here|Oops|Unable to handle|general protection|\S.{0,63}: page allocation |\S.{0,63} invoked oom-killer: )/;

/**
 * A CPU, RCU grace period or worker pool without progress (kernel/watchdog.c, kernel/rcu/tree_stall.h,
 * kernel/workqueue.c); the texts are in `stall/header.ts`. The first stack after the header is the record's.
 */
export const stall: Extractor<Stall> = {
  kind: 'stall',
  openers: [
    'BUG: soft lockup - CPU#',
    'atchdog detected ', // "Watchdog detected hard LOCKUP", "NMI Watchdog detected LOCKUP"
    'detected stall', // RCU: "self-detected stall on CPU", "detected stalls on CPUs/tasks"
    'detected expedited stalls',
    'RCU detected CPU ', // 2.6.32
    'BUG: workqueue lockup - pool',
  ],
  writers: 'kernel',
  open(entry) {
    const header = entry.text.length <= MAX_TEXT ? parseStallHeader(entry.text.trimEnd()) : null;
    return header ? report(header, entry.caller) : null;
  },
};

function report(header: StallHeader, caller: string | null): Draft<Stall> {
  const trace = callTrace({ pid: header.pid });
  let isOthersTurn = false;
  let cpu = header.cpu;
  let comm = header.comm;
  let pid = header.pid;

  return draftOf<Stall>({
    isSettled() {
      // Only a soft lockup's stack surely comes from the caller of the header; the others' may be another CPU's own.
      return header.variant !== 'soft-lockup' || trace.value().frames.length > 0;
    },
    feed(entry: LogEntry) {
      if (entry.text.length > MAX_TEXT) return 'foreign';
      const text = entry.text.trimEnd();
      // NMI backtraces are printed by the stalled CPU itself, under another caller id.
      if (parseStallHeader(text)) return isOtherCaller(entry, caller) ? 'foreign' : 'end';
      if (isStallDetail(text, header.variant)) {
        cpu ??= stalledCpu(text);
        return 'mine';
      }
      isOthersTurn ||= header.variant !== 'soft-lockup' && OTHERS.test(text);
      if (isOthersTurn) return 'foreign';
      const task = trace.value().frames.length === 0 && header.variant !== 'soft-lockup' ? parseTaskLine(text) : null;
      if (task) {
        comm ??= task.comm;
        pid ??= task.pid;
        return 'mine';
      }
      return trace.feed(text) ? 'mine' : 'foreign';
    },
    close() {
      const seen = trace.value();
      const problems: string[] = [];
      if (seen.frames.length === 0 && (header.hasTrace || seen.pid !== null)) problems.push('call-trace-missing');
      else if (
        seen.frames.length > 0 &&
        !seen.otherArchitecture &&
        seen.pid === null &&
        (header.hasTrace || pid === null)
      )
        problems.push('cpu-line-missing');
      return {
        kind: 'stall',
        complete: problems.length === 0,
        problems,
        kernelRelease: seen.kernelRelease,
        variant: header.variant,
        comm: comm ?? seen.comm,
        pid: pid ?? seen.pid,
        cpu: cpu ?? seen.cpu,
        seconds: header.seconds,
        callTrace: seen.frames,
      };
    },
  });
}
