import { counters } from './counters.ts';
import { gfpFlags } from './gfp-flags.ts';
import { meminfo } from './meminfo.ts';
import { oomReport } from './oom-report.ts';
import { stalls } from './stalls.ts';
import { taskTable } from './task-table.ts';
import type { Subject } from './term.ts';
import { zones } from './zones.ts';

/** Everything `explain` knows, by the place where it is printed. */
export const glossary: readonly Subject[] = [oomReport, gfpFlags, taskTable, zones, counters, meminfo, stalls];
