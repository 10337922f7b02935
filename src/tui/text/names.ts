import type { CauseId, EvidenceSource, Verdict } from '../../diagnosis/analysis.ts';
import type { Address } from '../engine/model/address.ts';
import { type AmountSettings, amount } from './amounts.ts';

/** `PROCESS LEAK`. */
export const kindCause = (cause: CauseId | string): string => cause.replaceAll('-', ' ').toUpperCase();

/** `java (288) in /system.slice/api.service, 250 MiB`; null where nobody is named. */
export function culpritText({ who }: Verdict, amounts: AmountSettings): string | null {
  if (who.kind === 'none') return null;
  const size = who.bytes === null ? '' : `, ${amount(who.bytes, amounts)}`;
  if (who.kind === 'kernel') return `the kernel itself${size}`;
  const name = who.comm ?? who.cgroup;
  if (name === null) return null;
  const pid = who.pid === null ? '' : ` (${who.pid})`;
  const place = who.comm !== null && who.cgroup !== null ? ` in ${shortCgroup(who.cgroup)}` : '';
  return `${name}${pid}${place}${size}`;
}

/** A cgroup by its last name where its path is long: the whole path stands where the limit does. */
function shortCgroup(path: string): string {
  const last = path.replace(/\/$/, '').split('/').at(-1) ?? '';
  if (path.length <= mostCgroupCells || last === '') return path;
  return `.../${last.length <= mostCgroupCells ? last : `${last.slice(0, mostCgroupCells)}...`}`;
}

const mostCgroupCells = 48;

/** Where a claim can be checked, and when it was measured. */
export function addressOf(from: EvidenceSource): {
  readonly address: Address;
  readonly time: string | null;
  readonly metric: string | null;
} {
  if (!('sample' in from)) return { address: from, time: null, metric: null };
  const { path, line, byteStart, byteEnd, time, metric } = from.sample;
  return { address: { path, line, byteStart, byteEnd }, time, metric };
}

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `kern.log:431`. */
export const shortReference = ({ path, line }: Address): string => `${fileName(path)}:${line}`;

/** `corpus/demo/kern.log:431`. */
export const reference = ({ path, line }: Address): string => `${path}:${line}`;

/** Container ids as people write them: their first twelve digits. */
export const shortIds = (text: string): string => text.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1');
