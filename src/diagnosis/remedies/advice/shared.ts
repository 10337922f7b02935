import { bytesInWords } from '../../quantities.ts';
import { type Adviser, amountOf, prevent, todo } from '../advice.ts';

/** Advice for memory that belongs to no single process: files in a tmpfs, segments, locked and reserved pages. */

export const findFiles: Adviser = ({ exhibit, limitOf }) =>
  todo(
    'Find and delete the files: df -h -t tmpfs, du -x /dev/shm /run /tmp; lsof +L1 for those deleted and still open. A kill frees none of them',
    sharedBasis(
      exhibit.parts?.get('shared-memory') ??
        exhibit.accounting?.parts.find(({ component }) => component === 'shared-memory')?.bytes,
      limitOf,
    ),
  );

export const findSegments: Adviser = ({ exhibit, limitOf }) =>
  todo(
    'Find the segments and their owners: ipcs -mp, ls -l /dev/shm, grep -l memfd /proc/*/maps; ipcrm -m ID for those that nobody is attached to',
    sharedBasis(
      exhibit.parts?.get('shared-memory') ??
        exhibit.accounting?.parts.find(({ component }) => component === 'shared-memory')?.bytes,
      limitOf,
    ),
  );

const sharedBasis = (bytes: number | undefined, of: string): string =>
  bytes === undefined ? `shared memory of ${of}` : `${bytesInWords(bytes)} of shared memory in ${of}`;

export const sizeTmpfs: Adviser = ({ limitBytes }) =>
  prevent(
    `Give each tmpfs a size that the host can spare: mount -o remount,size=${limitBytes === null ? '...' : `${Math.round((limitBytes * 0.1) / 2 ** 20)}M`} (without one a tmpfs may take half of RAM; emptyDir with medium Memory counts for its pod)`,
    limitBytes === null ? 'the default is half of RAM' : `a tenth of ${bytesInWords(limitBytes)}`,
  );

export const unlock: Adviser = ({ exhibit, who }) =>
  todo(
    `Lower what ${who} locks: its own setting (bootstrap.memory_lock, lock_memory, mlockall), LimitMEMLOCK= of its unit, ulimit -l`,
    amountOf(exhibit.parts?.get('locked'), 'locked'),
  );

export const freeHugePages: Adviser = ({ exhibit }) => {
  const pages = exhibit.report?.memInfo?.hugepages ?? [];
  const free = pages.reduce((sum, page) => sum + page.free * page.pageBytes, 0);
  const total = pages.reduce((sum, page) => sum + page.total * page.pageBytes, 0);
  return todo(
    `Reserve fewer huge pages: vm.nr_hugepages down to what is used${total > 0 ? `, which gives back ${bytesInWords(free)}` : ''}`,
    total > 0
      ? `${bytesInWords(total)} reserved, ${bytesInWords(free)} of it unused`
      : 'the reservation is not printed',
  );
};
