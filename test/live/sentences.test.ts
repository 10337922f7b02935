import { expect, test } from 'vitest';
import type { KernelRecord } from '../../parsers/model/record.ts';
import { recordSentence } from '../../src/live/out/sentences.ts';

const oom = { kind: 'oom-kill', constraint: 'memcg', oomMemcg: '/a', outcome: 'killed', victims: [] };
const victim = (pid: number) => ({ pid, comm: 'worker', anonRssBytes: 1_048_576 });
const evicted = { pid: null, comm: null, cgroup: '/a/b.service', pod: null };

/** One line is all that somebody who was just woken reads: it must not say less, or more, than the record. */
test.each([
  [{ ...oom, victims: [victim(1)] }, 'OOM kill: worker (1), 1.00 MiB of its own memory, at the limit of /a'],
  [{ ...oom, victims: [victim(1), victim(2)] }, 'OOM kill: worker (1), worker (2), at the limit of /a'],
  [{ ...oom, outcome: 'unknown' }, 'OOM killer invoked: whom it killed is not in the log, at the limit of /a'],
  [{ ...oom, outcome: 'no-killable' }, 'OOM killer invoked: nobody may be killed, at the limit of /a'],
  [{ kind: 'userspace-kill', killer: 'systemd-oomd', victims: [evicted] }, 'systemd-oomd killed /a/b.service'],
  [{ kind: 'userspace-kill', killer: 'earlyoom', victims: [victim(3)] }, 'earlyoom killed worker (3)'],
  [
    { kind: 'unit-oom', manager: 'systemd', unit: 'b.service', result: 'oomd-kill' },
    'systemd: b.service lost a process to systemd-oomd',
  ],
])('%o', (record, sentence) => {
  expect(recordSentence(record as unknown as KernelRecord)).toBe(sentence);
});
