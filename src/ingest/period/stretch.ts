import { open } from 'node:fs/promises';
import type { Framing } from '../../../parsers/framings/framing.ts';
import type { Stamp } from '../../../parsers/model/stamp.ts';
import { isPlain } from '../../sources/places.ts';
import type { ByteSource } from '../../sources/source.ts';
import type { Clock } from '../clock.ts';
import { areOrdered, isAfter, isBefore, type Period } from './period.ts';
import { type Probe, probeAt } from './probes.ts';
import { type SeekSettings, seekSettings } from './seek-settings.ts';

/** The part of a file in which a period lies, at line starts. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Size of the file when it was looked at. */
  readonly sizeBytes: number;
  /** Stamps of what stands before, in order: a clock that must know the year has to see them. */
  readonly before: readonly Stamp[];
  /** The first and the last time of the whole file, epoch microseconds. */
  readonly firstUs: number;
  readonly lastUs: number;
}

interface Timed extends Probe {
  readonly us: number;
  /** As it was when it had settled this stamp. */
  readonly clock: Clock;
}

/**
 * Where a period lies in a big plain log whose stamps are in order: at some hundred places the stamp is looked at, and
 * between two of them the begin and the end are searched by halves. Null: the whole file must be read, since it is small, is
 * packed, is not in order, has too few lines that are a whole entry with a stamp, or since nothing can be left out.
 *
 * @param clock settles the file's first stamp as its reader will; it is used up
 */
export async function stretchOf(
  { path, file: facts }: ByteSource,
  framing: Framing,
  { period, clock, settings = seekSettings }: Seeking,
): Promise<Stretch | null> {
  if (facts === undefined || facts.size < settings.leastBytes) return null;
  if (!(await isPlain(path).catch(() => false))) return null;
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return null;
  try {
    const { dev, ino, size } = await file.stat();
    if (dev !== facts.dev || ino !== facts.ino || size < settings.leastBytes) return null;
    const look: Look = async (offset, clock) => {
      const probe = await probeAt(file, framing, offset);
      return probe && { ...probe, us: clock.settle(probe.stamp).us, clock: clock.fork() };
    };
    const seen = await lookEvenly((offset) => look(offset, clock), size, settings);
    if (seen === null) return null;
    const firstInside = seen.findIndex(({ us }) => !isBefore(us, period));
    const firstAfter = seen.findIndex(({ us }) => isAfter(us, period));
    const lastBefore = seen[(firstInside === -1 ? seen.length : firstInside) - 1];
    const end = seen[firstInside]?.byteStart ?? size;
    const from = lastBefore ? (await lastLineBefore(look, { start: lastBefore, end, period, settings })).byteStart : 0;
    const to = Math.max(from, seen[firstAfter]?.byteStart ?? size);
    if (from === 0 && to === size) return null;
    const before = seen.filter(({ byteStart }) => byteStart < from).map(({ stamp }) => stamp);
    const [first, last] = [seen[0] as Timed, seen.at(-1) as Timed];
    return { from, to, sizeBytes: size, before, firstUs: first.us, lastUs: last.us };
  } finally {
    await file.close();
  }
}

type Look = (offset: number, clock: Clock) => Promise<Timed | null>;

interface Bracket {
  readonly start: Timed;
  readonly end: number;
  readonly period: Period;
  readonly settings: SeekSettings;
}

/** Searches by halves: from `start`, which stands before the period, to `end`, which does not. */
async function lastLineBefore(look: Look, { start, end, period, settings }: Bracket): Promise<Timed> {
  let best = start;
  let high = end;
  while (high - best.byteStart > settings.nearBytes) {
    const middle = Math.floor((best.byteStart + high) / 2);
    const probe = await look(middle, best.clock.fork());
    if (probe === null || probe.byteStart >= high) break;
    if (isBefore(probe.us, period)) best = probe;
    else high = middle;
  }
  return best;
}

export interface Seeking {
  readonly period: Period;
  readonly clock: Clock;
  readonly settings?: SeekSettings;
}

/** Some lines. */
const endBytes = 1024;

/** Places with a stamp, in order of the file and of time; null where they do not make a log that can be trusted. */
async function lookEvenly(
  look: (offset: number) => Promise<Timed | null>,
  size: number,
  { probes, leastSpacingBytes }: SeekSettings,
): Promise<readonly Timed[] | null> {
  const spacing = Math.max(leastSpacingBytes, Math.ceil(size / probes));
  const seen: Timed[] = [];
  let looked = 0;
  const places = Array.from({ length: Math.ceil(size / spacing) }, (_, index) => index * spacing);
  // The last one says where the log ends.
  for (const offset of [...places, Math.max(0, size - endBytes)]) {
    const probe = await look(offset);
    looked += 1;
    if (probe !== null && probe.byteStart > (seen.at(-1)?.byteStart ?? -1)) seen.push(probe);
  }
  const trusted = seen.length >= 2 && seen.length >= 0.9 * looked && areOrdered(seen.map(({ us }) => us));
  return trusted ? seen : null;
}
