import type { KernelRecord } from '../../parsers/model/record.ts';

/** How often something happened, by the words of `metadata.json`. */
export type Counts = Readonly<Record<string, number>>;

/** What a line of the kernel holds, whatever stands before it. One line, one event. */
const needles = {
  oom_invoked: / invoked oom-killer: gfp_mask/,
  oom_kill_total: /Killed process \d+ \(/,
  oom_group: /are going to be killed due to memory\.oom\.group set/,
  hung_task: /INFO: task .+:\d+ blocked for more than \d+ seconds/,
  page_alloc_failure: /: page allocation failure: order:/,
  slub_unable: /SLUB: Unable to allocate memory/,
  vmalloc_error: /vmalloc error: size/,
  systemd_oom_notice: /A process of this unit has been killed by the OOM killer\./,
  unit_oom_kill: /Failed with result 'oom-kill'/,
  earlyoom_kill: /sending SIG(TERM|KILL) to process/,
  systemd_oomd_kill: /Killed \/\S+ due to memory/,
} as const;

/** Counts events in a capture the way a person with grep does. */
export function grep(text: string): Counts {
  const lines = text.split('\n');
  const counted = Object.entries(needles).map(([word, needle]) => [
    word,
    lines.filter((line) => needle.test(line)).length,
  ]);
  return present(Object.fromEntries(counted) as Record<string, number>);
}

/** Counts the same in what was extracted. */
export function countRecords(records: readonly KernelRecord[]): Counts {
  const counts: Record<string, number> = {};
  const add = (word: keyof typeof needles, times = 1): void => {
    counts[word] = (counts[word] ?? 0) + times;
  };
  for (const record of records) {
    if (record.kind === 'oom-kill') {
      if (record.trigger) add('oom_invoked');
      if (record.groupKill) add('oom_group');
      for (const { basis, timesPrinted } of record.victims)
        if (basis === 'kill-line') add('oom_kill_total', timesPrinted);
    } else if (record.kind === 'hung-task') add('hung_task');
    else if (record.kind === 'alloc-failure') {
      const word = { page: 'page_alloc_failure', slab: 'slub_unable', vmalloc: 'vmalloc_error' } as const;
      const { variant } = record;
      if (variant === 'page' || variant === 'slab' || variant === 'vmalloc') add(word[variant]);
    } else if (record.kind === 'unit-oom') {
      if (record.result === 'oom-notice') add('systemd_oom_notice');
      if (record.result === 'oom-kill') add('unit_oom_kill');
    } else if (record.kind === 'userspace-kill') {
      add(record.killer === 'earlyoom' ? 'earlyoom_kill' : 'systemd_oomd_kill');
    }
  }
  return present(counts);
}

/** The words of the truth that are counted here. */
export function known(truth: Counts): Counts {
  return present(Object.fromEntries(Object.entries(truth).filter(([word]) => Object.hasOwn(needles, word))));
}

/** Events that programs report: kernel captures hold none of them. */
const byPrograms = ['systemd_oom_notice', 'unit_oom_kill', 'earlyoom_kill', 'systemd_oomd_kill'];

export function ofKernel(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).filter(([word]) => !byPrograms.includes(word)));
}

function present(counts: Counts): Counts {
  return Object.fromEntries(
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
