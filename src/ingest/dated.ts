import type { FileCoverage } from './sink.ts';

/** Remembers when the dated files of each folder lie, for those whose stamps have no year. */
export interface DatedFiles {
  note(coverage: FileCoverage): void;
  /** The newest time of the files in this folder, else in the nearest folder above that has one; null where there is none. */
  near(directory: string): number | null;
}

export function createDatedFiles(): DatedFiles {
  const newest = new Map<string, number>();
  return {
    note({ directory, toUs }) {
      if (toUs !== null) newest.set(directory, Math.max(newest.get(directory) ?? toUs, toUs));
    },
    near(directory) {
      for (let folder = directory; ; folder = parent(folder)) {
        const us = newest.get(folder);
        if (us !== undefined) return us;
        if (parent(folder) === folder) return null;
      }
    },
  };
}

function parent(folder: string): string {
  const slash = folder.lastIndexOf('/');
  return slash <= 0 ? '' : folder.slice(0, slash);
}
