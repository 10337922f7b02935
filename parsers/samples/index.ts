import { cgroup } from './cgroup.ts';
import { free } from './free.ts';
import { meminfo } from './meminfo.ts';
import { procVmstat } from './proc-vmstat.ts';
import { ps } from './ps.ts';
import { psi } from './psi.ts';
import type { SampleFormat } from './sample-format.ts';
import { vmstat } from './vmstat.ts';

/** Every sample format. Order: strict ones first. */
export const sampleFormats: readonly SampleFormat[] = [meminfo, ps, psi, procVmstat, cgroup, free, vmstat];
