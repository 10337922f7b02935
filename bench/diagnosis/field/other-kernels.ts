/** Turns reports that {@link hostKill} and its like printed into the layouts of kernels before and behind its own. */

const release = (lines: readonly string[], name: string): string[] =>
  lines.map((line) => line.replace(/(Not tainted) \S+/, `$1 ${name}`));

/** RHEL 6, from a report printed as 3.10. */
export function in2632(lines: readonly string[], kernel = '2.6.32-754.el6.x86_64'): string[] {
  const slab = lines.find((line) => line.startsWith(' slab_reclaimable:'))?.trim();
  return release(lines, kernel).flatMap((line) => {
    if (/^Hardware name|hugepages_total=|^ slab_reclaimable:|^0 pages HighMem/.test(line)) return [];
    if (line === 'Mem-Info:')
      return [
        line,
        'Node 0 Normal per-cpu:',
        'CPU    0: hi:  186, btch:  31 usd:  14',
        'CPU    1: hi:  186, btch:  31 usd:   0',
      ];
    if (line.startsWith(' free:')) return [line.replace(/ free_pcp.*/, slab ? ` ${slab}` : '')];
    const row = /^(\[ *\d+\] +\d+ +\d+ +\d+ +\d+) +\d+ +\d+ +(-?\d+) (.*)$/.exec(line);
    if (row) return [`${row[1]} ${'1'.padStart(3)} ${'0'.padStart(7)} ${(row[2] as string).padStart(13)} ${row[3]}`];
    return [
      line
        .replace('oom_score_adj=', 'oom_adj=0, oom_score_adj=')
        .replace(/^CPU: \d+ PID: (\d+) Comm: (\S+)/, 'Pid: $1, comm: $2')
        .replace(/^ (\w+\+0x)/, ' [<ffffffff8112c0a0>] ? $1')
        .replace(/ managed:\d+kB| free_cma:\d+kB/g, '')
        .replace(/ \([A-Z]+\)/g, '')
        .replace('rss nr_ptes swapents oom_score_adj', 'rss cpu oom_adj oom_score_adj')
        .replace(/^Killed process (\d+) \((.*?)\) (.*), shmem-rss.*/, 'Killed process $1, UID 27, ($2) $3'),
    ];
  });
}

/** 6.17, from a report printed as 6.8. */
export function in617(lines: readonly string[], kernel = '6.17.4-200.fc42.x86_64', balloonMiB = 0): string[] {
  return release(lines, kernel).map((line) =>
    line
      .replace(/^CPU: (\d+) PID: (.*) #1$/, 'CPU: $1 UID: 0 PID: $2 #1 PREEMPT(lazy) ')
      .replace(/ writeback_tmp:0kB/, '')
      .replace(/(_thp|_pmdmapped): /g, '$1:')
      .replace(/(all_unreclaimable\? (?:yes|no))$/, `$1 Balloon:${balloonMiB * 1024}kB`)
      .replace(/^(Node \d+ \w+ free:\d+kB)/, '$1 boost:0kB')
      .replace('reserved_highatomic:0KB', 'reserved_highatomic:0KB free_highatomic:0KB'),
  );
}

/** Counters of a group that its builder leaves at nothing, MiB. */
export function charged(
  lines: readonly string[],
  parts: Readonly<Partial<Record<'sock' | 'percpu' | 'vmalloc' | 'unevictable' | 'zswap', number>>>,
): string[] {
  const inKernel = (parts.percpu ?? 0) + (parts.vmalloc ?? 0);
  return lines.map((line) => {
    const sum = /^kernel (\d+)$/.exec(line)?.[1];
    if (sum !== undefined) return `kernel ${Number(sum) + Math.round(inKernel * 1024) * 1024}`;
    const name = /^(\w+) \d+$/.exec(line)?.[1] as keyof typeof parts | undefined;
    const mib = name && parts[name];
    return mib === undefined ? line : `${name} ${Math.round(mib * 1024) * 1024}`;
  });
}
