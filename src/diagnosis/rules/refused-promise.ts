import type { RecordOf } from '../../../parsers/model/record.ts';
import { bytesInWords } from '../quantities.ts';
import { type Finding, type Rule, recordSource } from './rule.ts';

/** Overcommit accounting refused a program the promise of memory that mmap() or brk() asked for. */
export const refusedPromise: Rule = {
  id: 'refused-promise',
  frames: ['refusal'],
  judge({ records }) {
    return records.flatMap((record) =>
      record.kind === 'alloc-failure' && record.variant === 'commit' ? [refused(record)] : [],
    );
  },
};

function refused(record: RecordOf<'alloc-failure'>): Finding {
  const { comm, pid, sizeBytes } = record;
  const size = sizeBytes === null ? 'more memory' : `another ${bytesInWords(sizeBytes)}`;
  return {
    weight: 'promise-refused',
    claim: `the kernel would not promise ${comm ?? 'a program'}${pid === null ? '' : ` (pid ${pid})`} ${size}: more than its overcommit policy allows`,
    from: recordSource(record),
    values: sizeBytes === null ? {} : { sizeBytes },
  };
}
