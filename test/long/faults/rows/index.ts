import type { Fault } from '../fault.ts';
import { clock } from './clock.ts';
import { compressed } from './compressed.ts';
import { copytruncate, copytruncateQuiet } from './copytruncate.ts';
import { directory } from './directory.ts';
import { flood, longLine } from './flood.ts';
import { fullDisk } from './full-disk.ts';
import { journal } from './journal.ts';
import { journald, vacuumed } from './journald.ts';
import { killed } from './kill.ts';
import { lateWriter } from './late-writer.ts';
import { rename } from './rename.ts';
import { stopped } from './stopped.ts';
import { recreate, truncate } from './truncate.ts';

/** Every fault, in the order of the table. */
export const faults: readonly Fault[] = [
  rename,
  lateWriter,
  compressed,
  copytruncateQuiet,
  copytruncate,
  truncate,
  recreate,
  directory,
  killed,
  stopped,
  clock,
  fullDisk,
  journal,
  journald,
  vacuumed,
  flood,
  longLine,
];
