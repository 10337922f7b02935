import type { RecordKind } from '../../../parsers/model/record.ts';
import { describeEvent } from '../incidents/title.ts';
import type { Listed } from '../shelf.ts';
import type { MergedEvent } from './event.ts';
import { hostNames } from './hosts.ts';

/** What is asked of a file's coverage here: a row of `coverage`, as the ingest writes it. */
export interface Coverage {
  readonly path: string;
  readonly directory: string;
  readonly format: string | null;
  readonly fromUs: number | null;
  readonly toUs: number | null;
  readonly monotonicFromUs?: number | null;
  readonly monotonicToUs?: number | null;
  readonly hosts: readonly string[];
  readonly showsWriter: boolean;
  readonly showsKernel?: boolean;
}

/** Kinds that only the kernel writes; the others come from programs in every transport. */
const kernelKinds: ReadonlySet<RecordKind> = new Set(['oom-kill', 'alloc-failure', 'hung-task', 'stall']);

/** A time of whole seconds may lie up to this much later, behind the end of the file. */
const secondUs = 1_000_000;
/** Two logs collected together end together, this near to each other; a shift of the zone must be measured better. */
const collectedUs = { unshifted: 120_000_000, shifted: 20_000_000 } as const;
const quarterUs = 900_000_000;
const widestZoneUs = 14 * 3_600_000_000;

export interface Examined {
  /** Indexes of the events that stay. */
  readonly genuine: Int32Array;
  /** Sentences about what was left out, and why: of the first, and how many more there are. */
  readonly notes: readonly string[];
}

/** Events left out that are worth a line each. */
const mostNotes = 10;

/**
 * Leaves out what looks like the kernel's word and is not: a record that no transport proves, while a file that shows who
 * wrote each message covers its time on the same machine, is known to hold kernel messages, and does not hold this one.
 */
export function withoutForgeries(events: Listed<MergedEvent>, coverage: readonly Coverage[]): Examined {
  const files = new Map(coverage.map((file) => [file.path, file]));
  const witnesses = witnessesIn(coverage, events);
  const genuine = new Int32Array(events.length);
  if (witnesses.length === 0) return { genuine: genuine.map((_, index) => index), notes: [] };
  const nameOf = hostNames(coverage.flatMap(({ hosts }) => hosts));
  const notes: string[] = [];
  let kept = 0;
  for (const event of events) {
    const witness =
      event.proved || !kernelKinds.has(event.kind)
        ? undefined
        : witnesses.find((file) => isSameMachine(file, event, nameOf) && covers(file, event, files));
    if (!witness) {
      genuine[kept++] = event.index;
    } else if (notes.length < mostNotes) {
      const { path, line } = event.best.source;
      notes.push(
        `${path}:${line} (${describeEvent(event)}) was not written by the kernel and is left out: ${witness.path} shows who wrote each message, covers that time and does not hold it`,
      );
    }
  }
  const more = events.length - kept - notes.length;
  if (more > 0) notes.push(`${more} more records were left out for the same reason`);
  return { genuine: genuine.subarray(0, kept), notes };
}

/** A journal of one unit, or a file of several framings, says nothing about the kernel by its silence. */
function witnessesIn(coverage: readonly Coverage[], events: Iterable<MergedEvent>): Coverage[] {
  const possible = coverage.filter(
    ({ showsWriter, format }) => showsWriter && format !== null && !format.startsWith('mixed'),
  );
  if (possible.every(({ showsKernel }) => showsKernel !== undefined)) {
    return possible.filter(({ showsKernel }) => showsKernel);
  }
  const proving = new Set<string>();
  for (const { sightings } of events) {
    for (const { proved, source } of sightings) if (proved) proving.add(source.path);
  }
  return possible.filter(({ showsKernel, path }) => showsKernel ?? proving.has(path));
}

function isSameMachine(file: Coverage, event: MergedEvent, nameOf: (host: string) => string): boolean {
  const inFolder = event.sightings.some(({ directory }) => directory === file.directory);
  if (event.host === null || file.hosts.length === 0) return inFolder;
  const name = nameOf(event.host);
  return file.hosts.some((host) => nameOf(host) === name);
}

/** On the kernel's clock where both have it, else on the wall clock of any file the event was seen in. */
function covers(file: Coverage, event: MergedEvent, files: ReadonlyMap<string, Coverage>): boolean {
  const { fromUs, toUs, monotonicFromUs = null, monotonicToUs = null } = file;
  const { monotonicUs } = event;
  if (monotonicUs !== null && monotonicFromUs !== null && monotonicToUs !== null) {
    return monotonicUs >= monotonicFromUs && monotonicUs <= monotonicToUs;
  }
  if (fromUs === null || toUs === null) return false;
  return event.sightings.some((sighting) => {
    const { atUs, timeBasis, source } = sighting;
    if (atUs === null) return false;
    const shiftUs = timeBasis === 'inferred' ? zoneShift(files.get(source.path), file) : 0;
    if (shiftUs === null) return false;
    const latestUs = atUs % secondUs === 0 ? atUs + secondUs : atUs;
    return atUs + shiftUs >= fromUs && latestUs + shiftUs <= toUs;
  });
}

/**
 * What must be added to a time whose zone was inferred. Logs of one machine that were collected together end (or begin) at
 * the same moment, so their ends measure the zone; null where they do not, and then nothing is contradicted.
 */
function zoneShift(own: Coverage | undefined, witness: Coverage): number | null {
  if (!own) return null;
  for (const [mine, theirs] of [
    [own.toUs, witness.toUs],
    [own.fromUs, witness.fromUs],
  ] as const) {
    if (mine === null || theirs === null) continue;
    const shiftUs = Math.round((theirs - mine) / quarterUs) * quarterUs;
    const apartUs = Math.abs(theirs - mine - shiftUs);
    const most = shiftUs === 0 ? collectedUs.unshifted : collectedUs.shifted;
    if (apartUs <= most && Math.abs(shiftUs) <= widestZoneUs) return shiftUs;
  }
  return null;
}
