/** GFP_ATOMIC and GFP_NOWAIT lack the right to reclaim and fail at once; a mask without names says nothing. */
export function cannotReclaim(gfpFlags: readonly string[]): boolean {
  return gfpFlags.length > 0 && !gfpFlags.some((flag) => reclaims.test(flag));
}

const reclaims =
  /^(GFP_KERNEL|GFP_USER|GFP_HIGHUSER|GFP_NOFS|GFP_NOIO|GFP_TRANSHUGE$|__GFP_DIRECT_RECLAIM|__GFP_RECLAIM$)/;
