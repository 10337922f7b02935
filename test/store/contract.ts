import { describe } from 'vitest';
import { appending } from './contract/appending.ts';
import { querying } from './contract/querying.ts';
import { reading } from './contract/reading.ts';
import { renewing } from './contract/renewing.ts';
import { sampling } from './contract/sampling.ts';
import type { NewStorage } from './contract/storage.ts';

/**
 * What every timeline must do, whatever stands behind it. `reopens` is false for storage that ends with its connection;
 * what needs a second opening is then left out.
 */
export function timelineContract(name: string, newStorage: NewStorage, { reopens }: { reopens: boolean }): void {
  describe(name, () => {
    describe('appending', () => appending(newStorage));
    describe('reading', () => reading(newStorage));
    describe('sampling', () => sampling(newStorage));
    describe('querying', () => querying(newStorage));
    if (reopens) describe('renewing', () => renewing(newStorage));
  });
}
