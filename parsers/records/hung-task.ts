import type { LogEntry } from '../model/entry.ts';
import type { HungTask } from '../model/records/hung-task.ts';
import type { Block } from './blocks/block.ts';
import { type CallTrace, callTrace, isTraceHead, parseCpuLine } from './blocks/call-trace.ts';
import { draftOf } from './blocks/draft-of.ts';
import { parseTaskLine, type TaskLine } from './blocks/task-line.ts';
import { isOtherCaller } from './blocks/writer.ts';
import type { Claim, Draft, Extractor } from './extractor.ts';
import { parseBlockerLine } from './hung-task/blocker-line.ts';

const HEADER = /^INFO: task (.{1,64}):(\d{1,10}) blocked( in I\/O wait)? for more than (\d{1,10}) seconds\.?$/;
const KERNEL = /^ *(?:Not tainted|Tainted: [A-Z -]+?) +(\S+) #\S+(?: .*)?$/;
const COREDUMP = /^ *Blocked by coredump\.$/;
const DISABLE = /^"echo 0 > \/proc\/sys\/kernel\/hung_task_timeout_secs" disables this message\.$/;
const SUPPRESSED = /^Future hung task reports are suppressed, see sysctl kernel\.hung_task_warnings$/;
const PANIC = /^Kernel panic - not syncing: hung_task: blocked tasks$/;

/** A line of the report is short, whoever wrote it; what follows a task is a stack. */
const MAX_TEXT = 1024;

/**
 * A report of khungtaskd (kernel/hung_task.c), 2.6.32 to 7.3. A task that stays stuck is reported again each interval.
 * ```
 * INFO: task kworker/u8:3:123 blocked in I/O wait for more than 241 seconds.
 *       Not tainted 6.18.44 #1
 *       Blocked by coredump.
 * "echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.
 * task:kworker/u8:3   state:D stack:0     pid:123   tgid:123   ppid:2      task_flags:0x4208060 flags:0x00080000
 * Call Trace: ...
 * INFO: task kworker/u8:3:123 is blocked on a mutex likely owned by task kworker/0:1:45.
 * task:kworker/0:1 ...
 * Call Trace: ...
 * Future hung task reports are suppressed, see sysctl kernel.hung_task_warnings
 * ```
 */
export const hungTask: Extractor<HungTask> = {
  kind: 'hung-task',
  openers: [
    ' blocked for more', // up to 6.19, and 7.2 where the wait is not for a device
    'blocked in I/O wait', // 7.2
    'hung_task_timeout_secs', // behind a header that was lost
  ],
  writers: 'kernel',
  open(entry) {
    if (entry.text.length > MAX_TEXT) return null;
    const text = entry.text.trimEnd();
    const header = headerOf(text);
    return header !== null || DISABLE.test(text) ? report(header, entry.caller) : null;
  },
};

interface Header {
  readonly comm: string;
  readonly pid: number;
  readonly seconds: number;
  readonly ioWait: boolean;
}

function headerOf(text: string): Header | null {
  const match = HEADER.exec(text);
  if (match === null) return null;
  const [, comm = '', pid, ioWait, seconds] = match;
  return { comm, pid: Number(pid), seconds: Number(seconds), ioWait: ioWait !== undefined };
}

/** Whose stack is being printed. */
type Stack = 'task' | 'blocker' | 'foreign' | null;

/** Without a header the task's own line, the first behind the one on how to be rid of these reports, says who hangs. */
function report(header: Header | null, caller: string | null): Draft<HungTask> {
  const trace: Block<CallTrace> = callTrace();
  const blockerTrace: Block<CallTrace> = callTrace();
  let task: TaskLine | null = null;
  let blockerSeen = false;
  let stack: Stack = null;
  let kernelRelease: string | null = null;
  let kernelLineSeen = false;
  let coredump = false;
  let blocker: HungTask['blocker'] = null;
  let blockerNamed = false;
  let lostBlockerLine = false;
  let suppressed = false;
  let panic = false;

  /** The CPU line of dump_stack() is never khungtaskd's: what follows it is another report's stack. */
  function stackLine(text: string): Claim {
    if (parseCpuLine(text)) stack = stack === null ? null : 'foreign';
    else if (stack === 'task' && blocker !== null && isTraceHead(text.trim())) return missedBlocker();
    else if (stack === 'task' && trace.feed(text)) return 'mine';
    else if (stack === 'blocker' && blockerTrace.feed(text)) return 'mine';
    return 'foreign';
  }

  /** A second stack behind a blocker's name, without that task's line: whose it is can not be proved. */
  function missedBlocker(): Claim {
    lostBlockerLine = true;
    stack = 'foreign';
    return 'foreign';
  }

  function taskLine(line: TaskLine): Claim {
    if (task === null && (header === null || line.pid === header.pid)) {
      task = line;
      stack = 'task';
      return 'mine';
    }
    if (blocker !== null && line.pid === blocker.pid && !blockerSeen) {
      blockerSeen = true;
      stack = 'blocker';
      return 'mine';
    }
    stack = 'foreign';
    return 'foreign';
  }

  function blockerLine(text: string): Claim | null {
    const named = parseBlockerLine(text);
    if (named === null) return null;
    if (named.pid !== (header?.pid ?? task?.pid) || blockerNamed) return 'foreign';
    if (header !== null && named.comm !== header.comm) return 'foreign';
    blockerNamed = true;
    blocker = named.blocker;
    return 'mine';
  }

  function read(text: string): Claim {
    if (HEADER.test(text) || (task !== null && DISABLE.test(text))) return 'end';
    if (!kernelLineSeen && task === null) {
      const kernel = KERNEL.exec(text);
      if (kernel) {
        kernelLineSeen = true;
        // A build may call itself anything.
        kernelRelease = /^\d/.test(kernel[1] ?? '') ? (kernel[1] ?? null) : null;
        return 'mine';
      }
    }
    if (DISABLE.test(text)) return 'mine';
    if (COREDUMP.test(text)) {
      coredump = true;
      return 'mine';
    }
    if (SUPPRESSED.test(text)) {
      suppressed = true;
      return 'mine';
    }
    if (PANIC.test(text)) {
      panic = true;
      return 'mine';
    }
    const line = parseTaskLine(text);
    if (line !== null) return taskLine(line);
    return blockerLine(text) ?? stackLine(text);
  }

  return draftOf<HungTask>({
    isTentative: () => header === null && task === null,
    isSettled: () => trace.value().frames.length > 0 && (blocker === null || blockerTrace.value().frames.length > 0),
    feed(entry: LogEntry) {
      // khungtaskd prints every line itself.
      if (isOtherCaller(entry, caller)) return 'foreign';
      if (entry.text.length > MAX_TEXT) return 'foreign';
      const claim = read(entry.text.trimEnd());
      // A task's line further on may be of a list of all tasks.
      return claim === 'foreign' && header === null && task === null ? 'end' : claim;
    },
    close() {
      const comm = header?.comm ?? task?.comm;
      const pid = header?.pid ?? task?.pid;
      if (comm === undefined || pid === undefined) return null;
      const { frames, workqueue } = trace.value();
      const problems: string[] = header === null ? ['header-missing'] : [];
      if (!kernelLineSeen && task?.isLate) problems.push('kernel-line-missing');
      if (task === null) problems.push('task-line-missing');
      if (frames.length === 0) problems.push('call-trace-missing');
      if (lostBlockerLine || (blockerSeen && blockerTrace.value().frames.length === 0)) {
        problems.push('blocker-trace-missing');
      }
      return {
        kind: 'hung-task',
        complete: problems.length === 0,
        problems,
        kernelRelease,
        comm,
        pid,
        tgid: task?.tgid ?? null,
        ppid: task?.ppid ?? null,
        state: task?.state ?? null,
        blockedSeconds: header?.seconds ?? null,
        ioWait: header?.ioWait ?? false,
        coredump,
        workqueue,
        callTrace: frames,
        blocker,
        blockerTrace: blockerTrace.value().frames,
        reportsSuppressed: suppressed,
        panic,
      };
    },
  });
}
