import type { Hypothesis } from '../hypothesis.ts';
import type { Frame } from '../rules/rule.ts';

/**
 * What each cause predicts that its rivals do not: what a reader would see next if it were the right one. Sentences, without
 * the full stop.
 */
const predictionOf: Readonly<Record<Hypothesis, string>> = {
  'process-leak': 'after a restart it rises again at the same pace, and a higher limit only delays the next kill',
  'process-spike': 'memory is level before and after, and jumps again with the same request or job',
  'process-swarm': 'the number of processes rises while each of them stays as large as it was',
  undersized: 'every working set levels off, and their sum still exceeds the RAM under the same load',
  'limit-too-small': 'it is killed soon after every start at the same size, and with a higher limit it levels off',
  'tmpfs-growth': 'df -t tmpfs shows it, and killing processes frees almost nothing',
  'shared-memory-growth': 'ipcs -m or /dev/shm shows segments, and they go when their last user detaches',
  'locked-memory': 'VmLck of one process and Unevictable in /proc/meminfo rise together',
  'hugetlb-reservation': 'HugePages_Free is high while the rest of the RAM is used up, from boot on',
  'kernel-slab-growth': 'SUnreclaim keeps rising in one cache of slabtop, whichever process is killed',
  'vmalloc-growth': 'VmallocUsed rises, and /proc/vmallocinfo names one caller',
  'page-table-growth': 'PageTables rises with the number of processes that map the same large segment',
  'kernel-stack-growth': 'KernelStack rises by 16 KiB for each new thread on x86-64',
  'kernel-unaccounted': 'the counters of /proc/meminfo sum to ever less than MemTotal, whichever process is killed',
  'page-cache-stuck': 'Dirty and Writeback stay high, and memory comes back once the disk has caught up',
  fragmentation: 'requests of one page succeed meanwhile, and the same failure goes after compaction',
  'atomic-reserve-exhausted':
    'failures come in bursts with network or interrupt load, and cease with a higher min_free_kbytes',
  'zone-exhausted': 'other zones have plenty free, and only requests bound to this one fail',
  'oversized-request': 'the same request fails again on an idle host too',
  'cgroup-thrash': 'memory.pressure of the group is high while the host has memory to spare',
  'overcommit-refused': 'Committed_AS stands at CommitLimit while MemAvailable is high',
  manual: 'it does not come again unless somebody asks for it',
  'userspace-policy': 'the log of the killer names its threshold, and memory was there when it acted',
  'memory-stall': '/proc/pressure/memory is high and swap is read and written while tasks wait',
  'io-stall': '/proc/pressure/io is high while that of memory is not, and requests to one device do not return',
  'frozen-filesystem': 'only writers wait, no disk is busy, and all go on at once with fsfreeze -u',
  'suspended-device': 'dmsetup info shows the device suspended, and all go on at once when it is resumed',
  'remote-filesystem': 'only users of one mount wait, and they go on when its server answers',
  'lock-contention': 'the holder runs or waits for something else, and the others go on when it lets go',
  deadlock: 'the same tasks wait in the same places for ever, whatever is freed or repaired',
  'driver-hang': 'one task waits inside a driver, and what does not use its device goes on',
};

export const predictionFor = (hypothesis: Hypothesis, frame: Frame): string =>
  hypothesis === 'limit-too-small' && frame === 'allocation'
    ? 'memory.failcnt or memory.events of the group rises with each failure, and none comes from outside of it'
    : predictionOf[hypothesis];
