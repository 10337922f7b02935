import type { Verdict } from '../../analysis.ts';

export type Who = Verdict['who'];

/** How sure a name can be, by what it rests on; the doubts of samples and tables lower it further. */
export const confidences = {
  byGrowth: 0.95,
  byGrowthMain: 0.75,
  byTable: 0.8,
  byTableMain: 0.6,
  weak: 0.4,
  damagedTable: 0.5,
  /** What was swapped out is not in the samples, and those it was taken from seem to have gained nothing. */
  swapUnseen: 0.65,
  /** Of a crowd, those who run are known, and not who started them. */
  crowd: 0.75,
  /** Nothing says what filled the memory: the largest process may have nothing to do with it. */
  whereUnknown: 0.6,
  kernel: 0.8,
} as const;

/** Nobody can be named: what took the memory is gone, or no process. A wrong name is worse than none. */
export const nobody: Who = {
  kind: 'none',
  comm: null,
  pid: null,
  cgroup: null,
  bytes: null,
  confidence: confidences.kernel,
};

export const kernel: Who = { ...nobody, kind: 'kernel' };

export const held = (who: Who, most: number): Who => ({ ...who, confidence: Math.min(who.confidence, most) });

export const processNamed = (who: Pick<Who, 'comm' | 'pid' | 'cgroup' | 'bytes'>, confidence: number): Who => ({
  kind: 'process',
  ...who,
  confidence,
});
