import { allocFailuresByOrder } from './alloc-failures-by-order.ts';
import { coverage } from './coverage.ts';
import { hungByStack } from './hung-by-stack.ts';
import { killsByCgroup } from './kills-by-cgroup.ts';
import { killsByComm } from './kills-by-comm.ts';
import { killsByHost } from './kills-by-host.ts';
import { killsByHour } from './kills-by-hour.ts';
import { largestVictims } from './largest-victims.ts';
import { processGrowth } from './process-growth.ts';
import { repeatVictims } from './repeat-victims.ts';
import { samplesByMetric } from './samples-by-metric.ts';
import type { SavedQuery } from './saved-query.ts';

/** `query --list` shows them in this order: kills first. */
export const savedQueries: readonly SavedQuery[] = [
  killsByComm,
  killsByCgroup,
  killsByHost,
  killsByHour,
  largestVictims,
  repeatVictims,
  hungByStack,
  allocFailuresByOrder,
  processGrowth,
  samplesByMetric,
  coverage,
];
