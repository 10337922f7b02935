import { isComm } from '../blocks/comm.ts';
import { gfpFlags } from '../blocks/gfp-flags.ts';

/** The header line of an OOM report: whose allocation failed, and how. */
export interface OomHeader {
  /** Null on kernels up to 2.6.18 of others than Red Hat, which do not say who asked. */
  readonly comm: string | null;
  readonly gfpMask: string;
  readonly gfpFlags: readonly string[];
  /** -1: SysRq-f (4.4 and later). Null on kernels up to 2.6.11 (RHEL 4), which print no stack either. */
  readonly order: number | null;
  /** Null on kernels that print only `oom_adj` or `oomkilladj`. */
  readonly oomScoreAdj: number | null;
  /** 4.9 to 4.20; later kernels print it in the decision line. Empty where its piece of the line was lost. */
  readonly nodemask: string | null;
  /** Which older adjustment it prints: `oomkilladj` up to 2.6.28, `oom_adj` up to 3.6. */
  readonly oomAdj: 'oomkilladj' | 'oom_adj' | null;
  /** The flags stood in parentheses (4.6 and later). */
  readonly namedFlags: boolean;
  /** On OpenVZ: who asked, and whether stack and Mem-Info follow. */
  readonly openvz: { readonly pid: number; readonly dumpsMemory: boolean } | null;
}

const MARK = ' invoked oom-killer: ';
/** The header up to 2.6.18: as much of the later one as names nobody. */
const NAMELESS = 'oom-killer: ';

/** Whether a line may be a header, whole or not. */
export const mayBeHeader = (text: string): boolean => text.includes(MARK) || text.startsWith('oom-killer: gfp_mask=');
const REQUEST =
  /^gfp_mask=(0x[0-9a-f]+)(?:\(([^)]*)\))?,\s*(?:nodemask=(\(null\)|[\d,-]*?),\s*)?order=(-?\d+)(?:, (oomkilladj|oom_adj)=-?\d+)?(?:, oom_score_adj=(-?\d+))?/;

/** Whose name stands in front, also of a header that breaks off. */
export const headerComm = (text: string): string | null =>
  text.includes(MARK) ? text.slice(0, text.lastIndexOf(MARK)) : null;

const REQUEST_OF_RHEL4 = /^gfp_mask=(0x[0-9a-f]+)\s*$/;

/** A comm has 15 bytes at most; transports that escape control characters make up to four of each. */
const MAX_COMM = 64;

/**
 * Reads the header that `dump_header()` prints (mm/oom_kill.c). The name may hold anything, so it ends at the last mark.
 * ```
 * oom-killer: gfp_mask=0xd0                                                                                    2.6.9
 * oom-killer: gfp_mask=0x84d0, order=0                                                                         2.6.18
 * httpd invoked oom-killer: gfp_mask=0x201da, order=0, oom_adj=0, oom_score_adj=0                              RHEL 6
 * node invoked oom-killer: gfp_mask=0x14200ca(GFP_HIGHUSER_MOVABLE), nodemask=(null),  order=0, oom_score_adj=0   4.14
 * java invoked oom-killer: gfp_mask=0x140dca(GFP_HIGHUSER_MOVABLE|__GFP_ZERO), order=0, oom_score_adj=0        5.0 on
 * ```
 * `fragment`: the line breaks off before its order, as 4.12 to 4.14 print it in pieces. Null: no header.
 */
export function parseHeader(text: string): OomHeader | 'fragment' | null {
  const mark = text.lastIndexOf(MARK);
  if (mark > MAX_COMM || !mayBeHeader(text) || (mark > 0 && !isComm(text.slice(0, mark)))) return null;
  const request = text.slice(mark < 0 ? NAMELESS.length : mark + MARK.length);
  const match = REQUEST.exec(request) ?? (mark < 0 ? REQUEST_OF_RHEL4.exec(request) : null);
  if (match === null) return request.startsWith('gfp_mask=') && !request.includes('order=') ? 'fragment' : null;
  const [, gfpMask = '', flags, nodemask, order, oomAdj, oomScoreAdj] = match;
  return {
    comm: headerComm(text),
    gfpMask,
    gfpFlags: gfpFlags(gfpMask, flags ?? null),
    order: order === undefined ? null : Number(order),
    oomScoreAdj: oomScoreAdj === undefined ? null : Number(oomScoreAdj),
    nodemask: nodemask ?? null,
    oomAdj: oomAdj === 'oomkilladj' || oomAdj === 'oom_adj' ? oomAdj : null,
    namedFlags: flags !== undefined,
    openvz: null,
  };
}
