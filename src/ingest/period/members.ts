import type { Stamp } from '../../../parsers/model/stamp.ts';
import type { ByteSource } from '../../sources/source.ts';
import { logFraming, readHeadLines } from '../head.ts';
import type { Timekeeper } from '../timekeeper.ts';
import { areOrdered, isAfter, isBefore, type Period } from './period.ts';
import { stampOf } from './probes.ts';

/** A whole file of a rotated set that lies outside of the period. */
export interface Outside {
  readonly format: string;
  readonly firstUs: number;
  readonly side: 'before' | 'after';
  readonly firstStamp: Stamp;
}

interface Begin {
  readonly format: string;
  readonly stamp: Stamp;
}

/**
 * The members of a rotated set that need not be read: what is older than the next one's first stamp is over before the period
 * if that one begins before it, and what begins behind the period is not in it. Nothing is left out of a set of which a
 * member has no stamp or that is not in order.
 */
export async function membersOutside(
  members: readonly ByteSource[],
  period: Period,
  times: Timekeeper,
): Promise<ReadonlyMap<ByteSource, Outside>> {
  const outside = new Map<ByteSource, Outside>();
  if (members.length < 2 || members.some(({ rereadable }) => !rereadable)) return outside;
  const begins: Begin[] = [];
  for (const member of members) {
    const begin = await beginOf(member);
    if (begin === null) return outside;
    begins.push(begin);
  }
  const clock = times.fork();
  const timesUs = begins.map(({ stamp }) => clock.settle(stamp).us);
  if (!areOrdered(timesUs)) return outside;
  for (const [index, member] of members.entries()) {
    const { format, stamp } = begins[index] as Begin;
    const firstUs = timesUs[index] as number;
    const nextUs = timesUs[index + 1];
    const isOver = nextUs !== undefined && isBefore(nextUs, period);
    if (isOver || isAfter(firstUs, period))
      outside.set(member, { format, firstUs, side: isOver ? 'before' : 'after', firstStamp: stamp });
  }
  return outside;
}

async function beginOf(source: ByteSource): Promise<Begin | null> {
  const lines = await readHeadLines(source);
  const framing = logFraming(lines);
  if (framing === null) return null;
  for (const line of lines) {
    const stamp = stampOf(framing, line);
    if (stamp !== null) return { format: framing.name, stamp };
  }
  return null;
}
