import type { AllocFailure } from '../../model/records/alloc-failure.ts';

/** What the line says that announces a failed allocation. Null: it does not say. */
export interface AllocHeader {
  readonly variant: AllocFailure['variant'];
  readonly comm: string | null;
  readonly order: number | null;
  readonly gfpMask: string | null;
  readonly gfpNames: string | null;
  readonly nodemask: string | null;
  readonly cpuset: string | null;
  readonly memsAllowed: string | null;
  readonly stallSeconds: number | null;
  readonly sizeBytes: number | null;
  readonly sizePages: number | null;
  readonly detail: string | null;
}

export const NOTHING_SAID: Omit<AllocHeader, 'variant'> = {
  comm: null,
  order: null,
  gfpMask: null,
  gfpNames: null,
  nodemask: null,
  cpuset: null,
  memsAllowed: null,
  stallSeconds: null,
  sizeBytes: null,
  sizePages: null,
  detail: null,
};

/** Tail of warn_alloc()'s line; each kernel since 4.6 added a piece. */
const TAIL =
  /, mode:(0x[0-9a-f]+)(?:\(([^)]*)\))?(?:, nodemask=(\(null\)|[\d,-]*?))?(?:,cpuset=(.*?),mems_allowed=([\d,-]*))?$/;
/** 4.9 prints the name as a piece of its own, which another CPU's line may part from the rest. */
const PAGE = /^(?:(.{1,64}): )?page allocation (?:failure[.:]|stalls for (\d{1,12})ms,) order:(\d{1,3})$/;
/** Kernels from 4.9 on put vmalloc's text into the line; before, it is a line of its own in front. */
const VMALLOC = /^(?:(.{1,64}): )?(vmalloc(?::| error:) .*)$/;
const BYTES = /\bsize (\d{1,16})|\ballocation failure: (\d{1,16}) bytes|\ballocated \d+ of (\d{1,16}) bytes/;
const VMAP =
  /^(vmap allocation for size (\d{1,16}) failed: use vmalloc=<size> to increase size|vmalloc_node_range for size (\d{1,16}) failed: Address range restricted to 0x[0-9a-f]+ - 0x[0-9a-f]+)\.?$/;

/**
 * warn_alloc() of mm/page_alloc.c (warn_alloc_failed() up to 4.8) and mm/vmalloc.c:
 * ```
 * httpd: page allocation failure. order:1, mode:0x20                                                    2.6.32, RHEL 6
 * swapper/0: page allocation failure: order:4, mode:0x40a20(GFP_ATOMIC|__GFP_COMP), nodemask=(null),cpuset=/,mems_allowed=0
 * java: page allocation stalls for 10012ms, order:0, mode:0x14201ca(...), nodemask=(null)               4.9 - 4.14
 * insmod: vmalloc error: size 943718400, exceeds total pages, mode:0xcc0(GFP_KERNEL), nodemask=(null),cpuset=/,mems_allowed=0
 * vmap allocation for size 4198400 failed: use vmalloc=<size> to increase size
 * ```
 */
export function parseWarnAlloc(text: string): AllocHeader | null {
  const vmap = VMAP.exec(text);
  if (vmap) {
    const [, detail = '', old, young] = vmap;
    return { ...NOTHING_SAID, variant: 'vmalloc', sizeBytes: exact(old ?? young), detail };
  }
  const tail = TAIL.exec(text);
  const before = tail ? text.slice(0, tail.index) : text;
  const said = tail ? tailOf(tail) : NOTHING_SAID;
  const page = PAGE.exec(before);
  if (page) {
    const [, comm = null, stalledMs, order] = page;
    if (comm === null && tail === null) return null;
    const known = { ...said, comm, order: Number(order) };
    if (stalledMs === undefined) return { ...known, variant: 'page' };
    return { ...known, variant: 'page-stall', stallSeconds: Number(stalledMs) / 1000 };
  }
  const vmalloc = VMALLOC.exec(before);
  if (!vmalloc) return null;
  const [, comm = null, detail = ''] = vmalloc;
  const bytes = BYTES.exec(detail);
  // Without a task the text must be the whole line of a kernel before 4.9, and with one it must have a mode.
  if (!bytes || (comm === null) === (tail !== null)) return null;
  const order = /\bpage order (\d{1,3})\b/.exec(detail);
  return {
    ...said,
    variant: 'vmalloc',
    comm,
    order: order ? Number(order[1]) : null,
    sizeBytes: exact(bytes[1] ?? bytes[2] ?? bytes[3]),
    detail: detail.replace(/^vmalloc(?: error)?: /, ''),
  };
}

function tailOf(tail: RegExpExecArray): Omit<AllocHeader, 'variant'> {
  const [, gfpMask, gfpNames, nodemask, cpuset, memsAllowed] = tail;
  return {
    ...NOTHING_SAID,
    gfpMask: gfpMask ?? null,
    gfpNames: gfpNames ?? null,
    nodemask: nodemask ?? null,
    cpuset: cpuset ?? null,
    memsAllowed: memsAllowed ?? null,
  };
}

/** Digits as a number, null above what a double holds exactly. */
export function exact(digits: string | undefined): number | null {
  const value = digits === undefined ? Number.NaN : Number(digits);
  return Number.isSafeInteger(value) ? value : null;
}

/** A warning of alloc_vmap_area(): whole by itself, but vmalloc may go on to report the failure it leads to. */
export function isVmap(header: AllocHeader): boolean {
  return header.variant === 'vmalloc' && VMAP.test(header.detail ?? '');
}

/** The text line that vmalloc put in front of "page allocation failure" up to 4.8. */
export function isVmallocText(header: AllocHeader): boolean {
  return header.variant === 'vmalloc' && header.comm === null && !isVmap(header);
}
