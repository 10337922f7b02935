import { clockFellBackUs } from './boots.ts';
import type { FileCoverage } from './sink.ts';

/** Why nothing of a file of samples came: the command is about logs. */
export const samplesNotAskedFor = 'memory samples, not asked for';

/** Gathers what coverage says about one file while it is read. */
export interface CoverageDraft {
  sawTime(us: number): void;
  sawHost(host: string): void;
  /** A stamp stated its zone offset. */
  sawOffset(minutes: number): void;
  /** An entry proved to be the kernel's. */
  sawKernel(): void;
  /** A stamp of the kernel's clock, whoever wrote the entry: what users write to /dev/kmsg has one too. */
  sawMonotonic(us: number): void;
  skip(reason: string, count?: number): void;
  /** What had to be inferred to read the file, for its owner to correct. */
  inferred(note: string): void;
  record(): void;
  sample(): void;
  readonly records: number;
  readonly samples: number;
  close(facts: Pick<FileCoverage, 'format' | 'lines' | 'bytes' | 'showsWriter'>): FileCoverage;
}

/** A central log host names thousands of hosts: coverage lists the first ones. */
const mostHosts = 64;

export function createCoverage(path: string, directory: string): CoverageDraft {
  let fromUs: number | null = null;
  let toUs: number | null = null;
  let offsetMinutes: number | null = null;
  let records = 0;
  let samples = 0;
  const hosts = new Set<string>();
  let showsKernel = false;
  let monotonicFromUs: number | null = null;
  let monotonicToUs: number | null = null;
  /** The kernel's clock started again: one span of it says nothing any more. */
  let severalBoots = false;
  const skipped = new Map<string, number>();
  const inferred: string[] = [];

  return {
    inferred(note) {
      inferred.push(note);
    },
    sawTime(us) {
      if (fromUs === null || us < fromUs) fromUs = us;
      if (toUs === null || us > toUs) toUs = us;
    },
    sawHost(host) {
      if (hosts.size < mostHosts) hosts.add(host);
    },
    sawOffset(minutes) {
      offsetMinutes = minutes;
    },
    sawKernel() {
      showsKernel = true;
    },
    sawMonotonic(us) {
      if (monotonicToUs !== null && us < monotonicToUs - clockFellBackUs) severalBoots = true;
      monotonicFromUs = Math.min(monotonicFromUs ?? us, us);
      monotonicToUs = Math.max(monotonicToUs ?? us, us);
    },
    skip(reason, count = 1) {
      skipped.set(reason, (skipped.get(reason) ?? 0) + count);
    },
    record() {
      records += 1;
    },
    sample() {
      samples += 1;
    },
    get records() {
      return records;
    },
    get samples() {
      return samples;
    },
    close: (facts) => ({
      path,
      directory,
      ...facts,
      fromUs,
      toUs,
      offsetMinutes,
      records,
      samples,
      hosts: [...hosts],
      showsKernel,
      monotonicFromUs: severalBoots ? null : monotonicFromUs,
      monotonicToUs: severalBoots ? null : monotonicToUs,
      skipped: [...skipped].map(([reason, count]) => ({ reason, count })),
      ...(inferred.length > 0 && { inferred }),
    }),
  };
}
