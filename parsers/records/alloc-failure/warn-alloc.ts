import type { LogEntry } from '../../model/entry.ts';
import type { AllocFailure } from '../../model/records/alloc-failure.ts';
import type { MemInfo } from '../../model/records/mem-info.ts';
import { callTrace, parseCpuLine } from '../blocks/call-trace.ts';
import { draftOf } from '../blocks/draft-of.ts';
import { memInfo } from '../blocks/mem-info.ts';
import { isOtherCaller } from '../blocks/writer.ts';
import type { Claim, Draft } from '../extractor.ts';
import { failure } from './body.ts';
import { type AllocHeader, isVmallocText, isVmap, parseWarnAlloc } from './header.ts';

const SUPPRESSED = /^warn_alloc(?:_failed)?: (\d{1,10}) callbacks suppressed$/;
/** kernel/cpuset.c, 4.12 to 4.20: a line of its own between header and stack. */
const CPUSET = /^(.{1,64}) cpuset=(.*) mems_allowed=([\d,-]+)$/;

/** How many reports the kernel kept back before this line; they are earlier failures, and the next report follows at once. */
export function suppressedReports(text: string): number | null {
  const match = SUPPRESSED.exec(text);
  return match ? Number(match[1]) : null;
}

/**
 * A report of warn_alloc(): header, cpuset line, stack, Mem-Info. Opened by its header, or by the "callbacks suppressed"
 * line before it: should the header be lost, that failures were kept back is still a record.
 */
export function warnAlloc(opener: LogEntry, suppressed: number | null, first: AllocHeader | null): Draft<AllocFailure> {
  let header = first;
  let cpuset: string | null = null;
  let memsAllowed: string | null = null;
  let trace = callTrace({ comm: first?.comm ?? null });
  const memory = memInfo();
  /** Another report's CPU line came by, and its stack and Mem-Info may follow. */
  let alien = false;
  /** ... and after our own had begun, so that the rest of ours cannot be told from it. */
  let foreignStack = false;

  function continues(next: AllocHeader): boolean {
    if (header === null) return true;
    if (isVmap(header)) return next.variant === 'vmalloc' && !isVmap(next);
    return isVmallocText(header) && next.variant === 'page';
  }

  function open(next: AllocHeader): Claim {
    if (!continues(next)) return 'end';
    const { sizeBytes = null, detail = null } = header ?? {};
    const variant = header === null ? next.variant : 'vmalloc';
    header = { ...next, variant, sizeBytes: next.sizeBytes ?? sizeBytes, detail: next.detail ?? detail };
    trace = callTrace({ comm: header.comm });
    return 'mine';
  }

  function body(text: string): Claim {
    if (memory.begun() && text.startsWith('Mem-Info:')) return 'end';
    if (!memory.begun()) {
      if (trace.feed(text)) {
        alien = false;
        return 'mine';
      }
      if (parseCpuLine(text)) {
        const { pid, frames } = trace.value();
        alien = frames.length === 0;
        foreignStack ||= pid !== null;
      }
    }
    return !alien && memory.feed(text) ? 'mine' : 'foreign';
  }

  function read(text: string): Claim {
    if (suppressedReports(text) !== null) return 'end';
    const next = parseWarnAlloc(text);
    if (next !== null) return open(next);
    if (header === null) return 'foreign';
    const set = CPUSET.exec(text);
    if (set) {
      if (set[1] !== header.comm || memory.begun()) return 'foreign';
      cpuset = set[2] ?? null;
      memsAllowed = set[3] ?? null;
      return 'mine';
    }
    return body(text);
  }

  return draftOf<AllocFailure>({
    isSettled() {
      if (header === null) return false;
      return isVmap(header) || (trace.value().frames.length > 0 && memory.ended() && !memory.mixed());
    },
    feed(entry) {
      return isOtherCaller(entry, opener.caller) ? 'foreign' : read(entry.text.trimEnd());
    },
    close() {
      const stack = trace.value();
      const info = memory.value();
      const problems: string[] = [];
      if (header === null) problems.push('header-missing');
      else if (!isVmap(header)) {
        if (isVmallocText(header) || isOfVmalloc(header, stack.frames)) problems.push('header-missing');
        else if (header.gfpMask === null || header.comm === null) problems.push('header-cut');
        if (isCpusetMissing(header, cpuset, info)) problems.push('cpuset-line-missing');
        if (stack.frames.length === 0) problems.push('call-trace-missing');
        else if (stack.pid === null && !stack.otherArchitecture) problems.push('cpu-line-missing');
        if (info === null) problems.push('mem-info-missing');
        else problems.push(...(memory.mixed() ? ['mem-info-mixed'] : memory.problems()));
        if (foreignStack) problems.push('foreign-stack');
      }
      return failure(header?.variant ?? 'page', header, {
        problems,
        stack,
        memInfo: info,
        reportsSuppressed: suppressed,
        cpuset: header?.cpuset ?? cpuset,
        memsAllowed: header?.memsAllowed ?? memsAllowed,
      });
    },
  });
}

/**
 * From 4.12 on the header names the nodes; where it does not name the cpuset as well (5.0 on), the cpuset's line must follow,
 * unless the kernel is built without cpusets: one with NUMA is not.
 */
function isCpusetMissing({ nodemask, cpuset }: AllocHeader, line: string | null, info: MemInfo | null): boolean {
  if (nodemask === null || cpuset !== null || line !== null) return false;
  return info?.zones.some(({ node }) => node !== null) ?? false;
}

/** Up to 4.8 vmalloc's own line stands before "page allocation failure"; the caller in the stack shows that it was lost. */
function isOfVmalloc({ variant }: AllocHeader, frames: readonly string[]): boolean {
  const sure = frames.filter((frame) => !frame.startsWith('? '));
  const caller = sure[sure.findIndex((frame) => frame.startsWith('warn_alloc_failed+')) + 1] ?? '';
  return variant === 'page' && caller.startsWith('__vmalloc_');
}
