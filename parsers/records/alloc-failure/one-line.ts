import type { LogEntry } from '../../model/entry.ts';
import type { AllocFailure } from '../../model/records/alloc-failure.ts';
import { oneLine } from '../blocks/one-line.ts';
import type { Draft } from '../extractor.ts';
import { failure } from './body.ts';
import { exact, NOTHING_SAID } from './header.ts';

const CMA = /^cma: \w+: (?:(.*): )?alloc failed, req-size: (\d{1,16}) pages, ret: (-?\d+)$/;
const SW_IOMMU = /^DMA: Out of SW-IOMMU space for (\d{1,16}) bytes at device (.+)$/;
const SWIOTLB =
  /^(.{1,256}): swiotlb buffer is full \(sz: (\d{1,16}) bytes\)(?:, total \d+ \(slots\), used \d+ \(slots\))?$/;
/** "no enough" in the kernels that had the line first, the size since 6.7. */
const COMMIT =
  /^__vm_enough_memory: pid: (\d{1,10}), comm: (.{0,15}), (?:bytes: (\d{1,20}) )?not? enough memory for the allocation$/;
const DMA_POOL = /^DMA: failed to allocate (\d{1,12}) KiB (\S+) pool for atomic allocation$/;

/**
 * Failures that the kernel tells in one line.
 * ```
 * cma: cma_alloc: reserved: alloc failed, req-size: 1024 pages, ret: -12            mm/cma.c; no area up to 5.13
 * DMA: Out of SW-IOMMU space for 65536 bytes at device 0000:00:1f.2                 lib/swiotlb.c, up to 4.12
 * mpt3sas 0000:03:00.0: swiotlb buffer is full (sz: 65536 bytes), total 32768 (slots), used 122 (slots)
 * DMA: failed to allocate 1024 KiB GFP_KERNEL|GFP_DMA32 pool for atomic allocation  kernel/dma/pool.c, 5.8 on
 * __vm_enough_memory: pid: 2214, comm: postgres, bytes: 2147483648 not enough memory for the allocation   mm/util.c, 5.18 on
 * ```
 */
export function oneLineFailure(opener: LogEntry): Draft<AllocFailure> | null {
  const text = opener.text.trimEnd();
  const cma = CMA.exec(text);
  if (cma) {
    const [, area = null, pages] = cma;
    return oneLine(failure('cma', { ...NOTHING_SAID, variant: 'cma', sizePages: exact(pages), detail: area }, {}));
  }
  const swiotlb = SWIOTLB.exec(text);
  if (swiotlb) return bounce(swiotlb[2], swiotlb[1]);
  const old = SW_IOMMU.exec(text);
  if (old) return bounce(old[1], old[2]);
  const commit = COMMIT.exec(text);
  if (commit) {
    const [, pid, comm, bytes] = commit;
    const header = { ...NOTHING_SAID, variant: 'commit', comm: comm ?? null, sizeBytes: exact(bytes) } as const;
    return oneLine({ ...failure('commit', header, {}), pid: exact(pid) });
  }
  const pool = DMA_POOL.exec(text);
  if (!pool) return null;
  const kibibytes = exact(pool[1]);
  const sizeBytes = kibibytes === null ? null : kibibytes * 1024;
  return oneLine(failure('dma-pool', { ...NOTHING_SAID, variant: 'dma-pool', sizeBytes, detail: pool[2] ?? null }, {}));
}

function bounce(bytes: string | undefined, device: string | undefined): Draft<AllocFailure> {
  const known = { ...NOTHING_SAID, variant: 'swiotlb', sizeBytes: exact(bytes), detail: device ?? null } as const;
  return oneLine(failure('swiotlb', known, {}));
}
