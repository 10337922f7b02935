import type { LogEntry } from '../../model/entry.ts';
import type { AllocFailure } from '../../model/records/alloc-failure.ts';
import { callTrace } from '../blocks/call-trace.ts';
import { draftOf } from '../blocks/draft-of.ts';
import { isOtherCaller } from '../blocks/writer.ts';
import type { Draft } from '../extractor.ts';
import { failure } from './body.ts';
import { exact, NOTHING_SAID } from './header.ts';

const HEADER = /^(?:PERCPU|percpu): allocation failed, size=(\d{1,16}) align=\d+(?: atomic=(\d))?, (.+)$/;
const LIMIT = /^(?:PERCPU|percpu): limit reached, disable warning$/;

/**
 * pcpu_alloc() of mm/percpu.c, followed by a stack unless the caller could not sleep (a few kernels print it nevertheless); after ten of them it falls silent.
 * ```
 * PERCPU: allocation failed, size=64 align=8, failed to allocate new chunk                         up to 4.4
 * percpu: allocation failed, size=4 align=4 atomic=0, alloc from reserved chunk failed             4.9 on
 * percpu: limit reached, disable warning
 * ```
 */
export function percpuFailure(opener: LogEntry): Draft<AllocFailure> | null {
  const header = HEADER.exec(opener.text.trimEnd());
  if (!header) return null;
  const [, size, atomic, detail = null] = header;
  const trace = callTrace();
  const needsTrace = atomic !== '1';
  return draftOf({
    isSettled: () => !needsTrace || trace.value().frames.length > 0,
    feed(entry) {
      if (isOtherCaller(entry, opener.caller)) return 'foreign';
      const text = entry.text.trimEnd();
      if (HEADER.test(text)) return 'end';
      if (LIMIT.test(text) || trace.feed(text)) return 'mine';
      // Some kernels print the stack of a caller that could not sleep, too: then at once.
      return needsTrace ? 'foreign' : 'end';
    },
    close() {
      const stack = trace.value();
      const problems: string[] = [];
      if (needsTrace && stack.frames.length === 0) problems.push('call-trace-missing');
      else if (needsTrace && stack.pid === null && !stack.otherArchitecture) problems.push('cpu-line-missing');
      return failure(
        'percpu',
        { ...NOTHING_SAID, variant: 'percpu', sizeBytes: exact(size), detail },
        { problems, stack },
      );
    },
  });
}
