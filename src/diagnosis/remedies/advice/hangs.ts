import { isHeldByItsGroup } from '../../hang/wait-class.ts';
import { type Adviser, todo } from '../advice.ts';
import { type Situation, spanInWords } from '../situation.ts';

/** Advice for tasks that wait and do not come back. */

export const memoryFirst: Adviser = ({ exhibit }) =>
  todo(
    exhibit.hangs.length > 0 && exhibit.hangs.every(({ callTrace }) => isHeldByItsGroup(callTrace))
      ? 'Look at the limits of their cgroup (memory.events, memory.high, memory.max, memory.pressure): the group is held back, not the host; raise memory.high above its working set, or shrink what runs in it'
      : 'End the shortage first (what holds the memory, see above): the tasks wait for reclaim, not for a disk',
    exhibit.hangs.length === 0
      ? `${exhibit.records.length} reports of waiting for memory`
      : `${exhibit.hangs.length} blocked tasks`,
  );

export const checkStorage: Adviser = ({ exhibit }) =>
  todo(
    'Look at the disk and its path: iostat -x 1, dmesg for resets and I/O errors, smartctl, multipath -ll',
    hangBasis(exhibit),
  );

export const thaw: Adviser = ({ exhibit }) =>
  todo(
    'Thaw the file system: fsfreeze -u MOUNTPOINT; find the snapshot or backup job that left it frozen',
    hangBasis(exhibit),
  );

export const resumeDevice: Adviser = ({ exhibit }) =>
  todo('Resume the device: dmsetup info, then dmsetup resume NAME', hangBasis(exhibit));

export const checkServer: Adviser = ({ exhibit }) =>
  todo(
    'Look at the server and the way to it: nfsstat -m, rpcinfo, ping; soft or softerr mounts where a wrong answer is better than none',
    hangBasis(exhibit),
  );

export const findHolder: Adviser = ({ exhibit }) => {
  const blocker = exhibit.hangs.find((hang) => hang.blocker !== null)?.blocker;
  return todo(
    `Find what ${blocker ? `${blocker.comm} (pid ${blocker.pid})` : 'the holder of the lock'} does: echo w > /proc/sysrq-trigger while it lasts, and look at the task that does not wait for the lock`,
    blocker ? `the kernel names it as owner of the ${blocker.lock}` : hangBasis(exhibit),
  );
};

export const reportDriver: Adviser = ({ exhibit }) =>
  todo('Update firmware, driver and kernel, and report the call trace to who wrote the driver', hangBasis(exhibit));

function hangBasis({ hangs }: Situation['exhibit']): string {
  const longest = hangs.reduce((most, { blockedSeconds }) => Math.max(most, blockedSeconds ?? 0), 0);
  return `${hangs.length} ${hangs.length === 1 ? 'report' : 'reports'} of blocked tasks${longest === 0 ? '' : `, the longest ${spanInWords(longest)}`}`;
}
