/** GFP_ATOMIC and GFP_NOWAIT lack the right to reclaim and fail at once; a mask without names says nothing. */
export function cannotReclaim(gfpFlags: readonly string[]): boolean {
  return gfpFlags.length > 0 && !gfpFlags.some((flag) => reclaims.test(flag));
}

const reclaims =
  /^(GFP_KERNEL|GFP_USER|GFP_HIGHUSER|GFP_NOFS|GFP_NOIO|GFP_TRANSHUGE$|__GFP_DIRECT_RECLAIM|__GFP_RECLAIM$)/;

/**
 * The caller asked the kernel to give up early: huge pages, buffers of a network stack, caches that take smaller blocks
 * instead. __GFP_NOFAIL contradicts it.
 */
export const fallsBack = (gfpFlags: readonly string[]): boolean =>
  gfpFlags.some((flag) => /^(__GFP_NORETRY|__GFP_RETRY_MAYFAIL|__GFP_REPEAT|GFP_TRANSHUGE\w*)$/.test(flag)) &&
  !gfpFlags.includes('__GFP_NOFAIL');
