import type { LogEntry } from '../../model/entry.ts';
import type { AllocFailure } from '../../model/records/alloc-failure.ts';
import { callTrace, parseCpuLine } from '../blocks/call-trace.ts';
import { draftOf } from '../blocks/draft-of.ts';
import { memInfo } from '../blocks/mem-info.ts';
import { isOtherCaller } from '../blocks/writer.ts';
import type { Claim, Draft } from '../extractor.ts';
import { failure } from './body.ts';
import { NOTHING_SAID, parseWarnAlloc } from './header.ts';
import { suppressedReports } from './warn-alloc.ts';

/** What stands above the function that printed the stack. */
const PRINTER = /^(?:__)?(?:dump_stack|show_stack|unwind_backtrace|dump_backtrace)/;
const WARNS = /^\.?warn_alloc(?:_failed)?[.+]/;
/** Up to 2.6.38, whose stacks begin with `Pid: `, the allocator printed its report itself; later it only warns of a bad request. */
const ALLOCATES = /^\.?__alloc_pages_(?:nodemask|slowpath|internal)?[.+]/;

/**
 * The rest of a report of warn_alloc() whose header was lost: CPU line, stack, Mem-Info. Every stack of the kernel begins so;
 * which function printed it shows in its first frames, and a stack of any other is no record.
 */
export function headlessWarnAlloc(opener: LogEntry): Draft<AllocFailure> | null {
  if (parseCpuLine(opener.text.trimEnd()) === null) return null;
  const isOld = opener.text.startsWith('Pid: ');
  const trace = callTrace();
  const memory = memInfo();
  trace.feed(opener.text.trimEnd());
  let isProved = false;

  function read(text: string): Claim {
    if (suppressedReports(text) !== null || parseWarnAlloc(text) !== null) return 'end';
    if (!memory.begun()) {
      if (trace.feed(text)) {
        isProved ||= isOfWarnAlloc(trace.value().frames, isOld);
        return 'mine';
      }
      if (!isProved || parseCpuLine(text) !== null) return 'end';
    } else if (text.startsWith('Mem-Info:')) return 'end';
    return memory.feed(text) ? 'mine' : 'foreign';
  }

  return draftOf<AllocFailure>({
    isSettled: () => isProved && memory.ended() && !memory.mixed(),
    isTentative: () => !isProved,
    feed: (entry) => (isOtherCaller(entry, opener.caller) ? 'foreign' : read(entry.text.trimEnd())),
    close() {
      if (!isProved) return null;
      const stack = trace.value();
      const info = memory.value();
      const problems = ['header-missing'];
      if (info === null) problems.push('mem-info-missing');
      else problems.push(...(memory.mixed() ? ['mem-info-mixed'] : memory.problems()));
      const variant = stack.frames.some((frame) => frame.startsWith('__vmalloc_')) ? 'vmalloc' : 'page';
      return failure(variant, { ...NOTHING_SAID, variant }, { problems, stack, memInfo: info });
    },
  });
}

function isOfWarnAlloc(frames: readonly string[], isOld: boolean): boolean {
  const sure = frames.filter((frame) => !frame.startsWith('? '));
  const first = sure.find((frame) => !PRINTER.test(frame));
  return first !== undefined && (WARNS.test(first) || (isOld && ALLOCATES.test(first)));
}
