import type { RecordOf } from '../../../parsers/model/record.ts';
import { cannotReclaim } from '../gfp.ts';
import { bytesInWords } from '../quantities.ts';
import { type Finding, recordSource } from './rule.ts';

type Request = RecordOf<'alloc-failure'> | RecordOf<'oom-kill'>;

/** SLUB's short report has no zones: what it asked for has to do. */
export function withoutZones(request: Request, order: number, gfpFlags: readonly string[]): Finding[] {
  const from = recordSource(request);
  if (order > 0)
    return [{ weight: 'order-above-zero', claim: `a block of order ${order} was asked for`, from, values: { order } }];
  if (request.kind !== 'alloc-failure' || request.variant !== 'slab') return [];
  if (cannotReclaim(gfpFlags)) {
    return [
      {
        weight: 'reserve-drained',
        claim: 'a slab cache could get no page for a request that could not wait for reclaim',
        from,
        values: { cache: request.detail ?? '' },
      },
    ];
  }
  return gfpFlags.length === 0 ? [] : slabThatCouldWait(request, from);
}

/** SLUB falls back to the smallest block that holds one object: half a page always fits a single one. */
const fitsOnePageBytes = 2048;
/** `signal_cache(632851:3a166877...)`: the kernel kept a cache for each memory cgroup, with its id and name (up to 5.8). */
const cacheOfGroup = /\((?:\d+):([^()]*)\)$/;

function slabThatCouldWait({ sizeBytes, detail }: RecordOf<'alloc-failure'>, from: Finding['from']): Finding[] {
  const group = cacheOfGroup.exec(detail ?? '')?.[1] ?? null;
  const small = sizeBytes !== null && sizeBytes <= fitsOnePageBytes;
  const values = { cache: detail ?? '', ...(sizeBytes === null ? {} : { sizeBytes }) };
  return [
    ...(small
      ? [
          {
            weight: 'one-page-was-enough',
            claim: `a single page would have held an object of ${bytesInWords(sizeBytes)}, and the request could wait for reclaim`,
            from,
            values,
          } as const,
        ]
      : []),
    ...(group !== null
      ? [
          {
            weight: 'cache-of-a-group',
            claim: `the cache belongs to the memory cgroup ${group}, whose limit such a page is charged to`,
            from,
            values,
          } as const,
        ]
      : []),
  ];
}
