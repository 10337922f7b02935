/** Stamps are looked at about this often, for coverage and for the year of logs without one. */
export const landmarkEveryBytes = 64 * 1024;

/** A landmark is the first line at or behind a multiple of that; here the first multiple behind an offset. */
export const nextLandmark = (offset: number): number =>
  (Math.floor(offset / landmarkEveryBytes) + 1) * landmarkEveryBytes;
