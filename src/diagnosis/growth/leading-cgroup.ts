import type { Exhibit } from '../rules/rule.ts';
import type { GrowingCgroup } from './cgroups.ts';

const thresholds = {
  /** Share of what all cgroups gained by which one stands for the rise. */
  clear: 0.6,
  /** A program that brings this share of what processes gained is the better name. */
  oneProgram: 0.4,
  /** The gain must be this share of RAM, and of what was used up. */
  ofRam: 0.05,
  ofConsumption: 0.5,
} as const;

/** What holds everything a person or the machine runs is no name for one workload. */
const holdsAnything = /(?:^|\/)(?:session-[^/]+\.scope|user@\d+\.service|init\.scope|[^/]+\.slice)$/;

export interface LeadingCgroup {
  readonly group: GrowingCgroup;
  /** Of what all sampled cgroups gained. */
  readonly share: number;
}

/**
 * The one cgroup of several that brought the rise of a host, where no single program did: workers of many names, or
 * processes that were not sampled. Null where none stands out.
 */
export function leadingCgroup({ cgroups, groups, incident, consumption, states }: Exhibit): LeadingCgroup | null {
  const [first] = cgroups;
  if (!first || cgroups.length < 2 || incident.scope === 'memcg' || !isWorkload(first.cgroup)) return null;
  const sum = gained(cgroups);
  const ofProcesses = gained(groups);
  const ofProgram = ofProcesses === 0 ? 0 : (groups[0]?.gainBytes ?? 0) / ofProcesses;
  const least = Math.max(
    (states.at(-1)?.totalBytes ?? Number.POSITIVE_INFINITY) * thresholds.ofRam,
    (consumption?.bytes ?? 0) * thresholds.ofConsumption,
  );
  const stands = first.gainBytes >= sum * thresholds.clear && first.gainBytes >= least;
  return stands && ofProgram < thresholds.oneProgram ? { group: first, share: first.gainBytes / sum } : null;
}

const isWorkload = (path: string): boolean => path.replaceAll('/', '') !== '' && !holdsAnything.test(path);

const gained = (all: readonly { readonly gainBytes: number }[]): number =>
  all.reduce((sum, { gainBytes }) => sum + Math.max(0, gainBytes), 0);
