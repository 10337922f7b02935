import { allocFailure } from './alloc-failure.ts';
import { appOom } from './app-oom.ts';
import type { Extractor } from './extractor.ts';
import { forkRefused } from './fork-refused.ts';
import { hungTask } from './hung-task.ts';
import { oomKill } from './oom-kill.ts';
import { stall } from './stall.ts';
import { unitOom } from './unit-oom.ts';
import { unitSignalKill } from './unit-signal-kill.ts';
import { userspaceKill } from './userspace-kill.ts';

/**
 * Every kind of record. Order: an entry opens the first kind whose `open` takes it, so kinds with strict openers stand
 * before those with loose ones.
 */
export const extractors: readonly Extractor[] = [
  oomKill,
  allocFailure,
  hungTask,
  stall,
  userspaceKill,
  unitOom,
  unitSignalKill,
  forkRefused,
  appOom,
];
