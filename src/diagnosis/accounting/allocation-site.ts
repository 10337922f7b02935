import type { AllocationSite } from '../../../parsers/model/records/mem-info.ts';
import type { Exhibit } from '../rules/rule.ts';

/** Callers whose pages have a counter: of processes and files, slab, stacks and page tables. */
const counted =
  /^(mm\/(?!zsmalloc|zswap|percpu|page_frag|dmapool)|fs\/(?!xfs\/xfs_buf)|kernel\/fork\.c|arch\/\S+\/(pgtable|pgd)|include\/(asm-generic\/pgalloc|linux\/mm)|ipc\/|lib\/)/;
/** A caller that holds between these shares of what is in no counter is who holds it. */
const fits = { least: 0.5, most: 1.2 } as const;
/** Every host has a few per cent of its RAM in no counter. */
const leastOfTotal = 0.1;

export interface RestSite extends AllocationSite {
  /** `example_nic`, or the file where it is no module. */
  readonly owner: string;
  readonly function: string | null;
}

/**
 * The caller that allocated most of what no counter shows, by the kernel's own profile of allocations
 * (CONFIG_MEM_ALLOC_PROFILING); null where the report has none, or where no caller fits.
 */
export function siteOfRest({
  report,
  parts,
  accounting,
}: Pick<Exhibit, 'report' | 'parts' | 'accounting'>): RestSite | null {
  const restBytes = parts?.get('unaccounted') ?? 0;
  if (!accounting || restBytes < accounting.totalBytes * leastOfTotal) return null;
  const sites = (report?.memInfo?.allocations ?? []).filter(({ site }) => !counted.test(site));
  const [first] = sites.toSorted((a, b) => b.bytes - a.bytes);
  if (!first || first.bytes < restBytes * fits.least || first.bytes > restBytes * fits.most) return null;
  const [, file = first.site, module, name = null] =
    /^(\S+?):\d+ (?:\[([^\]\s]+)\S*\] )?func:(\w+)/.exec(first.site) ?? [];
  return { ...first, owner: module ?? file, function: name };
}
