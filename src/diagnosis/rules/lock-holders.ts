import type { RecordOf } from '../../../parsers/model/record.ts';
import { classifyWait, functionName, moduleOf } from '../hang/wait-class.ts';
import { listInWords } from '../quantities.ts';
import { type Finding, type Rule, recordSource } from './rule.ts';

/** Who holds what the hung tasks wait for: named by the kernel, or shown by tasks that wait in different places for each other. */
export const lockHolders: Rule = {
  id: 'lock-holders',
  frames: ['hang'],
  judge({ hangs }) {
    const tasks = [...new Map(hangs.map((hang) => [hang.pid, hang])).values()];
    const named = tasks.filter((hang) => hang.blocker !== null);
    const cycle = cycleIn(named);
    if (cycle) {
      return [
        {
          weight: 'lock-cycle',
          claim: `${listInWords(cycle.map((hang) => `${hang.comm} (pid ${hang.pid})`))} hold what the next of them waits for`,
          from: recordSource(cycle[0] as RecordOf<'hung-task'>),
          values: { tasks: cycle.length },
        },
      ];
    }
    const first = named[0];
    if (first?.blocker) {
      const { comm, pid, lock } = first.blocker;
      return [
        {
          weight: 'holder-named',
          claim: `the kernel names ${comm} (pid ${pid}) as the holder of the ${lock} that ${first.comm} waits for`,
          from: recordSource(first),
          values: { comm, pid },
        },
      ];
    }
    return crossed(tasks);
  },
};

function cycleIn(tasks: readonly RecordOf<'hung-task'>[]): RecordOf<'hung-task'>[] | null {
  const byPid = new Map(tasks.map((hang) => [hang.pid, hang]));
  for (const start of tasks) {
    const path: RecordOf<'hung-task'>[] = [];
    let at: RecordOf<'hung-task'> | undefined = start;
    while (at && !path.includes(at)) {
      path.push(at);
      at = at.blocker ? byPid.get(at.blocker.pid) : undefined;
    }
    if (at) return path.slice(path.indexOf(at));
  }
  return null;
}

/**
 * Every hung task waits for a lock of one module, and they do so in different functions of it: whoever holds one of the locks
 * must itself be waiting, or it would not be there. Tasks that queue for one lock wait in one function, behind a holder that is
 * not hung. In the core of the kernel many functions take the same lock (an inode's, a device's): there it shows nothing.
 */
function crossed(tasks: readonly RecordOf<'hung-task'>[]): Finding[] {
  const waits = tasks.map((hang) => classifyWait(hang.callTrace));
  const first = tasks[0];
  if (!first || waits.length < 2 || waits.some((wait) => wait.class !== 'lock')) return [];
  const modules = new Set(waits.map(({ site }) => moduleOf(site ?? '')));
  const sites = new Set(waits.map(({ site }) => functionName(site ?? '')));
  if (modules.size !== 1 || modules.has(null) || sites.size !== waits.length) return [];
  return [
    {
      weight: 'lock-cycle',
      claim: `all hung tasks wait for locks of ${[...modules].join()}, each in another place (${[...sites].join(', ')}), and no holder is outside`,
      from: recordSource(first),
      values: { tasks: waits.length },
    },
  ];
}
