import { formatBytes } from '../../views/quantities.ts';

/**
 * What is given up, least dear first. Records are in no step: they are stored as long as the disk takes them, and where it does
 * not, the sources wait.
 */
export const degradationSteps = ['none', 'screen', 'samples', 'verdicts'] as const;
export type DegradationStep = (typeof degradationSteps)[number];

export interface Degradation {
  readonly step: DegradationStep;
  /** This, and everything before it, is given up now. */
  gaveUp(step: Exclude<DegradationStep, 'none'>): boolean;
  /** Once a second; a sentence where the step changed. */
  look(now: Strain): string | null;
}

/** How hard it is for us. Null: not known. */
export interface Strain {
  /** By how much the last second was late: the thread had other work, or got no processor. */
  readonly lateMs: number;
  /** What our own cgroup, or the machine, can still give. */
  readonly freeBytes: number | null;
}

const mib = 1024 * 1024;
/** Where a step begins. A stop of the whole process (SIGSTOP, a suspended machine) is late once, and no strain. */
const limits = [
  { step: 'screen', lateMs: 400, freeBytes: 96 * mib },
  { step: 'samples', lateMs: 1000, freeBytes: 48 * mib },
  { step: 'verdicts', lateMs: 2500, freeBytes: 16 * mib },
] as const;
const looksToDescend = 2;
const looksToRecover = 10;

const sentences: Record<DegradationStep, string> = {
  none: 'nothing is given up any more',
  screen: 'the screen is drawn every few seconds only',
  samples: 'processes and cgroups are not sampled, the screen is drawn every few seconds only',
  verdicts: 'verdicts wait, processes and cgroups are not sampled, the screen is drawn every few seconds only',
};

/** Decides what is given up under strain: down one step after two seconds, up one after ten that were better. */
export function createDegradation(): Degradation {
  let at = 0;
  let worse = 0;
  let better = 0;

  return {
    get step() {
      return degradationSteps[at] ?? 'none';
    },
    gaveUp: (step) => at >= degradationSteps.indexOf(step),
    look(now) {
      const wanted = wantedBy(now);
      worse = wanted > at ? worse + 1 : 0;
      better = wanted < at ? better + 1 : 0;
      if (worse < looksToDescend && better < looksToRecover) return null;
      at += worse > 0 ? 1 : -1;
      worse = 0;
      better = 0;
      const why = at === 0 ? 'enough time and memory again' : reason(now);
      return `${why}: ${sentences[degradationSteps[at] ?? 'none']}; records are stored all the same`;
    },
  };
}

function wantedBy({ lateMs, freeBytes }: Strain): number {
  return limits.reduce(
    (wanted, limit, index) =>
      lateMs > limit.lateMs || (freeBytes !== null && freeBytes < limit.freeBytes) ? index + 1 : wanted,
    0,
  );
}

const reason = ({ lateMs, freeBytes }: Strain): string =>
  freeBytes !== null && freeBytes < limits[0].freeBytes
    ? `only ${formatBytes(freeBytes)} of memory are left for everybody`
    : `this process gets too little time (${Math.round(lateMs)} ms late)`;
