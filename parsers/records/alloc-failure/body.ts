import type { AllocFailure } from '../../model/records/alloc-failure.ts';
import type { MemInfo } from '../../model/records/mem-info.ts';
import type { CallTrace } from '../blocks/call-trace.ts';
import { gfpFlags } from '../blocks/gfp-flags.ts';
import type { AllocHeader } from './header.ts';

/** What stood behind the header. */
interface Seen {
  readonly problems?: readonly string[];
  readonly stack?: CallTrace | null;
  readonly memInfo?: MemInfo | null;
  readonly reportsSuppressed?: number | null;
  readonly cpuset?: string | null;
  readonly memsAllowed?: string | null;
}

/** The record of what a header and the lines behind it say. */
export function failure(variant: AllocFailure['variant'], header: AllocHeader | null, seen: Seen): AllocFailure {
  const stack = seen.stack ?? null;
  const memInfo = seen.memInfo ?? null;
  const problems = seen.problems ?? [];
  const gfpMask = header?.gfpMask ?? null;
  const pageSizeBytes = memInfo?.pageSizeBytes ?? null;
  return {
    kind: 'alloc-failure',
    complete: problems.length === 0,
    problems,
    kernelRelease: stack?.kernelRelease ?? null,
    variant,
    comm: header?.comm ?? stack?.comm ?? null,
    pid: stack?.pid ?? null,
    cpu: stack?.cpu ?? null,
    order: header?.order ?? null,
    gfpMask,
    gfpFlags: gfpMask === null ? [] : gfpFlags(gfpMask, header?.gfpNames ?? null),
    nodemask: header?.nodemask ?? null,
    cpuset: seen.cpuset ?? header?.cpuset ?? null,
    memsAllowed: seen.memsAllowed ?? header?.memsAllowed ?? null,
    stallSeconds: header?.stallSeconds ?? null,
    sizeBytes: header?.sizeBytes ?? null,
    sizePages: header?.sizePages ?? null,
    detail: header?.detail ?? null,
    callTrace: stack?.frames ?? [],
    pageSizeBytes,
    pageSizeBasis: pageSizeBytes === null ? null : 'buddy',
    memInfo,
    hardware: stack?.hardware ?? null,
    reportsSuppressed: seen.reportsSuppressed ?? null,
  };
}
