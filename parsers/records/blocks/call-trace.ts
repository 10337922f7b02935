import type { Block } from './block.ts';
import { skipSpaces } from './numbers.ts';
import { isInlined, parseFrame } from './stack-frame.ts';

/** Who a stack belongs to and what it shows. Null: no line says. */
export interface CallTrace {
  readonly cpu: number | null;
  readonly pid: number | null;
  /** Effective uid, on the CPU line from kernel 6.11 on. */
  readonly uid: number | null;
  readonly comm: string | null;
  /** `uname -r`. */
  readonly kernelRelease: string | null;
  /** `Hardware name:` text. */
  readonly hardware: string | null;
  /** `Workqueue:` text: queue and function. */
  readonly workqueue: string | null;
  /** A frame in a form that x86 does not print: ppc64, ARM, s390. */
  readonly otherArchitecture: boolean;
  /** `func+0x1/0x2 [mod]`, innermost first; a leading `? ` marks a frame that the unwinder does not vouch for. */
  readonly frames: readonly string[];
}

/** The task a stack must belong to, as far as it is known: a CPU line that names another opens a foreign stack. */
export interface TraceOwner {
  readonly comm?: string | null;
  readonly pid?: number | null;
}

/** A call trace in progress. */
export interface CallTraceBlock extends Block<CallTrace> {
  /** A CPU line or `Call Trace:` of our own was seen. */
  begun(): boolean;
  /** Another task's CPU line came first, and ours has not come yet: what a dump prints now is likely the other's. */
  awaitsOwn(): boolean;
}

/** Deeper stacks are cut here; the kernel's own are at most a few dozen frames. */
const MAX_FRAMES = 256;

/** Far more than the kernel prints: a hostile line must not make the expression backtrack for ever. */
const MAX_CPU_LINE = 512;

const CPU_LINE =
  /^(?:CPU: (\d+) (?:UID: (\d+) )?PID: (\d+) Comm: |Pid: (\d+), comm: )(.*?)(?: Kdump: loaded)? +(?:Not tainted|Tainted: [A-Z -]+?)(?: +(?:(\d\S*) #.*|\d\S*))?\s*$/s;

/** What the CPU line of `dump_stack_print_info()` says (lib/dump_stack.c). */
export interface CpuLine {
  readonly cpu: number | null;
  readonly pid: number;
  readonly uid: number | null;
  readonly comm: string;
  readonly kernelRelease: string | null;
}

/**
 * ```
 * Pid: 2340, comm: java Not tainted 2.6.32-642.el6.x86_64 #1
 * CPU: 2 PID: 11554 Comm: thrash Kdump: loaded Tainted: G          I    ------------ T 3.10.0-862.11.6.el7.x86_64 #1
 * CPU: 0 UID: 0 PID: 132 Comm: java Not tainted 7.2.13 #1 PREEMPT(lazy)  Debian 7.2.13-1
 * ```
 */
export function parseCpuLine(text: string): CpuLine | null {
  if (text.length > MAX_CPU_LINE || (!text.startsWith('CPU: ') && !text.startsWith('Pid: '))) return null;
  const match = CPU_LINE.exec(text);
  if (match === null) return null;
  const [, cpu, uid, newPid, oldPid, comm = '', release] = match;
  return {
    cpu: cpu === undefined ? null : Number(cpu),
    pid: Number(newPid ?? oldPid),
    uid: uid === undefined ? null : Number(uid),
    comm: comm.replace(OF_CONTAINER, ''),
    kernelRelease: release ?? null,
  };
}

/** OpenVZ and CloudLinux (`veid: 0`) and Virtuozzo 7 (`ve: 101`, or an UUID) name the container behind the task. */
const OF_CONTAINER = / ve(?:id)?: [\w-]+$/;

/** Heads of the lines between the CPU line and the frames, and of the register dump behind them. */
const INFO_HEADS = new Set(['Tainted', 'Hardware name', 'Workqueue', 'Stopper', 'Sched_ext', 'Modules linked in']);
const REGISTER_HEAD =
  /^(?:[RE]?IP|Code|R[A-D]X|R[SD]I|R[SB]P|R\d\d|E[A-D]X|E[SD]I|E[SB]P|EFLAGS|ORIG_[RE]AX|[CDEFGS]S|CR\d|DR\d|PKRU|NIP|LR|CTR|REGS|MSR|CFAR|GPR\d+|pstate|pc|lr|sp|x\d+|epc|[atsr]\d+|gp|tp|ra|status|Krnl (?:PSW|GPRS|Code)|PSW)$/;
const MARKER = /^<\/?(?:TASK|IRQ|NMI|EOI|SOFTIRQ|EOE|#DB|#DF|#MC|ENTRY_TRAMPOLINE)>$/;
/** Up to 4.x a frame stands behind the marker, and none on a line of its own: ` <NMI>  [<ffffffff81546288>] ? panic+0xa7/0x16f`. */
const MARKED = /^<{1,2}\/?[A-Z#]{2,8}>{1,2} +(?=\[<)/;
const RAW_STACK = /^(?:[0-9a-f]{16}|[0-9a-f]{8})(?: (?:[0-9a-f]{16}|[0-9a-f]{8}))*$/;

/** `[c000000001] [c000...] .func` (ppc64), `(f+0x1/0x2) from [<c0..>]` (ARM), `[<00000000001a2b3c>] func` (s390). */
const OTHER_FRAME = /^\[c0[0-9a-f]{6,14}\]|^\[<0000|\) from \[|^Function entered at /;

/** MIPS prints the first frame on the line of the head. */
const HEAD_OF_MIPS = 'Call Trace:[<';

/** Behind it stands an address that is no frame. */
const LAST_OF_S390 = 'Last Breaking-Event-Address:';

/** `([<0000000024b3e73a>] set_memory_decrypted+0x2a/0xa0)`: s390 vouches only for what it prints without parentheses. */
function unreliableFrame(text: string): string | null {
  const frame = text.startsWith('([<') && text.endsWith(')') ? parseFrame(text.slice(1, -1)) : null;
  return frame && `? ${frame}`;
}

/** True for the line above the frames. */
export const isTraceHead = (text: string): boolean =>
  text === 'Call Trace:' || text === 'Call trace:' || text === 'Backtrace:';

type Phase = 'waiting' | 'head' | 'frames' | 'over';

/**
 * The dump_stack() block: CPU line, taint, hardware, workqueue, `Call Trace:`, frames, registers (2.6.32 to 7.x, x86,
 * arm64, and what other architectures print alike).
 *
 * A second CPU line or `Call Trace:` is another's, and so is everything behind it: dump_stack() holds the printk lock, so
 * stacks follow each other and never mix. With `owner`, a stack whose CPU line names another task is refused as a whole.
 */
export function callTrace(owner: TraceOwner = {}): CallTraceBlock {
  let phase: Phase = 'waiting';
  let foreign = false;
  let cpuLine: CpuLine | null = null;
  let hardware: string | null = null;
  let workqueue: string | null = null;
  let otherArchitecture = false;
  const frames: string[] = [];

  const belongs = (line: CpuLine): boolean =>
    (owner.pid == null || owner.pid === line.pid) && (owner.comm == null || owner.comm.trim() === line.comm.trim());

  function info(text: string, colon: number): boolean {
    const head = text.slice(0, colon);
    // `Tainted: [E]=UNSIGNED_MODULE` (6.12 on); a hung task's report prints `Tainted: G  OE 6.12.107 #1` alone in a line.
    if (head === 'Tainted' && text.charCodeAt(colon + 2) !== 91) return false;
    if (!INFO_HEADS.has(head)) return phase !== 'waiting' && REGISTER_HEAD.test(head.trim());
    if (head === 'Hardware name') hardware ??= text.slice(colon + 1).trim();
    if (head === 'Workqueue') workqueue ??= text.slice(colon + 1).trim();
    return true;
  }

  function open(text: string): boolean | null {
    const line = parseCpuLine(text);
    if (line !== null) {
      foreign = phase !== 'waiting' || !belongs(line);
      if (foreign && phase !== 'waiting') phase = 'over';
      if (foreign) return false;
      cpuLine = line;
      phase = 'head';
      return true;
    }
    if (!isTraceHead(text)) return null;
    if (foreign) return false;
    if (phase === 'frames') phase = 'over';
    if (phase === 'over') return false;
    phase = 'frames';
    return true;
  }

  return {
    begun: () => phase !== 'waiting',
    awaitsOwn: () => foreign && phase === 'waiting',
    feed(raw) {
      if (phase === 'over') return false;
      const text = raw.slice(skipSpaces(raw, 0)).trimEnd();
      const first = text.charCodeAt(0);
      if (first === 67 || first === 80 || first === 66) {
        const opened = open(text.startsWith(HEAD_OF_MIPS) ? text.slice(0, HEAD_OF_MIPS.length - 2) : text);
        const frame = opened && text.startsWith(HEAD_OF_MIPS) ? parseFrame(text.slice(HEAD_OF_MIPS.length - 2)) : null;
        if (frame !== null) {
          otherArchitecture = true;
          frames.push(frame);
        }
        if (opened !== null) return opened;
      }
      if (foreign) return false;
      // 32-bit kernels print the frames of a dump_stack() without a line above them (x86 up to 2.6.26, ARM).
      if (phase === 'frames' || first === 91 || first === 70 || (phase === 'head' && text.includes(' from '))) {
        const frame = first === 40 ? unreliableFrame(text) : parseFrame(first === 60 ? text.replace(MARKED, '') : text);
        if (frame !== null) {
          if (phase === 'waiting') phase = 'frames';
          if (frames.length === 0) otherArchitecture = OTHER_FRAME.test(text);
          if (frames.length < MAX_FRAMES) frames.push(frame);
          return true;
        }
        if (isInlined(text)) return true;
        if (text === LAST_OF_S390) {
          phase = 'over';
          return true;
        }
        if (first === 60 && MARKER.test(text)) {
          if (text === '</TASK>') phase = 'over';
          return true;
        }
      }
      const colon = text.indexOf(':');
      if (colon > 0 && info(text, colon)) return true;
      return phase === 'head' && RAW_STACK.test(text);
    },
    value: () => ({
      cpu: cpuLine?.cpu ?? null,
      pid: cpuLine?.pid ?? null,
      uid: cpuLine?.uid ?? null,
      comm: cpuLine?.comm ?? null,
      kernelRelease: cpuLine?.kernelRelease ?? null,
      hardware,
      workqueue,
      otherArchitecture,
      frames,
    }),
  };
}
