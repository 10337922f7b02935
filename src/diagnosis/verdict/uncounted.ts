import type { ComponentId } from '../accounting/components.ts';
import type { Exhibit } from '../rules/rule.ts';

/** Kernel memory for which no cause of its own exists: in no counter at all, or in one that few reports print. */
const uncounted = [
  'unaccounted',
  'percpu',
  'sockets',
  'kernel-other',
  'graphics',
  'balloon',
] as const satisfies readonly (ComponentId | 'unaccounted')[];

export type Uncounted = (typeof uncounted)[number];

/** What `kernel-unaccounted` is here: the largest of them. */
export const uncountedIn = ({ parts }: Pick<Exhibit, 'parts'>): Uncounted =>
  uncounted.reduce((most, one) => ((parts?.get(one) ?? 0) > (parts?.get(most) ?? 0) ? one : most));

/** How each of them fills memory, in a few words. */
export const uncountedMechanism: Readonly<Record<Uncounted, string>> = {
  unaccounted: 'pages that no counter shows grew',
  percpu: 'per-CPU allocations of the kernel grew',
  sockets: 'buffers of sockets grew, which somebody does not read or send fast enough',
  'kernel-other': 'kernel memory grew that the report does not tell apart',
  graphics: 'buffers of graphics drivers grew',
  balloon: 'a balloon driver gave memory back to the hypervisor',
};

/** Where to look for whoever holds it. */
export const uncountedLook: Readonly<Record<Uncounted, string>> = {
  unaccounted:
    '/proc/meminfo (VmallocUsed, Percpu, Balloon), /proc/vmallocinfo, zramctl and the loaded modules, twice, a few minutes apart',
  percpu:
    'Percpu in /proc/meminfo, nr_dying_descendants in cgroup.stat and bpftool map show, twice, a few minutes apart',
  sockets: 'ss -tmn: the connections with large receive or send queues, and who should read them',
  'kernel-other': 'memory.stat and memory.kmem.slabinfo of the group, twice, a few minutes apart',
  graphics:
    'drm-total-* in /proc/*/fdinfo/* of the programs that draw (nvtop, intel_gpu_top), and GPUActive in /proc/meminfo, twice, a few minutes apart',
  balloon: 'Balloon in /proc/meminfo and what the hypervisor took: virsh dommemstat, the memory settings of the guest',
};
