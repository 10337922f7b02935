import type { Stamp } from '../../model/stamp.ts';
import { namesValueFile } from '../names/cgroup-files.ts';
import type { TimeOfDay } from './date-text.ts';
import { type ClockReading, createDayClock } from './day-clock.ts';
import { type Marker, readMarker } from './marker.ts';
import type { SysstatBanner } from './sysstat-banner.ts';

/** The time of one block of samples, in the fields of `RawSample`. */
export interface BlockTime {
  readonly stamp: Stamp | null;
  readonly stampBasis: 'written' | 'derived' | null;
  readonly sinceMidnightUs: number | null;
  readonly monotonicUs: number | null;
  readonly host: string | null;
}

/** For blocks that date themselves, and for blocks that nothing dates. */
export const noTime: BlockTime = {
  stamp: null,
  stampBasis: null,
  sinceMidnightUs: null,
  monotonicUs: null,
  host: null,
};

/**
 * What the lines between the blocks of one file say about when and where the blocks were taken.
 *
 * A marker dates one block of each kind: in `date; meminfo; ps; date; ...` every block gets its date, in `date; free -s 5`
 * only the first does, and the others are dated by the user's interval or not at all.
 */
export interface Moments {
  /** Looks at a line of this file; the marker it is, or null: then nothing changed. */
  offer(text: string, path: string): Marker | null;
  /** The log line around the next sample line carries this time; it holds where no marker says better. */
  framed(stamp: Stamp | null, monotonicUs: number | null, host: string | null): void;
  /** Dates the block of this kind that begins now. */
  date(kind: string): BlockTime;
  /** Dates a block that prints its own time of day. */
  clock(kind: string, time: TimeOfDay): BlockTime;
  /** The name that stands before the blocks: a file name or a command. */
  readonly label: string | null;
  /** Blocks of the kind that came most often, where nothing in the file has dated any so far; else null. */
  readonly undatedBlocks: number | null;
  /** The sysstat report that the following lines belong to; a new object for every banner. */
  readonly banner: SysstatBanner | null;
  /** A time stands before every line that is not a marker, as far as the head of the file shows. */
  readonly datesEveryLine: boolean;
}

export interface MomentOptions {
  readonly startUs: number | null;
  readonly intervalUs: number | null;
  readonly datesEveryLine?: boolean;
}

/** More kinds than this under one marker (a file for every process) are counted anew: memory stays bounded. */
const mostKinds = 20_000;

export function createMoments(options: MomentOptions): Moments {
  const clock = createDayClock();
  const used = new Map<string, number>();
  const blocks = new Map<string, number>();
  const outer: { stamp: Stamp | null; monotonicUs: number | null; host: string | null } = {
    stamp: null,
    monotonicUs: null,
    host: null,
  };
  let written: { stamp: Stamp | null; sinceMidnightUs: number | null; monotonicUs: number | null } | null = null;
  let label: string | null = null;
  /** The line before was the name of a file. */
  let isFileNamed = false;
  let host: string | null = null;
  let banner: SysstatBanner | null = null;
  let firstClockUs: number | null = null;
  let mostBlocks = 0;
  let isDated = false;

  function count(counts: Map<string, number>, kind: string): number {
    if (counts.size > mostKinds) counts.clear();
    const before = counts.get(kind) ?? 0;
    counts.set(kind, before + 1);
    return before;
  }

  const shifted = (stamp: Stamp, us: number): Stamp => ({ ...stamp, civilUs: stamp.civilUs + us });

  function fromStart(us: number): Stamp | null {
    if (options.startUs === null) return null;
    return {
      civilUs: options.startUs + us,
      offsetMinutes: 0,
      hasYear: true,
      precisionUs: options.intervalUs ?? 1_000_000,
    };
  }

  /** A reading of a bare clock, moved to the start the user named where the text has no date. */
  function settle(reading: ClockReading): Pick<BlockTime, 'stamp' | 'stampBasis' | 'sinceMidnightUs'> {
    if (reading.stamp) return { stamp: reading.stamp, stampBasis: 'written', sinceMidnightUs: null };
    if (reading.sinceMidnightUs === null) return { stamp: null, stampBasis: null, sinceMidnightUs: null };
    firstClockUs ??= reading.sinceMidnightUs;
    const stamp = fromStart(reading.sinceMidnightUs - firstClockUs);
    return { stamp, stampBasis: stamp && 'derived', sinceMidnightUs: stamp ? null : reading.sinceMidnightUs };
  }

  function place(): { monotonicUs: number | null; host: string | null } {
    return { monotonicUs: written ? written.monotonicUs : outer.monotonicUs, host: host ?? outer.host };
  }

  return {
    offer(text, path) {
      const marker = readMarker(text);
      const isFirstOfFile = isFileNamed;
      isFileNamed = marker?.kind === 'label' && marker.label?.includes(' ') === false;
      const holdsSizes = marker?.kind === 'time' && namesValueFile(label ?? path);
      if (!marker || (holdsSizes && isSize(text, isFirstOfFile, written?.stamp ?? null))) return null;
      if (marker.label !== null) label = marker.label;
      if (marker.host !== null) host = marker.host;
      if (marker.banner !== null) banner = marker.banner;
      if (marker.kind !== 'time') return marker;
      used.clear();
      if (marker.stamp) clock.near(marker.stamp);
      const reading = marker.timeOfDay ? clock.at(marker.timeOfDay) : null;
      written = {
        stamp: marker.stamp ?? reading?.stamp ?? null,
        sinceMidnightUs: reading?.sinceMidnightUs ?? null,
        monotonicUs: marker.monotonicUs,
      };
      return marker;
    },
    framed(stamp, monotonicUs, outerHost) {
      outer.stamp = stamp;
      outer.monotonicUs = monotonicUs;
      outer.host = outerHost;
    },
    date(kind) {
      const total = count(blocks, kind);
      const since = count(used, kind);
      if (written || outer.stamp || outer.monotonicUs !== null) isDated = true;
      mostBlocks = Math.max(mostBlocks, total + 1);
      const known = {
        stamp: null,
        stampBasis: null,
        sinceMidnightUs: null,
        monotonicUs: null,
        host: host ?? outer.host,
      };
      if (written) {
        if (since === 0) return { ...known, ...settle(written), monotonicUs: written.monotonicUs };
        if (written.stamp && options.intervalUs !== null)
          return { ...known, stamp: shifted(written.stamp, since * options.intervalUs), stampBasis: 'derived' };
        return known;
      }
      if (outer.stamp || outer.monotonicUs !== null)
        return { ...known, stamp: outer.stamp, stampBasis: outer.stamp && 'written', monotonicUs: outer.monotonicUs };
      const derived = total === 0 || options.intervalUs !== null ? fromStart(total * (options.intervalUs ?? 0)) : null;
      return { ...known, stamp: derived, stampBasis: derived && 'derived' };
    },
    clock(kind, time) {
      isDated = true;
      const first = count(used, kind) === 0;
      if (!written && outer.stamp) clock.near(outer.stamp);
      const { monotonicUs, host: where } = place();
      return { ...settle(clock.at(time)), monotonicUs: first ? monotonicUs : null, host: where };
    },
    datesEveryLine: options.datesEveryLine ?? false,
    get label() {
      return label;
    },
    get undatedBlocks() {
      return isDated ? null : mostBlocks;
    },
    get banner() {
      return banner;
    },
  };
}

/** Pages are whole: a size that looks like an epoch ends in twelve zero bits, an epoch hardly ever. */
const pageBytes = 4096;
const dayUs = 86_400_000_000;

/** Whether a bare number in a file that holds sizes is one, though it could be an epoch: `date +%s; cat memory.current`. */
function isSize(text: string, isFirstOfFile: boolean, before: Stamp | null): boolean {
  const digits = text.trim();
  if (!/^\d+$/.test(digits)) return false;
  if (isFirstOfFile) return true;
  const seconds = Number(digits.slice(0, 10));
  const sinceUs = before === null ? -1 : seconds * 1_000_000 - before.civilUs;
  return Number(digits) % pageBytes === 0 && !(sinceUs >= 0 && sinceUs < dayUs);
}
