import { bytesInWords } from '../../quantities.ts';
import { uncountedIn, uncountedLook } from '../../verdict/uncounted.ts';
import { type Adviser, amountOf, prevent, todo } from '../advice.ts';

/** Advice for memory that the kernel holds. */

export const findSlab: Adviser = ({ exhibit }) => {
  const [largest] = [...(exhibit.report?.memInfo?.slab ?? [])].sort((a, b) => b.totalBytes - a.totalBytes);
  const bytes = exhibit.parts?.get('slab-unreclaimable');
  return todo(
    `Find who fills the slab: slabtop -o -s c twice, minutes apart${largest ? `; ${largest.name} was the largest cache` : ''}; then slub_debug=U or page_owner, and the driver or kernel that owns it`,
    largest ? `${largest.name} ${bytesInWords(largest.totalBytes)}` : amountOf(bytes, 'unreclaimable slab'),
  );
};

export const updateKernel: Adviser = ({ exhibit }) => {
  const release = exhibit.records.find((record) => record.kernelRelease !== null)?.kernelRelease ?? null;
  return prevent(
    'Look for the leak in the fixes of newer kernels, and report it with two slabtop lists',
    release === null ? 'the kernel is not named in the log' : `kernel ${release}`,
  );
};

export const traceAllocations: Adviser = ({ exhibit }) => {
  const component = uncountedIn(exhibit);
  const bytes = exhibit.parts?.get(component);
  return component === 'unaccounted'
    ? todo(
        'Find who holds pages that no counter shows: /proc/allocinfo (6.10 and later) or page_owner, /proc/vmallocinfo, zramctl, the balloon of the hypervisor (Balloon: in /proc/meminfo), lsmod against a good host',
        amountOf(bytes, 'in no counter'),
      )
    : todo(`Find who holds it: ${uncountedLook[component]}`, amountOf(bytes, component));
};

export const findCallers: Adviser = ({ exhibit }) =>
  todo(
    'Find the caller that grows: sort /proc/vmallocinfo by size twice, minutes apart; programs and maps of BPF (bpftool prog, bpftool map), modules and file systems are the usual ones',
    amountOf(exhibit.parts?.get('vmalloc'), 'vmalloc areas'),
  );

export const findPageTables: Adviser = ({ exhibit }) =>
  todo(
    'Find whose page tables they are (grep VmPTE /proc/*/status); large shared segments want huge pages, many mappings fewer processes',
    amountOf(exhibit.parts?.get('page-tables'), 'page tables'),
  );

export const findThreads: Adviser = ({ exhibit }) =>
  todo(
    'Find who makes the threads (ps -eo nlwp,comm --sort -nlwp | head) and bound its pool',
    amountOf(exhibit.parts?.get('kernel-stacks'), 'kernel stacks'),
  );

export const fixWriteback: Adviser = ({ exhibit }) =>
  todo(
    'Look at the device or server the pages wait for (iostat -x 1, nfsstat), and let less pile up: vm.dirty_bytes and vm.dirty_background_bytes',
    amountOf(exhibit.parts?.get('page-cache'), 'page cache at the event'),
  );
