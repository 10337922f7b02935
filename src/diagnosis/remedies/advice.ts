import type { Incident } from '../analysis.ts';
import { bytesInWords } from '../quantities.ts';
import { roundUp, type Situation, spanInWords } from './situation.ts';

export type Advice = Incident['remedies'][number];
/** Null where the situation gives no ground for it. */
export type Adviser = (situation: Situation) => Advice | null;

const todo = (text: string, basis: string): Advice => ({ text, basis });
const prevent = (text: string, basis: string): Advice => ({ text, basis, prevents: true });

/** Of what a program needs, so much is left free for what was not measured. */
const headroom = 1.2;

const held = ({ heldBytes, limitBytes }: Situation): string =>
  heldBytes === null
    ? 'what it held is not printed'
    : `it held ${bytesInWords(heldBytes)}${limitBytes === null ? '' : ` of ${bytesInWords(limitBytes)}`}`;

const risen = (situation: Situation): string => {
  const { rise } = situation;
  return rise === null
    ? held(situation)
    : `it rose from ${bytesInWords(rise.fromBytes)} to ${bytesInWords(rise.toBytes)} in ${spanInWords(rise.seconds)}`;
};

/** The command that limits a running unit, or starts the program in one of its own. */
function limitCommand({ unit, who }: Situation, limitBytes: number): string {
  const max = `MemoryMax=${Math.round(limitBytes / 2 ** 20)}M`;
  const high = `MemoryHigh=${Math.round((limitBytes * 0.9) / 2 ** 20)}M`;
  return unit === null
    ? `start it with systemd-run --scope -p ${max} -p ${high} ${who}`
    : `systemctl set-property ${unit} ${max} ${high}`;
}

/** Why does it grow: the profile that names the line of code. */
export const profileHeap: Adviser = (situation) =>
  todo(
    `Take a heap profile of ${situation.who} while it is half as large as at the end: jemalloc MALLOC_CONF=prof:true,prof_leak:true, tracemalloc (Python), a heap snapshot (Node), pprof (Go), jcmd GC.class_histogram (Java)`,
    risen(situation),
  );

/** What fills the memory faster than this is not helped by restarts. */
const worthRestartingSeconds = 900;

/** How long a restart buys. */
export const restartBefore: Adviser = (situation) => {
  const { rise, limitBytes, who } = situation;
  if (rise === null || limitBytes === null || rise.seconds < worthRestartingSeconds) return null;
  const headroomBytes = Math.max(0, rise.toBytes - rise.fromBytes);
  const seconds = (headroomBytes / rise.bytesPerHour) * 3600;
  return todo(
    `Until it is mended restart ${who} at least every ${spanInWords(seconds / 2)}: half the time in which it filled the memory`,
    `${bytesInWords(rise.bytesPerHour)} an hour over the ${spanInWords(rise.seconds)} watched; nothing says that the pace stays the same`,
  );
};

/** A limit turns the end of the host into the end of one service. */
export const containIt: Adviser = (situation) => {
  const { incident, limitBytes, heldBytes, rise } = situation;
  if (incident.scope !== 'host' || limitBytes === null) return null;
  const others = heldBytes === null ? null : limitBytes - heldBytes;
  const limit =
    rise === null ? limitBytes / 2 : Math.min(limitBytes * 0.7, Math.max(rise.fromBytes * 2, limitBytes * 0.3));
  return prevent(
    `Give it a limit of its own, so that only it dies: ${limitCommand(situation, limit)}`,
    `${bytesInWords(limitBytes)} of RAM${others === null ? '' : `, of which all else used ${bytesInWords(Math.max(0, others))}`}`,
  );
};

export const boundCaches: Adviser = ({ who, rise }) =>
  prevent(
    `Bound the caches, queues and sessions of ${who} by number, size or age`,
    rise === null ? 'growth without a bound was seen' : `it did not level off in ${spanInWords(rise.seconds)}`,
  );

export const alertOnGrowth: Adviser = ({ who, rise }) =>
  prevent(
    `Alert on growth, not on size alone: deriv(process_resident_memory_bytes[1h]) * 3600 > 1e8 for 2h (a gauge: not rate(), which is for counters)`,
    rise === null
      ? `the rule's threshold is 100 MB an hour; ${who} was not sampled often enough to compare`
      : `here ${bytesInWords(rise.toBytes - rise.fromBytes)} in ${spanInWords(rise.seconds)}`,
  );

export const boundRequest: Adviser = (situation) =>
  todo(
    `Find what ${situation.who} was doing (a query, an import, an upload) and bound one request: memory a request, rows, a timeout`,
    risen(situation),
  );

export const runBatchApart: Adviser = (situation) =>
  prevent(
    `Run such work in a group of its own: systemd-run --scope -p MemoryMax=${situation.limitBytes === null ? '...' : `${Math.round((situation.limitBytes * 0.5) / 2 ** 20)}M`} COMMAND`,
    held(situation),
  );

export const capWorkers: Adviser = ({ incident, limitBytes, limitOf }) => {
  const group = incident.consumers[0];
  if (!group || group.processes < 2) {
    return todo(
      'Lower the number of processes (workers, connections, pm.max_children, TasksMax)',
      'the task table shows no group of them',
    );
  }
  const each = group.bytes / group.processes;
  const fits = limitBytes === null ? null : Math.max(1, Math.floor((limitBytes * 0.7) / each));
  return todo(
    `Lower the number of ${group.comm} processes${fits === null ? '' : ` to ${fits} at most`} (workers, connections, pm.max_children, TasksMax)`,
    `${group.processes} processes of ${bytesInWords(each)} on average${limitBytes === null ? '' : `; 70 % of the ${bytesInWords(limitBytes)} of ${limitOf} are for them`}`,
  );
};

export const capTasks: Adviser = ({ unit }) =>
  prevent(
    `Limit what can be forked: ${unit === null ? 'pids.max of the cgroup, TasksMax= of the unit' : `systemctl set-property ${unit} TasksMax=...`}`,
    'each fork adds what the last one had',
  );

/** Base, caches and all else, and a fifth more. */
export const rightSize: Adviser = ({ exhibit, limitBytes, swapTotalBytes }) => {
  if (limitBytes === null) return null;
  const free = exhibit.accounting?.parts.find(({ component }) => component === 'free')?.bytes ?? 0;
  const swapped =
    swapTotalBytes === null ? 0 : swapTotalBytes - (exhibit.report?.memInfo?.swapFreeBytes ?? swapTotalBytes);
  const needed = limitBytes - free + swapped;
  return todo(
    `Add memory or take services away: ${roundUp(needed * headroom)} would do for what ran here`,
    `${bytesInWords(needed)} in use${swapped > 0 ? `, ${bytesInWords(swapped)} of it in swap` : ''}, and 20 % headroom`,
  );
};

export const shrinkConfigured: Adviser = ({ incident }) => {
  const [first, second] = incident.consumers;
  if (!first || !second) return null;
  return todo(
    `Lower the configured sizes (heap, buffers, caches) of the largest: ${first.comm} and ${second.comm}`,
    `${bytesInWords(first.bytes)} and ${bytesInWords(second.bytes)}`,
  );
};

export const raiseLimit: Adviser = ({ exhibit, unit, limitBytes }) => {
  const of = unit === null ? '' : ` of ${unit}`;
  const test =
    'and watch: if the time between kills grows with the limit it is a leak, if they stop the limit was too small';
  if (limitBytes === null) return todo(`Raise the limit${of} by a quarter ${test}`, 'the limit is not printed');
  const { report } = exhibit;
  const usage = report?.memcg?.usageBytes ?? limitBytes;
  const above = report?.oomMemcg && report.taskMemcg && report.oomMemcg !== report.taskMemcg;
  return todo(
    `Raise the limit${of} to ${roundUp(Math.max(usage, limitBytes) * 1.25)} ${test}${above ? ` (the limit reached is that of ${report.oomMemcg}, above it)` : ''}`,
    `${bytesInWords(usage)} used of ${bytesInWords(limitBytes)}; the need is at least that much, and 25 % more`,
  );
};

export const heapBelowLimit: Adviser = ({ limitBytes, who }) =>
  limitBytes === null
    ? null
    : prevent(
        `Keep the runtime of ${who} below its limit: a heap of at most ${bytesInWords(limitBytes * 0.7)} (-Xmx, --max-old-space-size, GOMEMLIMIT)`,
        `70 % of ${bytesInWords(limitBytes)}; stacks, code and buffers come on top`,
      );

export const findFiles: Adviser = ({ exhibit, limitOf }) =>
  todo(
    'Find and delete the files: df -h -t tmpfs, du -x /dev/shm /run /tmp; lsof +L1 for those deleted and still open. A kill frees none of them',
    sharedBasis(
      exhibit.parts?.get('shared-memory') ??
        exhibit.accounting?.parts.find(({ component }) => component === 'shared-memory')?.bytes,
      limitOf,
    ),
  );

export const findSegments: Adviser = ({ exhibit, limitOf }) =>
  todo(
    'Find the segments and their owners: ipcs -mp, ls -l /dev/shm, grep -l memfd /proc/*/maps; ipcrm -m ID for those that nobody is attached to',
    sharedBasis(
      exhibit.parts?.get('shared-memory') ??
        exhibit.accounting?.parts.find(({ component }) => component === 'shared-memory')?.bytes,
      limitOf,
    ),
  );

const sharedBasis = (bytes: number | undefined, of: string): string =>
  bytes === undefined ? `shared memory of ${of}` : `${bytesInWords(bytes)} of shared memory in ${of}`;

export const sizeTmpfs: Adviser = ({ limitBytes }) =>
  prevent(
    `Give each tmpfs a size that the host can spare: mount -o remount,size=${limitBytes === null ? '...' : `${Math.round((limitBytes * 0.1) / 2 ** 20)}M`} (without one a tmpfs may take half of RAM; emptyDir with medium Memory counts for its pod)`,
    limitBytes === null ? 'the default is half of RAM' : `a tenth of ${bytesInWords(limitBytes)}`,
  );

export const unlock: Adviser = ({ exhibit, who }) =>
  todo(
    `Lower what ${who} locks: its own setting (bootstrap.memory_lock, lock_memory, mlockall), LimitMEMLOCK= of its unit, ulimit -l`,
    amountOf(exhibit.parts?.get('locked'), 'locked'),
  );

const amountOf = (bytes: number | undefined, what: string): string =>
  bytes === undefined ? `${what} memory is not printed apart` : `${bytesInWords(bytes)} ${what}`;

export const freeHugePages: Adviser = ({ exhibit }) => {
  const pages = exhibit.report?.memInfo?.hugepages ?? [];
  const free = pages.reduce((sum, page) => sum + page.free * page.pageBytes, 0);
  const total = pages.reduce((sum, page) => sum + page.total * page.pageBytes, 0);
  return todo(
    `Reserve fewer huge pages: vm.nr_hugepages down to what is used${total > 0 ? `, which gives back ${bytesInWords(free)}` : ''}`,
    total > 0
      ? `${bytesInWords(total)} reserved, ${bytesInWords(free)} of it unused`
      : 'the reservation is not printed',
  );
};

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

export const traceAllocations: Adviser = ({ exhibit }) =>
  todo(
    'Find who holds pages that no counter shows: /proc/allocinfo (6.10 and later) or page_owner, /proc/vmallocinfo, zramctl, the balloon of the hypervisor (Balloon: in /proc/meminfo), lsmod against a good host',
    amountOf(exhibit.parts?.get('unaccounted'), 'in no counter'),
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

export const keepFree: Adviser = ({ exhibit, limitBytes }) => {
  const order = exhibit.failures[0]?.order ?? exhibit.report?.trigger?.order ?? null;
  return todo(
    `Keep more free for requests that cannot wait: vm.min_free_kbytes=${limitBytes === null ? '...' : Math.round((limitBytes * 0.02) / 1024)}, vm.watermark_scale_factor=50`,
    `${exhibit.failures.length} failed ${exhibit.failures.length === 1 ? 'request' : 'requests'}${order === null ? '' : ` of order ${order}`}${limitBytes === null ? '' : `; 2 % of ${bytesInWords(limitBytes)}, never more than 5 %`}`,
  );
};

export const avoidHighOrder: Adviser = ({ exhibit }) => {
  const order = exhibit.failures[0]?.order ?? exhibit.report?.trigger?.order ?? null;
  return prevent(
    'Ask for smaller pieces: a smaller MTU or ring, no jumbo frames, kvmalloc in an own driver; compact before the busy hour (echo 1 > /proc/sys/vm/compact_memory)',
    order === null ? 'the order is not printed' : `order ${order} is ${2 ** order} pages in a row`,
  );
};

export const widenZone: Adviser = ({ exhibit }) =>
  todo(
    'Let the request use more: a wider cpuset.mems or memory policy, a device that reaches more than one zone, a 64-bit kernel; vm.lowmem_reserve_ratio protects a small zone',
    exhibit.report?.memsAllowed == null
      ? 'only one zone or node could be used'
      : `mems_allowed=${exhibit.report.memsAllowed}`,
  );

export const boundSize: Adviser = ({ exhibit }) => {
  const size = exhibit.failures[0]?.sizeBytes ?? null;
  return todo(
    'Find who asks for so much (the call trace names it) and correct the size it passes',
    size === null ? 'one request larger than what there is' : `${bytesInWords(size)} in one request`,
  );
};

export const tuneKiller: Adviser = ({ exhibit }) => {
  const kill = exhibit.records.find((record) => record.kind === 'userspace-kill');
  const killer = kill?.kind === 'userspace-kill' ? kill.killer : 'the killer';
  const reason = kill?.kind === 'userspace-kill' ? kill.reason : null;
  return todo(
    `Set ${killer} to what this host can bear, and exempt what must live (ManagedOOMMemoryPressureLimit=, ManagedOOMPreference=omit, earlyoom --avoid)`,
    reason ?? 'it gave no reason',
  );
};

export const relievePressure: Adviser = (situation) =>
  todo(`Relieve the group: a higher memory.high or limit, or less work in it at once`, held(situation));

export const commitLess: Adviser = () =>
  todo(
    'Reserve less, or allow more: vm.overcommit_memory=0, or with 2 a larger vm.overcommit_ratio and swap that covers the promises',
    'a promise of memory was refused while memory was there',
  );

export const nothingToMend: Adviser = () =>
  todo('Nothing to mend: somebody asked for this kill (SysRq f)', 'the kernel says that it was manual');

export const memoryFirst: Adviser = ({ exhibit }) =>
  todo(
    'End the shortage first (what holds the memory, see above): the tasks wait for reclaim, not for a disk',
    `${exhibit.hangs.length} blocked tasks`,
  );

export const checkStorage: Adviser = ({ exhibit }) =>
  todo(
    'Look at the disk and its path: iostat -x 1, dmesg for resets and I/O errors, smartctl, multipath -ll',
    hangBasis(exhibit),
  );

export const thaw: Adviser = ({ exhibit }) =>
  todo(
    'Thaw the file system: fsfreeze -u MOUNTPOINT; find the snapshot or backup job that left it frozen',
    hangBasis(exhibit),
  );

export const resumeDevice: Adviser = ({ exhibit }) =>
  todo('Resume the device: dmsetup info, then dmsetup resume NAME', hangBasis(exhibit));

export const checkServer: Adviser = ({ exhibit }) =>
  todo(
    'Look at the server and the way to it: nfsstat -m, rpcinfo, ping; soft or softerr mounts where a wrong answer is better than none',
    hangBasis(exhibit),
  );

export const findHolder: Adviser = ({ exhibit }) => {
  const blocker = exhibit.hangs.find((hang) => hang.blocker !== null)?.blocker;
  return todo(
    `Find what ${blocker ? `${blocker.comm} (pid ${blocker.pid})` : 'the holder of the lock'} does: echo w > /proc/sysrq-trigger while it lasts, and look at the task that does not wait for the lock`,
    blocker ? `the kernel names it as owner of the ${blocker.lock}` : hangBasis(exhibit),
  );
};

export const reportDriver: Adviser = ({ exhibit }) =>
  todo('Update firmware, driver and kernel, and report the call trace to who wrote the driver', hangBasis(exhibit));

function hangBasis({ hangs }: Situation['exhibit']): string {
  const longest = hangs.reduce((most, { blockedSeconds }) => Math.max(most, blockedSeconds), 0);
  return `${hangs.length} ${hangs.length === 1 ? 'report' : 'reports'} of blocked tasks, the longest ${spanInWords(longest)}`;
}

/** The protected one leaks on, and the kernel kills the others for it. */
export const unprotect: Adviser = ({ incident, exhibit, who }) => {
  if (!incident.verdict?.contributing.includes('culprit-protected')) return null;
  const row = exhibit.report?.tasks.find(({ pid }) => pid === incident.verdict?.who.pid);
  return todo(
    `Take the protection from ${who}: a protected leak kills everybody else. Protect sshd and the like instead, never the largest`,
    row?.oomScoreAdj == null ? 'it is protected' : `oom_score_adj ${row.oomScoreAdj}`,
  );
};

export const stopPreferring: Adviser = ({ incident, exhibit }) => {
  if (!incident.verdict?.contributing.includes('victim-preferred') || incident.verdict.victimIsCulprit !== false)
    return null;
  const victim = exhibit.report?.victims[0];
  if (!victim) return null;
  return todo(
    `Lower the oom_score_adj of ${victim.comm} if it must live: it died for its score, not for its size`,
    `oom_score_adj ${victim.oomScoreAdj ?? 'not printed'}`,
  );
};

export const swapAsCushion: Adviser = ({ incident, limitBytes }) =>
  incident.verdict?.contributing.includes('no-swap') === true && incident.scope === 'host'
    ? prevent(
        `A little swap or zram buys minutes in which an alert can be heard${limitBytes === null ? '' : `: ${roundUp(limitBytes * 0.25)} would do`}; it does not mend a leak`,
        'the host has no swap',
      )
    : null;

/** Whatever the cause. */
export const sampleNextTime: Adviser = ({ exhibit }) =>
  exhibit.groups.length > 0
    ? null
    : prevent(
        'Sample processes every minute for the next time: atop, pidstat -r 60, node_exporter with process-exporter, or "oomtrail live"',
        exhibit.history === null ? 'no samples belong to this incident' : 'no samples of single processes',
      );

export const alertEarly: Adviser = ({ incident }) =>
  incident.scope === 'none'
    ? null
    : prevent(
        'Alert before the end: available memory below 20 % for 10 min, below 10 % for 5 min, memory pressure (PSI full avg60) above 10 %, and on every count of oom_kill in /proc/vmstat',
        'thresholds of R1 and R2',
      );
