import type { IncidentScope } from '../analysis.ts';
import type { Hypothesis } from '../hypothesis.ts';
import type { Frame } from '../rules/rule.ts';
import { uncountedMechanism } from './uncounted.ts';

/**
 * Which causes compete for an incident, and how common each is before anything is known of it. Shares are judgement, from
 * what public post-mortems name; they sum to what `unknownPrior` leaves.
 */
type Priors = Readonly<Partial<Record<Hypothesis, number>>>;

export const unknownPrior = 0.1;

const host: Priors = {
  'process-leak': 0.28,
  'process-spike': 0.18,
  undersized: 0.16,
  'process-swarm': 0.07,
  'tmpfs-growth': 0.04,
  'shared-memory-growth': 0.03,
  'locked-memory': 0.015,
  'hugetlb-reservation': 0.02,
  'kernel-slab-growth': 0.03,
  'vmalloc-growth': 0.01,
  'page-table-growth': 0.01,
  'kernel-stack-growth': 0.01,
  'kernel-unaccounted': 0.025,
  'page-cache-stuck': 0.01,
  fragmentation: 0.01,
  'atomic-reserve-exhausted': 0.01,
  'zone-exhausted': 0.005,
};

const memcg: Priors = {
  'process-leak': 0.32,
  'limit-too-small': 0.25,
  'process-spike': 0.15,
  'process-swarm': 0.06,
  'tmpfs-growth': 0.05,
  'shared-memory-growth': 0.02,
  'kernel-slab-growth': 0.02,
  'page-table-growth': 0.01,
  'kernel-stack-growth': 0.005,
  'vmalloc-growth': 0.005,
  'kernel-unaccounted': 0.01,
  'page-cache-stuck': 0.015,
};

const allocation: Priors = {
  fragmentation: 0.4,
  'atomic-reserve-exhausted': 0.25,
  'zone-exhausted': 0.1,
  'oversized-request': 0.15,
  // Of a group, by its kernel memory: only a cache that names one speaks for it.
  'limit-too-small': 0.03,
};

const hang: Priors = {
  'io-stall': 0.25,
  'memory-stall': 0.15,
  'lock-contention': 0.15,
  'driver-hang': 0.12,
  'remote-filesystem': 0.1,
  'frozen-filesystem': 0.05,
  'suspended-device': 0.04,
  deadlock: 0.04,
};

const userspace: Priors = {
  ...host,
  'cgroup-thrash': 0.25,
  'userspace-policy': 0.1,
  fragmentation: 0,
  'atomic-reserve-exhausted': 0,
  'zone-exhausted': 0,
};

export function priorsOf(frame: Frame, scope: IncidentScope): Priors {
  switch (frame) {
    case 'shortage':
      return scope === 'memcg' ? memcg : host;
    case 'manual':
      return { manual: 0.9 };
    case 'allocation':
      return allocation;
    case 'hang':
      return hang;
    case 'userspace':
      return userspace;
    case 'refusal':
      return { 'overcommit-refused': 0.4, 'process-swarm': 0.25 };
  }
}

/** Causes that are defined by what happened before: one report alone cannot prove them. */
export const definedByHistory: ReadonlySet<Hypothesis> = new Set([
  'process-leak',
  'process-spike',
  'undersized',
  'limit-too-small',
]);

/** What a cause says of where the memory was. */
export const componentOf: Readonly<Record<Hypothesis, string>> = {
  'process-leak': 'anonymous',
  'process-spike': 'anonymous',
  'process-swarm': 'anonymous',
  undersized: 'anonymous',
  'limit-too-small': 'anonymous',
  'tmpfs-growth': 'shared-memory',
  'shared-memory-growth': 'shared-memory',
  'locked-memory': 'locked',
  'hugetlb-reservation': 'hugetlb',
  'kernel-slab-growth': 'slab-unreclaimable',
  'vmalloc-growth': 'vmalloc',
  'page-table-growth': 'page-tables',
  'kernel-stack-growth': 'kernel-stacks',
  'kernel-unaccounted': 'unaccounted',
  'page-cache-stuck': 'page-cache',
  fragmentation: 'free-blocks',
  'atomic-reserve-exhausted': 'reserve',
  'zone-exhausted': 'zone',
  'oversized-request': 'request',
  'cgroup-thrash': 'anonymous',
  'overcommit-refused': 'commitment',
  manual: 'none',
  'userspace-policy': 'none',
  'memory-stall': 'memory',
  'io-stall': 'block-device',
  'frozen-filesystem': 'filesystem',
  'suspended-device': 'block-device',
  'remote-filesystem': 'network-filesystem',
  'lock-contention': 'lock',
  deadlock: 'lock',
  'driver-hang': 'driver',
};

/** The mechanism in a few words. */
const mechanismOf: Readonly<Record<Hypothesis, string>> = {
  'process-leak': 'grew until nothing was left',
  'process-spike': 'took more than was free within moments',
  'process-swarm': 'many processes, none of them large, filled the memory together',
  undersized: 'several working sets together exceed what there is',
  'limit-too-small': 'the limit lies below what the program needs from its start',
  'tmpfs-growth': 'files in a tmpfs grew',
  'shared-memory-growth': 'shared memory segments grew',
  'locked-memory': 'locked memory grew, which can neither be reclaimed nor swapped',
  'hugetlb-reservation': 'reserved huge pages left too little for everything else',
  'kernel-slab-growth': 'kernel objects grew and could not be reclaimed',
  'vmalloc-growth': 'vmalloc areas of the kernel grew',
  'page-table-growth': 'page tables grew',
  'kernel-stack-growth': 'kernel stacks of ever more threads grew',
  'kernel-unaccounted': uncountedMechanism.unaccounted,
  'page-cache-stuck': 'file pages could not be written back and freed',
  fragmentation: 'enough memory was free, but not in one piece',
  'atomic-reserve-exhausted': 'the reserve for requests that cannot wait was used up',
  'zone-exhausted': 'the one zone that the request may use was empty',
  'oversized-request': 'one request asked for more than there is',
  'cgroup-thrash': 'a group over its limit spent its time on reclaim',
  'overcommit-refused': 'a promise of memory was refused by accounting',
  manual: 'the kill was asked for',
  'userspace-policy': 'a killer outside the kernel followed its own rules while memory was there',
  'memory-stall': 'tasks waited for memory to be freed',
  'io-stall': 'a block device did not answer',
  'frozen-filesystem': 'writers waited for a frozen file system',
  'suspended-device': 'a device was suspended',
  'remote-filesystem': 'a server of a network file system did not answer',
  'lock-contention': 'a task held a lock that others need',
  deadlock: 'tasks wait for each other',
  'driver-hang': 'a driver waits for its device',
};

/** Requests fail by the limit of a group through the kernel memory that is charged to it. */
const failsByLimit = (hypothesis: Hypothesis, frame: Frame): boolean =>
  hypothesis === 'limit-too-small' && frame === 'allocation';

export const componentFor = (hypothesis: Hypothesis, frame: Frame): string =>
  failsByLimit(hypothesis, frame) ? 'slab-unreclaimable' : componentOf[hypothesis];

export const mechanismFor = (hypothesis: Hypothesis, frame: Frame): string =>
  failsByLimit(hypothesis, frame) ? "kernel memory could not be charged to a group's limit" : mechanismOf[hypothesis];
