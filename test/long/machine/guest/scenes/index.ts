import type { Scene } from '../scene.ts';
import { begun, watched } from './begun.ts';
import { byHand } from './by-hand.ts';
import { diskFull } from './disk-full.ts';
import { ended } from './ended.ts';
import { globalKill } from './global-kill.ts';
import { groupKill } from './group-kill.ts';
import { journald } from './journald.ts';
import { killed } from './killed.ts';
import { memcgKill } from './memcg-kill.ts';
import { nobodyKillable } from './nobody-killable.ts';
import { oomd } from './oomd.ts';
import { remembered } from './remembered.ts';
import { unseen } from './unseen.ts';

/** In the order in which they are played. */
export const firstBoot: readonly Scene[] = [
  begun,
  memcgKill,
  groupKill,
  nobodyKillable,
  globalKill,
  killed,
  journald,
  oomd,
  watched,
  byHand,
  diskFull,
  unseen,
];
/** With the timeline of the first. */
export const secondBoot: readonly Scene[] = [begun, remembered, memcgKill, ended];
