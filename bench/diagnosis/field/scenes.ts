import type { Scene } from './scene.ts';
import { allocationScenes } from './scenes/allocation.ts';
import { byOrderScenes } from './scenes/by-order.ts';
import { confoundedScenes } from './scenes/confounded.ts';
import { countedScenes } from './scenes/counted-and-not.ts';
import { siblingScenes } from './scenes/groups-and-siblings.ts';
import { swapGrowthScenes } from './scenes/growth-in-swap.ts';
import { hangScenes } from './scenes/hang.ts';
import { containerScenes } from './scenes/in-containers.ts';
import { kernelScenes } from './scenes/kernel-memory.ts';
import { largeHostScenes } from './scenes/large-hosts.ts';
import { lookalikeScenes } from './scenes/looks-like-another.ts';
import { otherKernelScenes } from './scenes/other-kernels.ts';
import { overDaysScenes } from './scenes/over-hours-and-days.ts';
import { pageSizeScenes } from './scenes/page-sizes.ts';
import { processScenes } from './scenes/processes.ts';
import { scarceLogScenes } from './scenes/scarce-logs.ts';
import { scarceSampleScenes } from './scenes/scarce-samples.ts';
import { sharedScenes } from './scenes/shared.ts';
import { toldScenes } from './scenes/told-by-the-kernel.ts';
import { userspaceScenes } from './scenes/userspace.ts';
import { waitScenes } from './scenes/waits.ts';

export const fieldScenes: readonly Scene[] = [
  ...processScenes,
  ...confoundedScenes,
  ...lookalikeScenes,
  ...scarceSampleScenes,
  ...sharedScenes,
  ...kernelScenes,
  ...allocationScenes,
  ...userspaceScenes,
  ...hangScenes,
  ...otherKernelScenes,
  ...containerScenes,
  ...largeHostScenes,
  ...scarceLogScenes,
  ...overDaysScenes,
  ...siblingScenes,
  ...countedScenes,
  ...waitScenes,
  ...toldScenes,
  ...byOrderScenes,
  ...swapGrowthScenes,
  ...pageSizeScenes,
];
