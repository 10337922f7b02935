import type { CauseId, Incident } from '../analysis.ts';
import type { Exhibit } from '../rules/rule.ts';
import * as a from './advice.ts';
import { situationOf } from './situation.ts';

/** What to do for each cause, most urgent first. */
const byCause: Readonly<Record<CauseId, readonly a.Adviser[]>> = {
  'process-leak': [a.profileHeap, a.restartBefore, a.containIt, a.boundCaches, a.alertOnGrowth],
  'process-spike': [a.boundRequest, a.containIt, a.runBatchApart],
  'process-swarm': [a.capWorkers, a.capTasks],
  undersized: [a.rightSize, a.shrinkConfigured],
  'limit-too-small': [a.raiseLimit, a.heapBelowLimit],
  'tmpfs-growth': [a.findFiles, a.sizeTmpfs],
  'shared-memory-growth': [a.findSegments],
  'locked-memory': [a.unlock],
  'hugetlb-reservation': [a.freeHugePages],
  'kernel-slab-growth': [a.findSlab, a.updateKernel],
  'vmalloc-growth': [a.traceAllocations, a.updateKernel],
  'page-table-growth': [a.findPageTables],
  'kernel-stack-growth': [a.findThreads, a.capTasks],
  'kernel-unaccounted': [a.traceAllocations, a.updateKernel],
  'page-cache-stuck': [a.fixWriteback],
  fragmentation: [a.keepFree, a.avoidHighOrder],
  'atomic-reserve-exhausted': [a.keepFree],
  'zone-exhausted': [a.widenZone],
  'oversized-request': [a.boundSize],
  'cgroup-thrash': [a.relievePressure, a.tuneKiller],
  'overcommit-refused': [a.commitLess],
  manual: [a.nothingToMend],
  'userspace-policy': [a.tuneKiller],
  'memory-stall': [a.memoryFirst],
  'io-stall': [a.checkStorage],
  'frozen-filesystem': [a.thaw],
  'suspended-device': [a.resumeDevice],
  'remote-filesystem': [a.checkServer],
  'lock-contention': [a.findHolder],
  deadlock: [a.findHolder],
  'driver-hang': [a.reportDriver],
  undetermined: [],
};

/** Whatever the cause: each looks at the situation itself and may have nothing to say. */
const always: readonly a.Adviser[] = [a.unprotect, a.stopPreferring, a.swapAsCushion, a.sampleNextTime, a.alertEarly];

/** What to do about an incident, with the numbers that say so. `incident` has its verdict. Pure. */
export function remediesFor(incident: Incident, exhibit: Exhibit): Incident['remedies'] {
  if (incident.verdict === null) return [];
  const situation = situationOf(incident, exhibit);
  const { cause } = incident.verdict;
  const general = cause === 'manual' ? [] : always;
  return [...byCause[cause], ...general].flatMap((advise) => advise(situation) ?? []);
}
