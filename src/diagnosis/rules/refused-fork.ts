import type { RecordOf } from '../../../parsers/model/record.ts';
import { type Finding, type Rule, recordSource } from './rule.ts';

/** Why the kernel refused a new process: a limit on their number, or no memory for it. */
export const refusedFork: Rule = {
  id: 'refused-fork',
  frames: ['refusal', 'shortage', 'userspace'],
  judge({ records, frame }) {
    const refusals = records.filter((record): record is RecordOf<'fork-refused'> => record.kind === 'fork-refused');
    // Beside a kill, a refusal for want of memory is a consequence; that a group is full of processes is not.
    return frame === 'refusal' ? refusals.map(refused) : refusals.filter(isKernels).map(besideKill);
  },
};

/** Only the kernel names the group; a program's EAGAIN may be its user's limit. */
const isKernels = ({ error, cgroup }: RecordOf<'fork-refused'>): boolean => error === 'EAGAIN' && cgroup !== null;

function refused(record: RecordOf<'fork-refused'>): Finding {
  if (record.error === 'EAGAIN') return limitHit(record, 'pids-limit-hit');
  const who = record.comm === null ? 'a process' : `${record.comm}${record.pid === null ? '' : ` (pid ${record.pid})`}`;
  return {
    weight: 'no-memory-for-a-fork',
    claim: `${who} could not fork: the kernel would not promise the memory (ENOMEM)`,
    from: recordSource(record),
    values: {},
  };
}

const besideKill = (record: RecordOf<'fork-refused'>): Finding => limitHit(record, 'full-of-processes');

function limitHit(record: RecordOf<'fork-refused'>, weight: Finding['weight']): Finding {
  return {
    weight,
    claim: `${record.cgroup ?? 'a cgroup'} has as many processes as its pids limit allows: its next fork was refused`,
    from: recordSource(record),
    values: { cgroup: record.cgroup ?? '' },
  };
}
