import { bytesInWords } from '../../quantities.ts';
import { reachOfKill } from '../../rules/full-zone.ts';
import { type Adviser, prevent, todo } from '../advice.ts';

/** Advice where a request failed though memory as a whole was there. */

export const keepFree: Adviser = ({ exhibit, limitBytes }) => {
  const order = exhibit.failures[0]?.order ?? exhibit.report?.trigger?.order ?? null;
  return todo(
    `Keep more free for requests that cannot wait: vm.min_free_kbytes=${limitBytes === null ? '...' : Math.round((limitBytes * 0.02) / 1024)}, vm.watermark_scale_factor=50`,
    `${exhibit.failures.length} failed ${exhibit.failures.length === 1 ? 'request' : 'requests'}${order === null ? '' : ` of order ${order}`}${limitBytes === null ? '' : `; min_free_kbytes is 2 % of ${bytesInWords(limitBytes)} and should never be more than 5 %`}; a scale factor of 50 puts the watermarks 0.5 % of a zone apart, 10 by default`,
  );
};

export const avoidHighOrder: Adviser = ({ exhibit }) => {
  const order = exhibit.failures[0]?.order ?? exhibit.report?.trigger?.order ?? null;
  return prevent(
    'Ask for smaller pieces: a smaller MTU or ring, no jumbo frames, kvmalloc in an own driver; compact before the busy hour (echo 1 > /proc/sys/vm/compact_memory)',
    order === null ? 'the order is not printed' : `order ${order} is ${2 ** order} pages in a row`,
  );
};

export const widenZone: Adviser = ({ exhibit }) => {
  const reach = reachOfKill(exhibit.report);
  if (reach) {
    const { zone, minBytes, aboveBytes, cmaBytes } = reach;
    return todo(
      cmaBytes > minBytes
        ? 'Make the CMA area smaller (cma=, or its node in the device tree): the kernel cannot use it for itself'
        : 'Run a kernel without such zones (64 bits; no kernelcore= or movable_node), or give the kernel less to hold there: fewer processes and open files, smaller caches, larger pages for shared segments',
      `zone ${zone.name} had ${bytesInWords(Math.max(0, zone.freeBytes - zone.withheldBytes))} left${aboveBytes + cmaBytes > 0 ? `, and ${bytesInWords(aboveBytes + cmaBytes)} were free where the request could not go` : ''}`,
    );
  }
  return todo(
    'Let the request use more: a wider cpuset.mems or memory policy, a device that reaches more than one zone, a 64-bit kernel; vm.lowmem_reserve_ratio protects a small zone',
    exhibit.report?.memsAllowed == null
      ? 'only one zone or node could be used'
      : `mems_allowed=${exhibit.report.memsAllowed}`,
  );
};

export const boundSize: Adviser = ({ exhibit }) => {
  const size = exhibit.failures[0]?.sizeBytes ?? null;
  return todo(
    'Find who asks for so much (the call trace names it) and correct the size it passes',
    size === null ? 'one request larger than what there is' : `${bytesInWords(size)} in one request`,
  );
};

export const commitLess: Adviser = () =>
  todo(
    'Reserve less, or allow more: vm.overcommit_memory=0, or with 2 a larger vm.overcommit_ratio and swap that covers the promises',
    'a promise of memory was refused while memory was there',
  );
