/**
 * Prints reports of the kernel from a description of a host, so that counters, zones, free lists, tasks and kill lines agree
 * with one another as they do on a real machine. The layouts are those of the kernels named by {@link Era}.
 */

/** Whose layout is printed: RHEL 7, Debian 10, Ubuntu 20.04, RHEL 9 and Debian 12, Ubuntu 24.04. */
export type Era = '3.10' | '4.19' | '5.4' | '5.15' | '6.8';

/** A process; sizes in MiB. */
export interface Task {
  readonly comm: string;
  readonly pid: number;
  /** `rest`: what is left of the RAM once everything else is placed. */
  readonly anon: number | 'rest';
  /** The part of `anon` that is locked. */
  readonly locked?: number;
  readonly file?: number;
  readonly shmem?: number;
  readonly swap?: number;
  readonly pageTables?: number;
  readonly adj?: number;
  readonly uid?: number;
  /** Virtual size; a multiple of the rest where it is left out. */
  readonly virtual?: number;
}

export interface HugePool {
  readonly total: number;
  readonly free: number;
  readonly pageMiB?: number;
}

/** Where the RAM is, MiB. Anonymous memory is what the tasks hold. */
export interface Parts {
  readonly shmem?: number;
  readonly file?: number;
  readonly locked?: number;
  readonly slabKept?: number;
  readonly slabFreeable?: number;
  readonly pageTables?: number;
  readonly stacks?: number;
  readonly dirty?: number;
  readonly writeback?: number;
  readonly mapped?: number;
  readonly swapCached?: number;
  readonly huge?: HugePool;
  /** In no counter; 1.2 % of the RAM where it is left out. */
  readonly hidden?: number;
}

export interface Zone {
  readonly node?: number;
  readonly name: string;
  readonly managed: number;
  readonly free: number;
  readonly minKb: number;
  readonly reserve: readonly number[];
  readonly maxOrder?: number;
  readonly types?: string;
  readonly cma?: number;
  /** Share of the host's pages of processes and files that lie in it. */
  readonly holds?: number;
}

export interface Asking {
  readonly comm: string;
  readonly pid: number;
  readonly order?: number;
  readonly mask?: string;
  readonly flags?: string;
  readonly adj?: number;
  /** Frames of its stack below `Call Trace:`. */
  readonly trace?: readonly string[];
}

export interface Host {
  readonly era: Era;
  /** Managed RAM, MiB. */
  readonly ram: number;
  readonly parts?: Parts;
  readonly swap?: readonly [total: number, free: number];
  readonly tasks: readonly Task[];
  readonly zones?: readonly Zone[];
  /** RAM of each NUMA node, MiB; one node where it is left out. */
  readonly nodes?: readonly number[];
  /** Share of what processes hold, by node. */
  readonly nodeShares?: readonly number[];
  /** Free memory of each node, MiB; at the minimum where it is left out. */
  readonly nodeFree?: readonly number[];
  /** Order above which every zone has no free block. */
  readonly maxOrder?: number;
  readonly machine?: string;
  /** Lines of unreclaimable slab caches, `name used total` in KiB. */
  readonly slabs?: readonly (readonly [string, number, number])[];
}

export interface Killed {
  readonly asking: Asking;
  readonly victim: number | null;
  readonly constraint?: 'NONE' | 'CPUSET' | 'MEMORY_POLICY';
  readonly cpuset?: string;
  readonly mems?: string;
  readonly nodemask?: string;
  readonly cgroup?: string;
  /** No table is printed (vm.oom_dump_tasks=0). */
  readonly noTable?: boolean;
  readonly manual?: boolean;
  readonly panic?: string;
}

const kb = (mib: number): number => Math.round(mib * 1024);
const pages = (mib: number): number => Math.round(mib * 256);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Tasks with what `rest` stands for. */
export function settled(host: Host): readonly (Task & { readonly anon: number })[] {
  const { parts = {}, ram } = host;
  const free = sum(zonesOf(host).map((zone) => zone.free));
  const placed =
    free +
    (parts.shmem ?? 0) +
    (parts.file ?? 0) +
    (parts.locked ?? 0) +
    (parts.slabKept ?? 0) +
    (parts.slabFreeable ?? 0) +
    (parts.pageTables ?? 0) +
    (parts.stacks ?? 0) +
    (parts.huge ? parts.huge.total * (parts.huge.pageMiB ?? 2) : 0) +
    (parts.hidden ?? ram * 0.012) +
    sum(host.tasks.map(({ anon }) => (anon === 'rest' ? 0 : anon)));
  const takers = host.tasks.filter(({ anon }) => anon === 'rest').length;
  if (placed > ram + 1) throw new Error(`the parts exceed the RAM by ${placed - ram} MiB`);
  return host.tasks.map((task) => ({ ...task, anon: task.anon === 'rest' ? (ram - placed) / takers : task.anon }));
}

/** Zones of an x86-64 host, at their minimum unless the host says otherwise. */
export function zonesOf({ ram, zones, nodes = [ram], nodeFree, maxOrder = 10 }: Host): readonly Zone[] {
  if (zones) return zones;
  const minTotal =
    ram > 30_000 ? (nodes.length > 1 ? 90_112 : 67_584) : Math.max(8192, Math.round(Math.sqrt(ram * 1024 * 16)));
  return nodes.flatMap((size, node): Zone[] => {
    const low = node === 0 ? [15.4, Math.min(2900, size * 0.6)] : [];
    const normal = size - sum(low);
    const min = (managed: number): number => Math.max(20, Math.round((minTotal * managed) / ram));
    const wanted = nodeFree?.[node];
    const own: Zone[] = low.map((managed, index) => {
      const above = index === 0 ? size - managed : normal;
      const reserve =
        index === 0
          ? [0, pages(low[1] ?? 0) / 256, pages(above) / 256, pages(above) / 256]
          : [0, 0, pages(normal) / 256, pages(normal) / 256];
      const kept = (reserve[2] ?? 0) / 256;
      const free =
        index === 0
          ? Math.min(11, kept * 0.94 + min(managed) / 1024)
          : wanted !== undefined && normal < 200
            ? wanted
            : kept * 0.94 + min(managed) / 1024;
      return {
        node,
        name: index === 0 ? 'DMA' : 'DMA32',
        managed,
        free,
        minKb: min(managed),
        reserve: reserve.map(Math.round),
        maxOrder: index === 0 ? 10 : maxOrder,
      };
    });
    const free = wanted ?? (min(normal) - 400) / 1024;
    if (normal > 1)
      own.push({ node, name: 'Normal', managed: normal, free, minKb: min(normal), reserve: [0, 0, 0, 0], maxOrder });
    return own;
  });
}

const node = ({ node: number = 0 }: Zone): string => `Node ${number} `;

function buddyLine(zone: Zone, is32: boolean): string {
  const { free, maxOrder = 10, types = 'UME', cma = 0 } = zone;
  let left = kb(free - cma) - (kb(free - cma) % 4);
  const counts: number[] = Array.from({ length: 11 }, () => 0);
  for (let order = Math.min(10, maxOrder); order > 0; order -= 1) {
    const size = 4 * 2 ** order;
    counts[order] = Math.floor((left * (order === 10 ? 0.05 : 0.3)) / size);
    left -= (counts[order] as number) * size;
  }
  counts[0] = left / 4;
  const cmaBlocks = Math.floor(cma / 4);
  const cells = counts.map((count, order) => {
    const withCma = order === 10 ? count + cmaBlocks : count;
    const letters = order === 10 && cmaBlocks > 0 ? (count > 0 ? `${types}C` : 'C') : types;
    return `${withCma}*${4 * 2 ** order}kB${withCma > 0 ? ` (${letters})` : ''}`;
  });
  const total = sum(counts.map((count, order) => count * 4 * 2 ** order)) + cmaBlocks * 4096;
  return `${is32 && zone.node === undefined ? '' : node(zone)}${zone.name}: ${cells.join(' ')} = ${total}kB`;
}

/** The Mem-Info block. `shown`: numbers of the nodes that are printed, all where it is left out. */
export function memInfo(host: Host, shown?: readonly number[]): string[] {
  const { era, ram, parts = {}, swap = [0, 0], nodes = [ram] } = host;
  const tasks = settled(host);
  const zones = zonesOf(host);
  const anon = sum(tasks.map((task) => task.anon - (task.locked ?? 0)));
  const swapped = sum(tasks.map((task) => task.swap ?? 0));
  const { shmem = 0, file = 0, slabKept = 0, slabFreeable = 0, stacks = 0, dirty = 0, writeback = 0 } = parts;
  const locked = (parts.locked ?? 0) + sum(tasks.map((task) => task.locked ?? 0));
  const pageTables = parts.pageTables ?? 0;
  const mapped = parts.mapped ?? Math.min(shmem + file, ram * 0.002);
  const onAnon = anon + shmem;
  const free = sum(zones.map((zone) => zone.free));
  const cma = sum(zones.map((zone) => zone.cma ?? 0));
  const v = { active: pages(onAnon * 0.83), inactive: pages(onAnon) - pages(onAnon * 0.83) };
  const holds = host.nodeShares ?? nodes.map((size) => size / sum(nodes));
  const lines = [
    'Mem-Info:',
    `active_anon:${v.active} inactive_anon:${v.inactive} isolated_anon:0`,
    ` active_file:${pages(file * 0.4)} inactive_file:${pages(file) - pages(file * 0.4)} isolated_file:0`,
    ` unevictable:${pages(locked)} dirty:${pages(dirty)} writeback:${pages(writeback)}${era === '5.15' || era === '6.8' ? '' : ' unstable:0'}`,
    ` slab_reclaimable:${pages(slabFreeable)} slab_unreclaimable:${pages(slabKept)}`,
    ` mapped:${pages(mapped)} shmem:${pages(shmem)} pagetables:${pages(pageTables)}${era === '6.8' ? '' : ' bounce:0'}`,
    ...(era === '6.8' ? [' sec_pagetables:0 bounce:0'] : []),
    ...(era === '5.15' || era === '6.8' ? [' kernel_misc_reclaimable:0'] : []),
    ` free:${pages(free)} free_pcp:0 free_cma:${pages(cma)}`,
  ];
  const isShown = (number: number): boolean => shown === undefined || shown.includes(number);
  if (era !== '3.10') {
    nodes.forEach((_, number) => {
      if (!isShown(number)) return;
      const share = (mib: number): number => kb(mib * (holds[number] ?? 0));
      lines.push(
        `Node ${number} active_anon:${share(onAnon * 0.83)}kB inactive_anon:${share(onAnon * 0.17)}kB active_file:${share(file * 0.4)}kB inactive_file:${share(file * 0.6)}kB unevictable:${share(locked)}kB isolated(anon):0kB isolated(file):0kB mapped:${share(mapped)}kB dirty:${share(dirty)}kB writeback:${share(writeback)}kB shmem:${share(shmem)}kB shmem_thp: 0kB shmem_pmdmapped: 0kB anon_thp: ${share(anon * 0.3)}kB writeback_tmp:0kB${era === '5.15' || era === '6.8' ? ` kernel_stack:${share(stacks)}kB pagetables:${share(pageTables)}kB` : ' unstable:0kB'}${era === '6.8' ? ' sec_pagetables:0kB' : ''} all_unreclaimable? no`,
      );
    });
  }
  const is32 = zones.some(({ name }) => name === 'HighMem');
  for (const zone of zones) {
    if (!isShown(zone.node ?? 0)) continue;
    const nodeTotal = sum(
      zones.filter((one) => one.node === zone.node && one.name !== 'DMA').map(({ managed }) => managed),
    );
    const part = zone.holds ?? (zone.name === 'DMA' ? 0 : (zone.managed / nodeTotal) * (holds[zone.node ?? 0] ?? 1));
    const of = (mib: number): number => kb(mib * part);
    const min = zone.minKb;
    const common = `free:${kb(zone.free)}kB min:${min}kB low:${Math.round(min * 1.25)}kB high:${Math.round(min * 1.5)}kB`;
    const stack =
      era === '4.19' || era === '5.4' || era === '3.10'
        ? ` kernel_stack:${of(stacks)}kB pagetables:${of(pageTables)}kB`
        : '';
    const managed = `present:${kb(zone.managed * 1.01)}kB managed:${kb(zone.managed)}kB`;
    const head = is32 && zone.node === undefined ? zone.name : `${node(zone)}${zone.name}`;
    lines.push(
      era === '3.10'
        ? `${head} ${common} active_anon:${of(onAnon * 0.83)}kB inactive_anon:${of(onAnon * 0.17)}kB active_file:${of(file * 0.4)}kB inactive_file:${of(file * 0.6)}kB unevictable:${of(locked)}kB isolated(anon):0kB isolated(file):0kB ${managed} mlocked:${of(locked)}kB dirty:${of(dirty)}kB writeback:${of(writeback)}kB mapped:${of(mapped)}kB shmem:${of(shmem)}kB slab_reclaimable:${of(slabFreeable)}kB slab_unreclaimable:${of(slabKept)}kB${stack} unstable:0kB bounce:0kB free_cma:${kb(zone.cma ?? 0)}kB writeback_tmp:0kB pages_scanned:${part > 0 ? 4_120_331 : 0} all_unreclaimable? ${part > 0.01 ? 'yes' : 'no'}`
        : `${head} ${common}${era === '4.19' ? '' : ' reserved_highatomic:0KB'} active_anon:${of(onAnon * 0.83)}kB inactive_anon:${of(onAnon * 0.17)}kB active_file:${of(file * 0.4)}kB inactive_file:${of(file * 0.6)}kB unevictable:${of(locked)}kB writepending:${of(dirty + writeback)}kB ${managed} mlocked:${of(locked)}kB${stack} bounce:0kB free_pcp:0kB local_pcp:0kB free_cma:${kb(zone.cma ?? 0)}kB`,
      `lowmem_reserve[]: ${zone.reserve.join(' ')}`,
    );
  }
  for (const zone of zones) if (isShown(zone.node ?? 0)) lines.push(buddyLine(zone, is32));
  nodes.forEach((size, number) => {
    if (!isShown(number)) return;
    const pool = parts.huge;
    const portion = size / sum(nodes);
    if (pool && pool.pageMiB === 1024)
      lines.push(
        `Node ${number} hugepages_total=${Math.round(pool.total * portion)} hugepages_free=${Math.round(pool.free * portion)} hugepages_surp=0 hugepages_size=1048576kB`,
      );
    lines.push(
      `Node ${number} hugepages_total=${pool && pool.pageMiB !== 1024 ? Math.round(pool.total * portion) : 0} hugepages_free=${pool && pool.pageMiB !== 1024 ? Math.round(pool.free * portion) : 0} hugepages_surp=0 hugepages_size=2048kB`,
    );
  });
  const [swapTotal, swapFree] = swap;
  lines.push(
    `${pages(file + shmem + (parts.swapCached ?? 0)) + 31} total pagecache pages`,
    `${pages(parts.swapCached ?? 0)} pages in swap cache`,
    ...(swapTotal > 0 && (era === '3.10' || era === '4.19' || era === '5.4')
      ? [`Swap cache stats: add ${pages(swapped) * 3 + 4211}, delete ${pages(swapped) * 3}, find 812001/913311`]
      : []),
    `Free swap  = ${kb(swapFree)}kB`,
    `Total swap = ${kb(swapTotal)}kB`,
    `${pages(ram * 1.018)} pages RAM`,
    `${is32 ? pages(zones.find(({ name }) => name === 'HighMem')?.managed ?? 0) : 0} pages HighMem/MovableOnly`,
    `${pages(ram * 1.018) - pages(ram)} pages reserved`,
    ...(era === '3.10' ? [] : ['0 pages hwpoisoned']),
  );
  if (host.slabs) {
    lines.push('Unreclaimable slab info:', 'Name                      Used          Total');
    for (const [name, used, total] of host.slabs)
      lines.push(`${name.padEnd(17)} ${String(used).padStart(10)}KB ${String(total).padStart(10)}KB`);
  }
  return lines;
}

const right = (value: number | string, width: number): string => String(value).padStart(width);

function virtualOf(task: Task & { readonly anon: number }): number {
  return task.virtual ?? Math.round((task.anon + (task.swap ?? 0)) * 1.35 + (task.file ?? 4) + (task.shmem ?? 0) + 180);
}

const tablesOf = (task: Task & { readonly anon: number }): number =>
  task.pageTables ?? Math.max(0.05, (task.anon + (task.shmem ?? 0) + (task.swap ?? 0)) / 480);

/** The table of tasks. */
export function taskTable(era: Era, tasks: readonly (Task & { readonly anon: number })[]): string[] {
  const old = era === '3.10';
  const split = era === '6.8';
  const head = old
    ? '[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name'
    : split
      ? '[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name'
      : '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name';
  return [
    ...(old ? [] : ['Tasks state (memory values in pages):']),
    head,
    ...[...tasks]
      .sort((a, b) => a.pid - b.pid)
      .map((task) => {
        const { pid, anon, file = Math.min(4, 0.3 + anon / 8), shmem = 0, swap = 0, adj = 0, uid = 0, comm } = task;
        const rss = pages(anon) + pages(file) + pages(shmem);
        const ids = `${right(uid, 5)} ${right(pid, 5)} ${right(pages(virtualOf(task)), 8)} ${right(rss, 8)}`;
        const rest = `${right(pages(swap), 8)} ${right(adj, 13)} ${comm}`;
        if (old) return `[${right(pid, 5)}] ${ids} ${right(Math.max(6, pages(tablesOf(task))), 7)} ${rest}`;
        const tables = right(Math.max(8, pages(tablesOf(task))) * 4096, 8);
        if (!split) return `[${right(pid, 7)}] ${ids} ${tables} ${rest}`;
        return `[${right(pid, 7)}] ${ids} ${right(pages(anon), 8)} ${right(pages(file), 8)} ${right(pages(shmem), 9)} ${tables} ${rest}`;
      }),
  ];
}

const usualTrace = [
  'dump_stack+0x6d/0x8b',
  'dump_header+0x4f/0x1eb',
  'oom_kill_process.cold+0xb/0x10',
  'out_of_memory+0x1cf/0x500',
  '__alloc_pages_slowpath.constprop.0+0xd5a/0xe70',
  '__alloc_pages_nodemask+0x2d0/0x320',
];

function header(
  { comm, pid, order = 0, mask = '0x100cca', flags = 'GFP_HIGHUSER_MOVABLE', adj = 0, trace = usualTrace }: Asking,
  host: Pick<Host, 'era' | 'machine'>,
  cpuset: string,
  mems: string,
  manual = false,
): string[] {
  const { era, machine = 'Dell Inc. PowerEdge R740/0WXD1Y, BIOS 2.12.2 07/09/2021' } = host;
  const release = {
    '3.10': '3.10.0-1160.el7.x86_64',
    '4.19': '4.19.0-21-amd64',
    '5.4': '5.4.0-150-generic',
    '5.15': '5.15.0-101-generic',
    '6.8': '6.8.0-45-generic',
  }[era];
  const number = manual ? -1 : order;
  const old = { GFP_HIGHUSER_MOVABLE: '0x280da', GFP_KERNEL: '0xd0', GFP_ATOMIC: '0x20' }[flags] ?? '0x201da';
  const asked =
    era === '3.10'
      ? `gfp_mask=${manual ? '0x0' : old}, order=${number}`
      : `gfp_mask=${mask}(${flags}), ${era === '4.19' ? 'nodemask=(null), ' : ''}order=${number}`;
  return [
    `${comm} invoked oom-killer: ${asked}, oom_score_adj=${adj}`,
    ...(era === '3.10' || era === '4.19' ? [`${comm} cpuset=${cpuset} mems_allowed=${mems}`] : []),
    `CPU: 11 PID: ${pid} Comm: ${comm} Not tainted ${release} #1`,
    `Hardware name: ${machine}`,
    'Call Trace:',
    ...trace.map((frame) => ` ${frame}`),
  ];
}

function killLines(era: Era, prefix: string, task: Task & { readonly anon: number }, permille: number): string[] {
  const { pid, comm, uid = 0, anon, file = Math.min(4, 0.3 + anon / 8), shmem = 0, adj = 0 } = task;
  const sizes = `total-vm:${kb(virtualOf(task))}kB, anon-rss:${kb(anon)}kB, file-rss:${kb(file)}kB, shmem-rss:${kb(shmem)}kB`;
  if (era === '3.10' || era === '4.19')
    return [
      `${prefix}: Kill process ${pid} (${comm}) score ${Math.max(1, permille)} or sacrifice child`,
      `Killed process ${pid} (${comm}) ${sizes}`,
    ];
  return [
    `${prefix}: Killed process ${pid} (${comm}) ${sizes}, UID:${uid} pgtables:${kb(tablesOf(task))}kB oom_score_adj:${adj}`,
  ];
}

/** A run of the OOM killer for the host, a cpuset or a memory policy. */
export function hostKill(host: Host, killed: Killed): string[] {
  const { asking, constraint = 'NONE', cpuset = '/', nodemask, noTable = false, manual = false } = killed;
  const { era, ram, nodes = [ram], swap = [0, 0] } = host;
  const all = nodes.length > 1 ? `0-${nodes.length - 1}` : '0';
  const mems = killed.mems ?? all;
  const tasks = settled(host);
  const victim = tasks.find(({ pid }) => pid === killed.victim);
  const shown = constraint === 'NONE' ? undefined : (nodemask ?? mems).split(',').map(Number);
  const permille = victim
    ? Math.floor(
        (1000 *
          (victim.anon +
            (victim.swap ?? 0) +
            tablesOf(victim) +
            (victim.file ?? Math.min(4, 0.3 + victim.anon / 8)) +
            (victim.shmem ?? 0))) /
          (ram + swap[0]),
      ) + (victim.adj ?? 0)
    : 0;
  return [
    ...header(asking, host, cpuset, mems, manual),
    ...memInfo(host, shown),
    ...(noTable ? [] : taskTable(era, tasks)),
    ...(victim && era !== '3.10' && era !== '4.19'
      ? [
          `oom-kill:constraint=CONSTRAINT_${constraint},nodemask=${nodemask ?? '(null)'},cpuset=${cpuset.replace(/.*\//, '') || '/'},mems_allowed=${mems}${constraint === 'NONE' ? ',global_oom' : ''},task_memcg=${killed.cgroup ?? '/system.slice/app.service'},task=${victim.comm},pid=${victim.pid},uid=${victim.uid ?? 0}`,
        ]
      : []),
    ...(victim ? killLines(era, 'Out of memory', victim, permille) : []),
    ...(killed.panic ? [killed.panic] : []),
  ];
}

/** What is charged to a group at its limit, MiB. Anonymous memory is that of its tasks. */
export interface Group {
  readonly era: Era;
  readonly path: string;
  /** Of whom the victim is; the group itself where it is left out. */
  readonly taskPath?: string;
  readonly limit: number;
  readonly swap?: readonly [usage: number, limit: number];
  readonly failcnt?: number;
  readonly shmem?: number;
  readonly file?: number;
  readonly dirty?: number;
  readonly slabKept?: number;
  readonly slabFreeable?: number;
  readonly pageTables?: number;
  readonly stacks?: number;
  readonly mapped?: number;
  readonly tasks: readonly Task[];
  readonly victim: number | null;
  readonly asking?: Asking;
  readonly alsoKilled?: readonly number[];
  readonly groupKill?: boolean;
}

/** A run of the OOM killer for the limit of a memory cgroup. */
export function groupKill(group: Group): string[] {
  const {
    era,
    path,
    limit,
    swap = [0, 0],
    failcnt = 8213,
    shmem = 0,
    file = 0,
    dirty = 0,
    slabKept = limit * 0.004,
    slabFreeable = limit * 0.002,
    stacks = limit * 0.001,
  } = group;
  const pageTables = group.pageTables ?? limit * 0.002;
  const given = sum(group.tasks.map(({ anon }) => (anon === 'rest' ? 0 : anon)));
  const rest = limit - given - shmem - file - slabKept - slabFreeable - pageTables - stacks;
  const takers = group.tasks.filter(({ anon }) => anon === 'rest').length;
  if (rest < -1) throw new Error(`the parts exceed the limit by ${-rest} MiB`);
  const tasks = group.tasks.map((task) => ({ ...task, anon: task.anon === 'rest' ? rest / takers : task.anon }));
  const anon = sum(tasks.map((task) => task.anon));
  const victim = tasks.find(({ pid }) => pid === group.victim);
  const trigger = group.asking ?? { comm: victim?.comm ?? 'sh', pid: victim?.pid ?? 1 };
  const taskPath = group.taskPath ?? path;
  const bytes = (mib: number): number => kb(mib) * 1024;
  const old = era === '3.10' || era === '4.19';
  const stats = old
    ? [
        ...(era === '3.10' ? [] : []),
        `Memory cgroup stats for ${path}: cache:${kb(file + shmem)}KB rss:${kb(anon)}KB rss_huge:${kb(anon * 0.2)}KB ${era === '4.19' ? `shmem:${kb(shmem)}KB ` : ''}mapped_file:${kb(group.mapped ?? 0)}KB ${era === '4.19' ? `dirty:${kb(dirty)}KB writeback:0KB ` : ''}swap:${kb(swap[0])}KB inactive_anon:${kb((anon + shmem) * 0.2)}KB active_anon:${kb((anon + shmem) * 0.8)}KB inactive_file:${kb(file * 0.6)}KB active_file:${kb(file * 0.4)}KB unevictable:0KB`,
      ]
    : [
        `Memory cgroup stats for ${path}:`,
        `anon ${bytes(anon)}`,
        `file ${bytes(file + shmem)}`,
        ...(era === '6.8' ? [`kernel ${bytes(slabKept + slabFreeable + pageTables + stacks)}`] : []),
        `kernel_stack ${bytes(stacks)}`,
        `pagetables ${bytes(pageTables)}`,
        ...(era === '6.8' ? ['sec_pagetables 0'] : []),
        'percpu 41472',
        'sock 0',
        ...(era === '6.8' ? ['vmalloc 12288'] : []),
        `shmem ${bytes(shmem)}`,
        `file_mapped ${bytes(group.mapped ?? 0)}`,
        `file_dirty ${bytes(dirty)}`,
        'file_writeback 0',
        'swapcached 0',
        'anon_thp 0',
        `inactive_anon ${bytes((anon + shmem) * 0.2)}`,
        `active_anon ${bytes((anon + shmem) * 0.8)}`,
        `inactive_file ${bytes(file * 0.6)}`,
        `active_file ${bytes(file * 0.4)}`,
        'unevictable 0',
        `slab_reclaimable ${bytes(slabFreeable)}`,
        `slab_unreclaimable ${bytes(slabKept)}`,
        `slab ${bytes(slabKept + slabFreeable)}`,
        'workingset_refault_anon 0',
        'pgfault 91822133',
        'pgmajfault 1023',
      ];
  const limits = old
    ? [
        `memory: usage ${kb(limit)}kB, limit ${kb(limit)}kB, failcnt ${failcnt}`,
        `memory+swap: usage ${kb(limit + swap[0])}kB, limit ${swap[1] > 0 ? kb(limit + swap[1]) : 9_007_199_254_740_988}kB, failcnt 0`,
        `kmem: usage ${kb(slabKept + slabFreeable + pageTables + stacks)}kB, limit 9007199254740988kB, failcnt 0`,
      ]
    : [
        `memory: usage ${kb(limit)}kB, limit ${kb(limit)}kB, failcnt ${failcnt}`,
        `swap: usage ${kb(swap[0])}kB, limit ${swap[1] > 0 ? kb(swap[1]) : 9_007_199_254_740_988}kB, failcnt 0`,
      ];
  const permille = victim ? Math.floor((1000 * (victim.anon + 2)) / limit) + (victim.adj ?? 0) : 0;
  const also = tasks.filter(({ pid }) => group.alsoKilled?.includes(pid));
  return [
    ...header({ ...trigger, flags: trigger.flags ?? 'GFP_KERNEL', mask: trigger.mask ?? '0xcc0' }, { era }, '/', '0'),
    ...(old ? [`Task in ${taskPath} killed as a result of limit of ${path}`] : []),
    ...limits,
    ...stats,
    ...taskTable(era, tasks),
    ...(victim && !old
      ? [
          `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=app,mems_allowed=0,oom_memcg=${path},task_memcg=${taskPath},task=${victim.comm},pid=${victim.pid},uid=${victim.uid ?? 0}`,
        ]
      : []),
    ...(victim
      ? killLines(era, 'Memory cgroup out of memory', victim, permille)
      : ['Out of memory and no killable processes...']),
    ...(group.groupKill ? [`Tasks in ${path} are going to be killed due to memory.oom.group set`] : []),
    ...also.flatMap((task) => killLines(era, 'Memory cgroup out of memory', task, 1)),
  ];
}

/** A failed allocation. */
export function allocationFailure(host: Host, asking: Asking & { readonly comm: string }): string[] {
  const { comm, pid, order = 0, mask = '0x40cc0', flags = 'GFP_KERNEL|__GFP_COMP', trace = [] } = asking;
  return [
    `${comm}: page allocation failure: order:${order}, mode:${mask}(${flags}), nodemask=(null),cpuset=/,mems_allowed=0`,
    `CPU: 3 PID: ${pid} Comm: ${comm} Not tainted 5.15.0-101-generic #111-Ubuntu`,
    `Hardware name: ${host.machine ?? 'Supermicro SYS-6029P/X11DPU, BIOS 3.3 02/21/2020'}`,
    'Call Trace:',
    ' <TASK>',
    ' dump_stack_lvl+0x4a/0x63',
    ' warn_alloc.cold+0x7b/0xdf',
    ' __alloc_pages_slowpath.constprop.0+0xe5a/0xe90',
    ' __alloc_pages+0x2d1/0x320',
    ...trace.map((frame) => ` ${frame}`),
    ' </TASK>',
    ...memInfo(host),
  ];
}

export interface Hung {
  readonly comm: string;
  readonly pid: number;
  readonly seconds?: number;
  readonly trace: readonly string[];
  readonly extra?: readonly string[];
}

/** Reports of the hung task detector. */
export function hungTasks(era: Era, tasks: readonly Hung[]): string[] {
  return tasks.flatMap(({ comm, pid, seconds = 122, trace, extra = [] }) => [
    `INFO: task ${comm}:${pid} blocked for more than ${seconds} seconds.`,
    `      Not tainted ${era}.0-generic #1`,
    '"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.',
    era === '3.10'
      ? `${comm.padEnd(15)} D ffff9a5c0f8d4200     0 ${pid}      1 0x00000080`
      : `task:${comm.padEnd(15)} state:D stack:    0 pid:${pid} ppid:     1 flags:0x00004000`,
    'Call Trace:',
    ...(era === '3.10' || era === '4.19' ? [] : [' <TASK>']),
    ...['__schedule+0x24e/0x590', 'schedule+0x69/0x110', ...trace].map((frame, index) =>
      era === '3.10' ? `[<ffffffff8${(1_000_000 + index * 4096).toString(16)}>] ${frame}` : ` ${frame}`,
    ),
    ...(era === '3.10' || era === '4.19' ? [] : [' </TASK>']),
    ...extra,
  ]);
}

export type Framing = 'iso' | 'rfc3164' | 'dmesg' | 'dmesg-t' | 'journal';

/** Puts what a transport writes before messages in front of them. */
export function framed(lines: readonly string[], at: Date, monotonic: number, framing: Framing, host: string): string {
  let us = Math.round(monotonic * 1e6);
  const text = lines.map((line, index) => {
    us += index === 0 ? 0 : 11;
    const stamp = `[${(us / 1e6).toFixed(6).padStart(12)}]`;
    const when = new Date(at.getTime() + index / 50);
    const iso = when.toISOString();
    switch (framing) {
      case 'iso':
        return `${iso.slice(0, -1)}000+00:00 ${host} kernel: ${stamp} ${line}`;
      case 'rfc3164':
        return `${months[when.getUTCMonth()]} ${String(when.getUTCDate()).padStart(2)} ${iso.slice(11, 19)} ${host} kernel: ${stamp} ${line}`;
      case 'journal':
        return `${iso.slice(0, 19)}+0000 ${host} kernel: ${line}`;
      case 'dmesg-t':
        return `[${days[when.getUTCDay()]} ${months[when.getUTCMonth()]} ${String(when.getUTCDate()).padStart(2)} ${iso.slice(11, 19)} ${when.getUTCFullYear()}] ${line}`;
      default:
        return `${stamp} ${line}`;
    }
  });
  return `${text.join('\n')}\n`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
