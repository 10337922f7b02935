import { type Finding, type Rule, recordSource } from './rule.ts';

/** Why the kernel refused a new process: a limit on their number, or no memory for it. */
export const refusedFork: Rule = {
  id: 'refused-fork',
  frames: ['refusal'],
  judge({ records }) {
    return records.flatMap((record): Finding[] => {
      if (record.kind !== 'fork-refused') return [];
      const who =
        record.comm === null ? 'a process' : `${record.comm}${record.pid === null ? '' : ` (pid ${record.pid})`}`;
      const from = recordSource(record);
      return record.error === 'EAGAIN'
        ? [
            {
              weight: 'pids-limit-hit',
              claim: `${record.cgroup ?? 'a cgroup'} has as many processes as its pids limit allows: its next fork was refused`,
              from,
              values: { cgroup: record.cgroup ?? '' },
            },
          ]
        : [
            {
              weight: 'no-memory-for-a-fork',
              claim: `${who} could not fork: the kernel would not promise the memory (ENOMEM)`,
              from,
              values: {},
            },
          ];
    });
  },
};
