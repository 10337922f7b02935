import type { CauseId, Incident } from '../analysis.ts';
import type { Exhibit } from '../rules/rule.ts';
import * as allocations from './advice/allocations.ts';
import * as general from './advice/always.ts';
import * as hangs from './advice/hangs.ts';
import * as kernelMemory from './advice/kernel-memory.ts';
import * as killers from './advice/killers.ts';
import * as processes from './advice/processes.ts';
import * as shared from './advice/shared.ts';
import * as sizing from './advice/sizing.ts';
import type { Adviser } from './advice.ts';
import { situationOf } from './situation.ts';

/** What to do for each cause, most urgent first. */
const byCause: Readonly<Record<CauseId, readonly Adviser[]>> = {
  'process-leak': [
    processes.profileHeap,
    processes.restartBefore,
    processes.containIt,
    processes.boundCaches,
    processes.alertOnGrowth,
  ],
  'process-spike': [processes.boundRequest, processes.containIt, processes.runBatchApart],
  'process-swarm': [processes.capWorkers, processes.capTasks],
  undersized: [sizing.rightSize, sizing.shrinkConfigured],
  'limit-too-small': [sizing.raiseLimit, sizing.heapBelowLimit],
  'tmpfs-growth': [shared.findFiles, shared.sizeTmpfs],
  'shared-memory-growth': [shared.findSegments],
  'locked-memory': [shared.unlock],
  'hugetlb-reservation': [shared.freeHugePages],
  'kernel-slab-growth': [kernelMemory.findSlab, kernelMemory.updateKernel],
  'vmalloc-growth': [kernelMemory.findCallers, kernelMemory.updateKernel],
  'page-table-growth': [kernelMemory.findPageTables],
  'kernel-stack-growth': [kernelMemory.findThreads, processes.capTasks],
  'kernel-unaccounted': [kernelMemory.traceAllocations, kernelMemory.updateKernel],
  'page-cache-stuck': [kernelMemory.fixWriteback],
  fragmentation: [allocations.keepFree, allocations.avoidHighOrder],
  'atomic-reserve-exhausted': [allocations.keepFree],
  'zone-exhausted': [allocations.widenZone],
  'oversized-request': [allocations.boundSize],
  'cgroup-thrash': [sizing.relievePressure, killers.tuneKiller],
  'overcommit-refused': [allocations.commitLess],
  manual: [killers.nothingToMend],
  'userspace-policy': [killers.tuneKiller],
  'memory-stall': [hangs.memoryFirst],
  'io-stall': [hangs.checkStorage],
  'frozen-filesystem': [hangs.thaw],
  'suspended-device': [hangs.resumeDevice],
  'remote-filesystem': [hangs.checkServer],
  'lock-contention': [hangs.findHolder],
  deadlock: [hangs.findHolder],
  'driver-hang': [hangs.reportDriver],
  undetermined: [],
};

/** Whatever the cause: each looks at the situation itself and may have nothing to say. */
const always: readonly Adviser[] = [
  killers.unprotect,
  killers.stopPreferring,
  sizing.swapAsCushion,
  general.sampleNextTime,
  general.alertEarly,
];

/** What to do about an incident, with the numbers that say so. `incident` has its verdict. Pure. */
export function remediesFor(incident: Incident, exhibit: Exhibit): Incident['remedies'] {
  if (incident.verdict === null) return [];
  const situation = situationOf(incident, exhibit);
  const { cause } = incident.verdict;
  const general = cause === 'manual' ? [] : always;
  return [...byCause[cause], ...general].flatMap((advise) => advise(situation) ?? []);
}
