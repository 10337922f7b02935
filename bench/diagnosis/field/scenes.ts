import type { Scene } from './scene.ts';
import { allocationScenes } from './scenes/allocation.ts';
import { confoundedScenes } from './scenes/confounded.ts';
import { hangScenes } from './scenes/hang.ts';
import { kernelScenes } from './scenes/kernel-memory.ts';
import { processScenes } from './scenes/processes.ts';
import { secondScenes } from './scenes/second.ts';
import { sharedScenes } from './scenes/shared.ts';
import { thirdScenes } from './scenes/third.ts';
import { userspaceScenes } from './scenes/userspace.ts';

export const fieldScenes: readonly Scene[] = [
  ...processScenes,
  ...confoundedScenes,
  ...secondScenes,
  ...thirdScenes,
  ...sharedScenes,
  ...kernelScenes,
  ...allocationScenes,
  ...userspaceScenes,
  ...hangScenes,
];
