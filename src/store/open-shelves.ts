import type { Shelves } from '../diagnosis/shelf.ts';

/** Opens shelves for an analysis of what may be more than memory holds. */
export async function openShelves(): Promise<Shelves> {
  const { createDiskShelves } = await import('./sqlite/disk-shelves.ts');
  return createDiskShelves();
}
