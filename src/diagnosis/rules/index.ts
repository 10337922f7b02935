import { allocationSite } from './allocation-site.ts';
import { askedByHand } from './asked-by-hand.ts';
import { cameAndWent } from './came-and-went.ts';
import { componentGrowth } from './component-growth.ts';
import { componentLevel } from './component-level.ts';
import { failedRequest } from './failed-request.ts';
import { fillsTheRest } from './fills-the-rest.ts';
import { freeMemory } from './free-memory.ts';
import { fullZone } from './full-zone.ts';
import { growers } from './growers.ts';
import { hungWait } from './hung-wait.ts';
import { lockHolders } from './lock-holders.ts';
import { memoryWhileHung } from './memory-while-hung.ts';
import { refusedFork } from './refused-fork.ts';
import { refusedPromise } from './refused-promise.ts';
import { repeatedKills } from './repeated-kills.ts';
import { riseShape } from './rise-shape.ts';
import type { Rule } from './rule.ts';
import { sharedMapping } from './shared-mapping.ts';
import { slabTable } from './slab-table.ts';
import { stalledAllocation } from './stalled-allocation.ts';
import { stalledCpu } from './stalled-cpu.ts';
import { stoodAllAlong } from './stood-all-along.ts';
import { stuckWriteback } from './stuck-writeback.ts';
import { taskTable } from './task-table.ts';
import { unitAtLimit } from './unit-at-limit.ts';
import { unusedHugePages } from './unused-huge-pages.ts';
import { userspaceKiller } from './userspace-killer.ts';

/** Every rule. The order changes nothing (tested): it is the order in which a person would look. */
export const rules: readonly Rule[] = [
  askedByHand,
  componentGrowth,
  componentLevel,
  fillsTheRest,
  slabTable,
  allocationSite,
  unusedHugePages,
  stuckWriteback,
  growers,
  riseShape,
  cameAndWent,
  stoodAllAlong,
  taskTable,
  repeatedKills,
  sharedMapping,
  failedRequest,
  fullZone,
  freeMemory,
  hungWait,
  lockHolders,
  memoryWhileHung,
  stalledCpu,
  stalledAllocation,
  userspaceKiller,
  unitAtLimit,
  refusedFork,
  refusedPromise,
];
