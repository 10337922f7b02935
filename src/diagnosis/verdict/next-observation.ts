import { siteOfRest } from '../accounting/allocation-site.ts';
import { growthIsExplained } from '../growth/explained.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { asksForNothing } from '../page-fault.ts';
import type { Exhibit } from '../rules/rule.ts';
import { componentFor } from './hypotheses.ts';
import { byTable } from './suspects/table.ts';
import { uncountedIn, uncountedLook } from './uncounted.ts';

/** The cheapest look that would tell the two likeliest causes apart. */
export function nextObservation(first: Hypothesis, second: Hypothesis | null, exhibit: Exhibit): string {
  const grower = growthIsExplained(exhibit) ? exhibit.groups[0] : undefined;
  const who = (grower ?? exhibit.incident.consumers[0] ?? byTable(exhibit))?.comm ?? 'the largest process';
  const sampled = exhibit.history !== null;
  const trigger = exhibit.report?.trigger;
  if (trigger && asksForNothing(trigger))
    return `who refused the page fault of ${trigger.comm ?? 'the task'}: memory.events, memory.max and memory.kmem.* of its cgroup, and the fault handler in the call trace (a driver, or the charge to a group)`;
  if (first === 'limit-too-small' && exhibit.frame === 'allocation')
    return 'memory.max, memory.kmem.limit_in_bytes and memory.failcnt of the group that the cache names, while it happens';
  switch (componentFor(first, exhibit.frame)) {
    case 'anonymous':
      return sampled
        ? `the memory of ${who} every 10 s from its start to the next kill (pidstat -r -p PID 10): a leak keeps rising, a working set levels off`
        : `samples from before: sar -r, atop or node_exporter of the hour before the event; from now on, the memory of ${who} every 60 s (pidstat -r -p PID 60)`;
    case 'shared-memory':
      return 'df -h -t tmpfs, ipcs -mp and ls -l /dev/shm: files or segments, and whose';
    case 'slab-unreclaimable':
      return 'slabtop -o -s c twice, a few minutes apart: the cache that grows names the owner';
    case 'unaccounted':
      return lookAtSite(exhibit) ?? uncountedLook[uncountedIn(exhibit)];
    case 'vmalloc':
      return 'VmallocUsed in /proc/meminfo and the largest lines of /proc/vmallocinfo, twice, a few minutes apart: the caller that grows';
    case 'kernel-stacks':
      return 'ps -eo nlwp,comm --sort -nlwp | head: whose threads they are';
    case 'hugetlb':
      return 'grep Huge /proc/meminfo: how many of the reserved pages are in use';
    case 'page-tables':
      return 'grep VmPTE /proc/*/status | sort -k2n | tail: who owns the page tables';
    case 'locked':
      return 'grep VmLck /proc/*/status | sort -k2n | tail: who locked the memory';
    case 'free-blocks':
    case 'zone':
    case 'reserve':
      return '/proc/buddyinfo and /proc/zoneinfo every 10 s while it happens';
    case 'lock':
      return 'echo w > /proc/sysrq-trigger: the stacks of all blocked tasks show who holds the lock';
    case 'block-device':
      return second === 'suspended-device' || first === 'suspended-device'
        ? 'dmsetup info and iostat -x 1: a suspended device, or one that does not answer'
        : 'iostat -x 1, dmsetup info and the disk errors in the kernel log';
    default:
      return 'echo w > /proc/sysrq-trigger for the stacks of blocked tasks, and /proc/pressure/* while it happens';
  }
}

/** Whether the caller that the profile of allocations named is the one that grows. */
function lookAtSite(exhibit: Exhibit): string | null {
  const site = uncountedIn(exhibit) === 'unaccounted' ? siteOfRest(exhibit) : null;
  return (
    site && `grep ${site.function ?? site.owner} /proc/allocinfo, twice, a few minutes apart: whether it still grows`
  );
}
