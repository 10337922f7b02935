import type { Pty } from './pty.ts';

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The value that this share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** `12 / 34`: median and 99th percentile, milliseconds. */
export const medianAndP99 = (values: readonly number[]): string =>
  `${quantile(values, 0.5).toFixed(0)} / ${quantile(values, 0.99).toFixed(0)}`;

/** Types a key and waits for what the screen shows only then. Milliseconds between the two. */
export async function answered(pty: Pty, key: string, wanted: string): Promise<number> {
  const since = performance.now();
  const shown = pty.shows(wanted, since);
  pty.type(key);
  return shown;
}
