import type { Stamp } from '../../model/stamp.ts';

/** Clocks change by an hour, and a sampler is some seconds late or early. */
const hourUs = 3_600_000_000;
const unevenUs = 5_000_000;

/**
 * The heading names the zone of its first row; below it clocks may change. A row that is an hour earlier than the one before
 * it and one interval later would have it, or an hour later, is of the other offset.
 */
export function createSummerTime(): { settle(stamp: Stamp | null): Stamp | null; forget(): void } {
  let lastUs: number | null = null;
  let stepUs: number | null = null;
  let shiftMinutes = 0;

  return {
    settle(stamp) {
      if (!stamp || stamp.offsetMinutes === null) return stamp;
      const writtenUs = lastUs === null ? 0 : stamp.civilUs - lastUs;
      const isBack = writtenUs < 0 && writtenUs >= -hourUs;
      const isAhead = stepUs !== null && Math.abs(writtenUs - hourUs - stepUs) <= unevenUs && stepUs < hourUs / 2;
      if (lastUs !== null && isBack) shiftMinutes -= 60;
      else if (lastUs !== null && isAhead) shiftMinutes += 60;
      else if (lastUs !== null && writtenUs > 0) stepUs = writtenUs;
      lastUs = stamp.civilUs;
      return shiftMinutes === 0 ? stamp : { ...stamp, offsetMinutes: stamp.offsetMinutes + shiftMinutes };
    },
    forget() {
      lastUs = null;
      stepUs = null;
      shiftMinutes = 0;
    },
  };
}
