import type { KernelRecord } from '../../parsers/model/record.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import type { MemoryHistory } from '../diagnosis/history.ts';
import { kernelClockMetric } from '../store/sample-points.ts';
import type { Timeline } from '../store/timeline.ts';
import { alignGroup } from './clocks/align.ts';
import { type LoggedEvent, loggedEvent } from './clocks/alignment.ts';
import { chooseBoot } from './clocks/choose-boot.ts';
import { createClockGroups, placeInWords, type SampleClockGroup } from './clocks/clock-groups.ts';
import { createPairReader } from './clocks/clock-pairs.ts';
import { yearShifts } from './clocks/guessed-year.ts';
import { killsOf } from './clocks/kills.ts';
import type { Match } from './clocks/match.ts';
import { settleByValues } from './clocks/settle-by-values.ts';
import { readTraces } from './clocks/traces.ts';
import { createHistoryOpener, historyUs } from './open-history.ts';
import { createOwnership, noLog, type Owner, owns } from './owners/join.ts';
import { logFolders, logZones, type OwnedClock, ownedClock } from './owners/log-places.ts';

export interface HistoryOptions {
  /** PATHs of `--samples`. */
  readonly samplePaths?: readonly string[];
  /** `--offset`: added to the samples' times, microseconds. */
  readonly offsetUs?: number | null;
}

/** Loads what samples on a timeline tell of the time around incidents. */
export interface HistoryLoader {
  /** Null where no samples belong to the incident. `records` are the incident's own, read from the timeline where absent. */
  (incident: Incident, records?: readonly KernelRecord[]): Promise<MemoryHistory | null>;
  /** Where the incident lies on each clock of the samples that belong to it. */
  match(incident: Incident, records?: readonly KernelRecord[]): Promise<readonly Match[]>;
  /** The history that matches open. Weeks that overlap are read once where they are opened in order of time. */
  open(matches: readonly Match[]): Promise<MemoryHistory | null>;
  /** The clocks of samples that belong to a log, each with the times that its logs cover. */
  readonly clocks: readonly OwnedClock[];
  /** Samples that belong to no log, and those that had no clock in common with an incident so far, in sentences. */
  unused(): readonly string[];
}

const hourUs = 3_600_000_000;

/**
 * Looks once at what series there are; each incident then costs reads around its own time only, thinned with the distance.
 */
export async function createHistoryLoader(timeline: Timeline, options: HistoryOptions = {}): Promise<HistoryLoader> {
  const clocks = createClockGroups(kernelClockMetric);
  for await (const range of timeline.series()) clocks.add(range);
  const coverage = clocks.groups.length === 0 ? [] : await timeline.coverage();
  const ownerOf = createOwnership(logFolders(coverage), options.samplePaths ?? []);
  const owned = clocks.groups.map((group) => ({ group, owner: ownerOf(group) }));
  /** What the clock of a group showed more than the log's when it was last found out. */
  const knownUs = new Map<string, number>();
  const unmatched = new Set<string>();
  const severalBoots = new Set<string>();
  const readPairs = createPairReader(timeline);

  async function match(incident: Incident, given?: readonly KernelRecord[]): Promise<Match[]> {
    const mine = owned.filter(({ owner }) => owns(owner, incident));
    if (mine.length === 0) return [];
    const event = loggedEvent(incident);
    const candidates = mine.filter(({ group }) => mayReach(group, event, options));
    if (candidates.length === 0) return [];
    const records = given ?? (await killRecords(timeline, incident));
    const matches: Match[] = [];
    for (const { group, owner } of candidates) {
      const kills = killsOf(records, group.timeBasis === 'monotonic' || event.wallUs === null ? 'kernel' : 'wall');
      const alignment = await alignGroup(group, {
        event,
        kills,
        pairs: group.showsKernelClock ? await readPairs(group, event) : [],
        userOffsetUs: options.offsetUs ?? null,
        likelyUs: [...knownOf(knownUs, group), ...logZones(group, coverage, owner, event)],
        traces: (fromUs, toUs) => readTraces(timeline, group, kills, { fromUs, toUs }),
      });
      if (!alignment) {
        unmatched.add(placeInWords(group));
        continue;
      }
      if (alignment.basis === 'events') knownUs.set(group.key, -alignment.offsetUs);
      matches.push({ group, alignment, doubt: 'doubt' in owner ? owner.doubt : null });
    }
    const kills = killsOf(records, 'kernel');
    const ofOneBoot = await chooseBoot(timeline, matches, { event, kills }, (place) => severalBoots.add(place));
    return settleByValues(timeline, ofOneBoot);
  }

  const unused = (): string[] => [
    ...unjoined(owned),
    ...[...unmatched].map(
      (place) => `samples ${place} share no clock with an incident and show no kill of it: not used there`,
    ),
    ...[...severalBoots].map(
      (place) =>
        `samples ${place} show only the time since boot, of several boots, and not which is an incident's: not used there`,
    ),
  ];
  const open = createHistoryOpener(timeline);
  return Object.assign(
    async (incident: Incident, records?: readonly KernelRecord[]) => open(await match(incident, records)),
    { match, open, clocks: owned.flatMap((one) => ownedClock(one, coverage)), unused },
  );
}

async function killRecords(timeline: Timeline, { records: ids }: Incident): Promise<KernelRecord[]> {
  const records: KernelRecord[] = [];
  const filter = { ids: ids.slice(0, 100), kinds: ['oom-kill'], order: 'time' } as const;
  if (ids.length > 0) for await (const { record } of timeline.records(filter)) records.push(record);
  return records;
}

/** Whether a group's points may lie around the event at all: what is surely elsewhere is not read. */
function mayReach(group: SampleClockGroup, event: LoggedEvent, { offsetUs }: HistoryOptions): boolean {
  if (group.timeBasis === 'monotonic' || group.assumedDate || event.wallUs === null || group.showsKernelClock)
    return true;
  const eventUs = event.wallUs - (offsetUs ?? 0);
  if (event.wallInferred && yearShifts(eventUs, group).length > 0) return true;
  return group.fromUs <= eventUs + 24 * hourUs && group.toUs >= eventUs - historyUs - 24 * hourUs;
}

function knownOf(known: ReadonlyMap<string, number>, { key }: SampleClockGroup): number[] {
  const us = known.get(key);
  return us === undefined ? [] : [us];
}

function unjoined(owned: readonly { readonly group: SampleClockGroup; readonly owner: Owner }[]): string[] {
  const sentences = owned.flatMap(({ group, owner }) =>
    'unjoined' in owner && owner !== noLog
      ? [`samples ${placeInWords(group)} belong to no log: ${owner.unjoined}`]
      : [],
  );
  return [...new Set(sentences)];
}
