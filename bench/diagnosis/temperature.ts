import type { Exhibit } from '../../src/diagnosis/rules/rule.ts';
import { findingsOf } from '../../src/diagnosis/verdict/findings.ts';
import { rank } from '../../src/diagnosis/verdict/judge.ts';
import { labelsRight } from './labels.ts';
import type { Truth } from './runs.ts';

/** One altered run, as far as a temperature changes its verdict: for each one tried, the square of claim less truth. */
export interface Tried {
  readonly family: string;
  readonly losses: readonly number[];
}

export const temperatures = Array.from({ length: 31 }, (_, step) => Number((0.5 + step * 0.1).toFixed(1)));

/** The error of an exhibit's claim at each temperature; the caps of samples that are lacking are part of the claim. */
export function tryTemperatures(exhibit: Exhibit, truth: Truth, fromLog: boolean): Tried {
  const { findings } = findingsOf(exhibit);
  const losses = temperatures.map((temperature) => {
    const [top, confidence] = rank(exhibit, findings, temperature).ranked[0] ?? ['process-leak', 0];
    return (confidence - (labelsRight(truth.label, top, fromLog) ? 1 : 0)) ** 2;
  });
  return { family: truth.family, losses };
}

export interface Fit {
  /** Fitted on all families. */
  readonly temperature: number;
  /** Fitted with each family left out in turn. */
  readonly low: number;
  readonly high: number;
  readonly families: number;
  readonly copies: number;
  readonly brierAtOne: number;
  /** Each family judged at the temperature that the others gave. */
  readonly brierLeftOut: number;
}

/** Least Brier score; of temperatures that are as good, the highest: the humblest. */
export function fitTemperature(tried: readonly Tried[]): Fit {
  const families = [...new Set(tried.map(({ family }) => family))];
  const leftOut = families.map((family) => {
    const index = best(tried.filter((one) => one.family !== family));
    const own = tried.filter((one) => one.family === family);
    return { index, loss: own.reduce((sum, { losses }) => sum + (losses[index] ?? 0), 0) };
  });
  const chosen = leftOut.map(({ index }) => temperatures[index] ?? 1);
  const one = temperatures.indexOf(1);
  return {
    temperature: temperatures[best(tried)] ?? 1,
    low: Math.min(...chosen),
    high: Math.max(...chosen),
    families: families.length,
    copies: tried.length,
    brierAtOne: tried.reduce((sum, { losses }) => sum + (losses[one] ?? 0), 0) / tried.length,
    brierLeftOut: leftOut.reduce((sum, { loss }) => sum + loss, 0) / tried.length,
  };
}

function best(tried: readonly Tried[]): number {
  const sums = temperatures.map((_, index) => tried.reduce((sum, { losses }) => sum + (losses[index] ?? 0), 0));
  const least = Math.min(...sums);
  return sums.findLastIndex((sum) => sum <= least + 1e-9);
}
