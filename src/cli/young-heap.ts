import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/**
 * Room for a log full of reports. Nearly all that it leaves behind is garbage at once, and each collection of V8's young heap
 * has a price of its own, whatever it finds; so in such a log the young heap may grow once, fourfold, and then stays. Left to
 * itself it would grow until it holds 32 MB of garbage (docs/performance.md, Memory).
 */
export interface YoungHeap {
  /** A chunk of a log was read, and so many records came of it. */
  chunkRead(records: number): void;
}

/** A chunk of 1 MiB holds a hundred whole reports. */
const denseRecords = 50;
const growthFactor = 4;

export function createYoungHeap(): YoungHeap {
  /** Null: it has not been let grow. */
  let firstBytes: number | null = null;
  let isGrown = false;

  return {
    chunkRead(records) {
      if (isGrown) return;
      if (firstBytes === null) {
        if (records < denseRecords) return;
        firstBytes = youngBytes();
        setFlagsFromString(`--semi-space-growth-factor=${growthFactor}`);
        return;
      }
      // Its second half comes into use late: twice the first size is no growth.
      isGrown = youngBytes() > 2.5 * firstBytes;
      if (isGrown) setFlagsFromString('--semi-space-growth-factor=1');
    },
  };
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}
