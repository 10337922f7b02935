import type { Stamp } from '../../model/stamp.ts';
import { epochStamp } from '../moment/marker.ts';

/** Milliseconds in the text format, seconds in OpenMetrics: told apart by size. */
export function lineStamp(timestamp: string): Stamp | null {
  if (timestamp === '') return null;
  const value = Number(timestamp);
  return value > 0 ? secondsStamp(value >= 1e11 ? value / 1000 : value) : null;
}

/** Seconds as a double: microseconds are what it can hold. */
export function secondsStamp(seconds: number): Stamp | null {
  if (!(seconds >= 0 && seconds < 1e10)) return null;
  const isWhole = Number.isInteger(seconds);
  return {
    civilUs: Math.round(seconds * 1e6),
    offsetMinutes: 0,
    hasYear: true,
    precisionUs: isWhole ? 1_000_000 : 1000,
  };
}

/** `metrics-1780350740.prom`: the only epoch in a file's name. */
export function fileNameStamp(path: string): Stamp | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const found = name.match(/(?<!\d)1[4-9]\d{8}(?:\d{3})?(?!\d)/g);
  if (found?.length !== 1) return null;
  const digits = found[0] as string;
  return epochStamp(digits.slice(0, 10), digits.slice(10));
}
