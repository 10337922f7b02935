/** Prints what samplers write, from amounts in MiB at moments in time. */

/** The host at one time, MiB. */
export interface HostLook {
  readonly total: number;
  readonly free: number;
  readonly anon: number;
  readonly shmem?: number;
  readonly file?: number;
  readonly locked?: number;
  readonly slabKept?: number;
  readonly slabFreeable?: number;
  readonly pageTables?: number;
  readonly stacks?: number;
  readonly vmalloc?: number;
  readonly percpu?: number;
  readonly dirty?: number;
  readonly swap?: readonly [total: number, free: number];
  readonly huge?: readonly [total: number, free: number];
}

/** A process at one time, MiB. */
export interface ProcessLook {
  readonly pid: number;
  readonly comm: string;
  readonly rss: number;
  readonly uid?: number;
}

export interface Look {
  readonly at: Date;
  readonly host?: HostLook;
  readonly processes?: readonly ProcessLook[];
  readonly groups?: readonly GroupLook[];
}

/** A cgroup at one time, MiB. */
export interface GroupLook {
  readonly path: string;
  readonly current: number;
  readonly max: number;
  readonly anon: number;
  readonly file?: number;
  readonly shmem?: number;
  readonly slab?: number;
}

const kb = (mib = 0): number => Math.round(mib * 1024);
const bytes = (mib = 0): number => Math.round(mib * 1024 * 1024);
const available = ({ free, file = 0, slabFreeable = 0 }: HostLook): number =>
  Math.max(0, free + file * 0.8 + slabFreeable * 0.5);

/** `date -Is; cat /proc/meminfo` in a loop. */
export function meminfoLoop(looks: readonly Look[]): string {
  return looks
    .flatMap(({ at, host }) => {
      if (!host) return [];
      const {
        total,
        free,
        anon,
        shmem = 0,
        file = 0,
        locked = 0,
        slabKept = 0,
        slabFreeable = 0,
        swap = [0, 0],
        huge = [0, 0],
      } = host;
      const line = (name: string, mib: number): string => `${`${name}:`.padEnd(16)}${String(kb(mib)).padStart(9)} kB`;
      return [
        `${at.toISOString().slice(0, 19)}+00:00`,
        line('MemTotal', total),
        line('MemFree', free),
        line('MemAvailable', available(host)),
        line('Buffers', file * 0.05),
        line('Cached', file * 0.95 + shmem),
        line('SwapCached', 0),
        line('Active', anon * 0.8 + file * 0.4),
        line('Inactive', anon * 0.2 + shmem + file * 0.6),
        line('Unevictable', locked),
        line('Mlocked', locked),
        line('SwapTotal', swap[0]),
        line('SwapFree', swap[1]),
        line('Dirty', host.dirty ?? 0.4),
        line('Writeback', 0),
        line('AnonPages', anon + locked),
        line('Mapped', total * 0.002),
        line('Shmem', shmem),
        line('KReclaimable', slabFreeable),
        line('Slab', slabKept + slabFreeable),
        line('SReclaimable', slabFreeable),
        line('SUnreclaim', slabKept),
        line('KernelStack', host.stacks ?? 0),
        line('PageTables', host.pageTables ?? 0),
        line('Bounce', 0),
        line('CommitLimit', total / 2 + swap[0]),
        line('Committed_AS', anon * 1.6),
        line('VmallocTotal', 33_554_431),
        line('VmallocUsed', (host.vmalloc ?? 60) + (host.stacks ?? 0)),
        line('VmallocChunk', 0),
        line('Percpu', host.percpu ?? 40),
        line('HardwareCorrupted', 0),
        `HugePages_Total:   ${Math.round(huge[0] / 2)}`,
        `HugePages_Free:    ${Math.round(huge[1] / 2)}`,
        'HugePages_Rsvd:        0',
        'HugePages_Surp:        0',
        'Hugepagesize:       2048 kB',
      ];
    })
    .join('\n')
    .concat('\n');
}

const clock = (at: Date): string => at.toISOString().slice(11, 19);
const banner = (at: Date, host: string): string =>
  `Linux 5.15.0-101-generic (${host}) \t${at.toISOString().slice(0, 10)} \t_x86_64_\t(48 CPU)\n`;

/** `sar -r` with `S_TIME_FORMAT=ISO`: does not tell components apart. */
export function sarMemory(looks: readonly Look[], host: string): string {
  const [first] = looks;
  if (!first) return '';
  const rows = looks.flatMap(({ at, host: look }) => {
    if (!look) return [];
    const { total, free, file = 0, shmem = 0, anon } = look;
    const used = total - free - file - shmem - (look.slabFreeable ?? 0);
    return [
      `${clock(at)} ${[kb(free), kb(available(look)), kb(used), ((100 * used) / total).toFixed(2), kb(file * 0.05), kb(file * 0.95 + shmem + (look.slabFreeable ?? 0)), kb(anon * 1.6), '61.20', kb(anon * 0.8), kb(anon * 0.2), 812].map((cell) => String(cell).padStart(11)).join('')}`,
    ];
  });
  return `${banner(first.at, host)}\n${clock(first.at)}    kbmemfree   kbavail kbmemused  %memused kbbuffers  kbcached  kbcommit   %commit  kbactive   kbinact   kbdirty\n${rows.join('\n')}\n`;
}

/** `pidstat -r -h` with ISO times. */
export function pidstat(looks: readonly Look[], host: string, total: number): string {
  const [first] = looks;
  if (!first) return '';
  const blocks = looks.flatMap(({ at, processes = [] }) =>
    processes.length === 0
      ? []
      : [
          `\n# Time        UID       PID  minflt/s  majflt/s     VSZ     RSS   %MEM  Command\n${processes
            .map(
              ({ pid, comm, rss, uid = 0 }) =>
                `${clock(at)} ${String(uid).padStart(8)} ${String(pid).padStart(9)}    112.00      0.00 ${kb(rss * 1.3)} ${kb(rss)}   ${((100 * rss) / total).toFixed(2)}  ${comm}`,
            )
            .join('\n')}\n`,
        ],
  );
  return `${banner(first.at, host)}${blocks.join('')}`;
}

/** A loop that prints files of cgroups behind a date. */
export function cgroupLoop(looks: readonly Look[]): string {
  return looks
    .flatMap(({ at, groups = [] }) => [
      `${at.toISOString().slice(0, 19)}+00:00`,
      ...groups.flatMap(({ path, current, max, anon, file = 0, shmem = 0, slab = 2 }) => [
        `==> /sys/fs/cgroup${path}/memory.current <==`,
        String(bytes(current)),
        '',
        `==> /sys/fs/cgroup${path}/memory.max <==`,
        String(bytes(max)),
        '',
        `==> /sys/fs/cgroup${path}/memory.stat <==`,
        `anon ${bytes(anon)}`,
        `file ${bytes(file + shmem)}`,
        `kernel ${bytes(slab + 4)}`,
        `kernel_stack ${bytes(1)}`,
        `pagetables ${bytes(3)}`,
        'sock 0',
        `shmem ${bytes(shmem)}`,
        `slab_reclaimable ${bytes(slab * 0.3)}`,
        `slab_unreclaimable ${bytes(slab * 0.7)}`,
        `slab ${bytes(slab)}`,
        '',
      ]),
    ])
    .join('\n')
    .concat('\n');
}

/** `numastat -m` behind a date, in a loop; `nodes` are the looks at each node. */
export function numastatLoop(looks: readonly { readonly at: Date; readonly nodes: readonly HostLook[] }[]): string {
  return looks
    .flatMap(({ at, nodes }) => {
      const line = (name: string, of: (node: HostLook) => number): string => {
        const cells = [...nodes.map(of), nodes.reduce((sum, node) => sum + of(node), 0)];
        return `${name.padEnd(16)}${cells.map((mib) => mib.toFixed(2).padStart(16)).join('')}`;
      };
      return [
        `${at.toISOString().slice(0, 19)}+00:00`,
        '',
        'Per-node system memory usage (in MBs):',
        `${''.padEnd(16)}${[...nodes.map((_, node) => `Node ${node}`), 'Total'].map((name) => name.padStart(16)).join('')}`,
        `${''.padEnd(16)}${[...nodes, null].map(() => ' ---------------').join('')}`,
        line('MemTotal', ({ total }) => total),
        line('MemFree', ({ free }) => free),
        line('MemUsed', ({ total, free }) => total - free),
        line('Unevictable', ({ locked = 0 }) => locked),
        line('Dirty', () => 0.4),
        line('FilePages', ({ file = 0, shmem = 0 }) => file + shmem),
        line('AnonPages', ({ anon }) => anon),
        line('Shmem', ({ shmem = 0 }) => shmem),
        line('KernelStack', ({ stacks = 0 }) => stacks),
        line('PageTables', ({ pageTables = 0 }) => pageTables),
        line('HugePages_Total', () => 0),
        line('HugePages_Free', () => 0),
        line('Slab', ({ slabKept = 0, slabFreeable = 0 }) => slabKept + slabFreeable),
        line('SReclaimable', ({ slabFreeable = 0 }) => slabFreeable),
        line('SUnreclaim', ({ slabKept = 0 }) => slabKept),
      ];
    })
    .join('\n')
    .concat('\n');
}

/** `vmstat -t` with UTC, in whole pages as a kernel counts; rates of swap in KiB a second. */
export function vmstatTimed(
  looks: readonly (Pick<Look, 'at' | 'host'> & { readonly swapIn?: number; readonly swapOut?: number })[],
): string {
  const right = (value: number, width: number): string => String(Math.round(value)).padStart(width);
  const paged = (mib: number): number => kb(mib) - (kb(mib) % 4);
  const rows = looks.flatMap(({ at, host, swapIn = 0, swapOut = 0 }) => {
    if (!host) return [];
    const { file = 0, shmem = 0, slabFreeable = 0, swap = [0, 0] } = host;
    return [
      `${right(2, 2)} ${right(swapIn > 0 ? 9 : 0, 2)} ${right(paged(swap[0] - swap[1]), 8)} ${right(paged(host.free), 8)} ${right(paged(file * 0.05), 7)} ${right(paged(file * 0.95 + shmem + slabFreeable), 8)} ${right(swapIn, 5)} ${right(swapOut, 5)}   812   140 3100 5200 22  9 60  9  0 ${at.toISOString().slice(0, 10)} ${clock(at)}`,
    ];
  });
  return `procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu----- -----timestamp-----\n r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st                 UTC\n${rows.join('\n')}\n`;
}

/** `date -Is; ps -eo pid,ppid,user,rss,vsz,comm` in a loop. */
export function psLoop(looks: readonly Look[]): string {
  return looks
    .flatMap(({ at, processes = [] }) => [
      `${at.toISOString().slice(0, 19)}+00:00`,
      '    PID    PPID USER       RSS    VSZ COMMAND',
      ...processes.map(
        ({ pid, comm, rss }) =>
          `${String(pid).padStart(7)}       1 app     ${String(kb(rss)).padStart(8)} ${kb(rss * 1.4 + 90)} ${comm}`,
      ),
    ])
    .join('\n')
    .concat('\n');
}
