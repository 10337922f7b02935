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

/** Ubuntu 16.04, from a report printed as 3.10. */
export function in44(lines: readonly string[], kernel = '4.4.0-210-generic'): string[] {
  return release(lines, kernel).map((line) =>
    line
      .replace('gfp_mask=0x280da', 'gfp_mask=0x24280ca')
      .replace('gfp_mask=0x201da', 'gfp_mask=0x24201ca')
      .replace('gfp_mask=0xd0', 'gfp_mask=0x26000c0')
      .replace('rss nr_ptes swapents', 'rss nr_ptes nr_pmds swapents')
      .replace(/^(\[ *\d+\](?: +\d+){5})( +\d+ +-?\d+ \S.*)$/, `$1 ${'6'.padStart(7)}$2`)
      .replace(/ bounce:0kB free_cma/, ' bounce:0kB free_pcp:0kB local_pcp:0kB free_cma')
      .replace(/^(Killed process .*), shmem-rss:\d+kB$/, '$1'),
  );
}

/** 7.2, from a report printed as 6.8: `gpuMiB` of pages that graphics drivers hold, `zspagesMiB` of compressed pages. */
export function in72(lines: readonly string[], { gpuMiB = 0, zspagesMiB = 0 } = {}): string[] {
  let placed = false;
  return in617(lines, '7.2.4-200.fc44.x86_64').map((line) => {
    if (line.includes('Balloon:')) return `${line} gpu_active:${gpuMiB * 1024}kB gpu_reclaim:0kB`;
    const zone = / writepending:\d+kB/.exec(line)?.[0];
    if (!zone) return line;
    const holds = !placed && line.includes(' Normal ');
    placed ||= holds;
    return line.replace(zone, `${zone} zspages:${holds ? zspagesMiB * 1024 : 0}kB`);
  });
}

/** An arm64 kernel with pages of 64 KiB, from a report printed as 5.15 or 6.8; huge pages are 512 MiB. */
export function in64k(lines: readonly string[], kernel = '5.14.0-427.13.1.el9_4.aarch64+64k'): string[] {
  const fewer = (text: string): string => String(Math.floor(Number(text) / 16));
  const even = (text: string): string => String(Number(text) - (Number(text) % 64));
  return release(lines, kernel).map((line) => {
    if (/^ ?\w+:\d+( \w+:\d+)*$/.test(line)) return line.replace(/\d+/g, fewer);
    if (/^\d+ (total pagecache pages|pages )/.test(line)) return line.replace(/^\d+/, fewer);
    if (line.startsWith('lowmem_reserve')) return line.replace(/\d+/g, fewer);
    const free = /^(Node \d+ \w+): .*= (\d+)kB$/.exec(line);
    if (free) return `${free[1]}: ${blocksOf64k(Number(free[2]))}`;
    if (line.includes('hugepages_size=')) {
      const [total = 0, unused = 0] = [...line.matchAll(/_(?:total|free)=(\d+)/g)].map(([, count]) => Number(count));
      return `${line.split(' ').slice(0, 2).join(' ')} hugepages_total=${total} hugepages_free=${unused} hugepages_surp=0 hugepages_size=524288kB`;
    }
    const row = /^(\[ *\d+\] +\d+ +\d+)((?: +\d+){2,5})( +\d+)( +\d+ +-?\d+ .*)$/.exec(line);
    if (row) {
      const [, ids, sizes = '', tables = '', rest = ''] = row;
      const swap = rest.replace(/^( +)(\d+)/, (_, gap: string, count: string) => `${gap}${fewer(count)}`);
      return `${ids}${sizes.replace(/\d+/g, fewer)} ${Math.ceil(Number(tables) / 65_536) * 65_536}${swap}`;
    }
    return /^Node \d+ |Killed process/.test(line) ? line.replace(/(?<=:)\d+(?=kB)/g, even) : line;
  });
}

/** A free list of {@link in64k}; `freeKb` in blocks of 64 KiB to 512 MiB. */
function blocksOf64k(freeKb: number): string {
  let left = freeKb - (freeKb % 64);
  const total = left;
  const counts = Array.from({ length: 14 }, () => 0);
  for (let order = 13; order > 0; order -= 1) {
    counts[order] = Math.floor((left * 0.3) / (64 * 2 ** order));
    left -= (counts[order] as number) * 64 * 2 ** order;
  }
  counts[0] = left / 64;
  return `${counts.map((count, order) => `${count}*${64 * 2 ** order}kB${count > 0 ? ' (UM)' : ''}`).join(' ')} = ${total}kB`;
}
