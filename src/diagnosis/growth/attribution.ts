import type { GrowingCgroup } from './cgroups.ts';
import type { ComponentState } from './components.ts';
import { consumption, gainsBetween } from './consumption.ts';
import type { GrowingGroup } from './groups.ts';

/** Who and what brought the growth of all memory in use over the whole time watched. Shares are of `bytes`, and sum to no more. */
export interface Attribution {
  readonly from: ComponentState;
  readonly to: ComponentState;
  /** The sum of what components gained. */
  readonly bytes: number;
  readonly components: readonly Part[];
  readonly processes: readonly Part[];
  readonly cgroups: readonly Part[];
  /** Whose memory it is: of the host, of the nodes that were left to the request, or charged to the group whose limit was reached. */
  readonly of: 'host' | 'node' | 'memcg';
}

export interface Part {
  readonly name: string;
  readonly bytes: number;
  readonly share: number;
}

/** Growth of less than this share of RAM is the noise of a running host. */
const leastOfRam = 0.05;
/** Free memory is what the others took; pages in the swap cache are counted with what is in swap. */
const leftOut: ReadonlySet<string> = new Set(['free', 'swap-cache']);

interface Told {
  readonly of: Attribution['of'];
  /** False: the states show the sum alone, and only who brought it can be told. */
  readonly components: boolean;
}

/** From the lowest state of the window to its last. `groupsFrom` gives what programs and cgroups gained from then on. */
export function attributionOf(
  states: readonly ComponentState[],
  groupsFrom: (fromUs: number) => {
    readonly programs: readonly GrowingGroup[];
    readonly cgroups: readonly GrowingCgroup[];
  },
  told: Told = { of: 'host', components: true },
): Attribution | null {
  const whole = consumption(states, 0);
  if (!whole || whole.to.atUs <= whole.from.atUs) return null;
  const { from, to } = whole;
  const gains = gainsBetween(from, to, leftOut);
  const bytes = gains.reduce((sum, gain) => sum + gain.bytes, 0);
  if (bytes < to.totalBytes * leastOfRam) return null;
  const { programs, cgroups } = groupsFrom(from.atUs);
  const ofProcesses = gains.reduce(
    (sum, { component, bytes: gained }) => (isProcesses(component) || !told.components ? sum + gained : sum),
    0,
  );
  const sumsProcesses = cgroups.some(({ basis }) => basis === 'processes');
  return {
    from,
    to,
    bytes,
    of: told.of,
    components: told.components
      ? gains.map(({ component, bytes: gained, share }) => ({ name: component, bytes: gained, share }))
      : [],
    processes: partsOf(
      programs.map((group) => ({ name: nameOf(group), gainBytes: group.gainBytes })),
      ofProcesses,
      bytes,
    ),
    cgroups: partsOf(
      cgroups.map(({ cgroup, gainBytes }) => ({ name: cgroup, gainBytes })),
      sumsProcesses ? ofProcesses : bytes,
      bytes,
    ),
  };
}

/**
 * Gains as shares of the total. Resident memory counts shared pages in each process: where the gains exceed what they can have
 * together (`most`), that is what is shared out between them.
 */
function partsOf(
  gains: readonly { readonly name: string; readonly gainBytes: number }[],
  most: number,
  total: number,
): Part[] {
  const gaining = gains.filter(({ gainBytes }) => gainBytes > 0);
  const sum = gaining.reduce((all, { gainBytes }) => all + gainBytes, 0);
  const scale = Math.min(1, sum === 0 ? 1 : most / sum) / total;
  return gaining
    .map(({ name, gainBytes }) => ({ name, bytes: gainBytes, share: gainBytes * scale }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

const isProcesses = (component: string): boolean => component === 'anonymous' || component === 'locked';

/** `java (pid 288)`, `php-fpm (12 processes)`. */
export const nameOf = ({ comm, pids, largest }: Pick<GrowingGroup, 'comm' | 'pids' | 'largest'>): string =>
  pids.length > 1 ? `${comm} (${pids.length} processes)` : `${comm} (pid ${largest.pid})`;
