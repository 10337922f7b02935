import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import type { Timeline } from '../../store/timeline.ts';
import type { Outgrown } from '../storing/waiting-facts.ts';
import { createHeldIncidents, type IncidentPhase } from './held-incidents.ts';
import type { Judge } from './judge.ts';
import { createLooks } from './looks.ts';
import { createRecordNews } from './record-news.ts';
import { createStoredIncidents } from './stored-incidents.ts';
import type { IncidentChange } from './what-changed.ts';

export interface IncidentEvents {
  /** An event that no incident told before, once whatever its transports. */
  happened(record: KernelRecord, incident: Incident | null): void;
  /** With what changed, where one that is known did. */
  incident(phase: IncidentPhase, incident: Incident, change?: IncidentChange): void;
  note(text: string): void;
  /** Of what was stored everything was told, but these. */
  told?(untold: readonly string[]): void;
}

export interface IncidentWatch {
  /**
   * Knows what earlier runs told from here on: what comes to their incidents late opens none. `untold` are ids that the last one
   * stored and had no time to tell, as it kept them.
   */
  recall(untold: unknown): Promise<void>;
  /** Ids that are not told yet, with those of records that are about to be stored: for `recall`. */
  untold(stored: readonly KernelRecord[]): readonly string[];
  /** These were just committed, in the place of the versions they outgrew. */
  saw(records: readonly KernelRecord[], outgrown?: readonly Outgrown[]): void;
  /** These cannot be stored now: they are told without an incident, and not again once they are stored. */
  unstored(records: readonly KernelRecord[], outgrown?: readonly Outgrown[]): void;
  /** Incidents of this session, newest first. */
  readonly incidents: readonly { readonly incident: Incident; readonly open: boolean }[];
  /** Records that are stored and not judged yet. */
  readonly waiting: number;
  /** Once a second. */
  tick(): void;
  /** Judges what is not judged yet and leaves the incidents in the timeline. */
  close(): Promise<void>;
}

export interface IncidentWatchOptions {
  readonly timeline: Pick<Timeline, 'records' | 'incidents' | 'replaceIncidents' | 'mergeRecords'>;
  readonly judge: Judge;
  readonly nowMs: () => number;
  /** False: verdicts wait, since there is no memory or no time to make them. */
  readonly mayJudge?: () => boolean;
}

/** Records before this are another story; `analyse` draws the line itself, this only bounds what it is given. */
const lookBackUs = 900_000_000;
/** Of the records at the edge of that range, what they belong to may lie outside: what is known of them stays. */
const edgeUs = 120_000_000;
const mostNotes = 200;
const mostRecalled = 50;

/** Watches incidents open, grow and close as records come in. */
export function createIncidentWatch(
  { timeline, judge, nowMs, mayJudge = () => true }: IncidentWatchOptions,
  events: IncidentEvents,
): IncidentWatch {
  const held = createHeldIncidents(nowMs, events.incident);
  const stored = createStoredIncidents(timeline);
  const news = createRecordNews({ timeline, nowMs, happened: events.happened });
  const looks = createLooks({
    look,
    mayLook: mayJudge,
    isDue: () => news.count > 0,
    failed(error) {
      const why = error instanceof Error ? error.message : String(error);
      note(`judging failed (${why}): what happens is stored and told`);
    },
  });
  const toldNotes = new Set<string>();
  let closed = false;
  /** Time of the latest record that was taken to be told. */
  let toldUntilUs: number | null = null;

  /** Groups the records of the last while into incidents, tells what is new, and judges what changed. */
  async function look(): Promise<void> {
    const fromUs = groupFromUs(nowMs() * 1000);
    await judgeAll(await tellAll(fromUs));
    await stored.keepWhenDue(heldNow);
  }

  /** Tells what was not told yet, with the incidents that hold it. Where that fails it waits to be told again. */
  async function tellAll(fromUs: number): Promise<readonly Incident[]> {
    const untold = news.take();
    try {
      // What comes meanwhile waits for the next look: an incident would hold records before they are told.
      if (untold.latestUs !== null) toldUntilUs = Math.max(toldUntilUs ?? untold.latestUs, untold.latestUs);
      const grouped = await judge.group([...untold.ids], fromUs, toldUntilUs);
      await stored.link(grouped.links, fromUs + edgeUs);
      const touched = grouped.touched.map(held.named);
      await news.tell(untold, { ...grouped, touched });
      events.told?.(news.untold([]));
      for (const text of grouped.notes) note(text);
      return touched;
    } catch (error) {
      news.putBack(untold);
      await news.tellAlone(untold);
      throw error;
    }
  }

  /** What a long incident was told with is not read again, unless a record comes late that belongs before its end. */
  function groupFromUs(nowUs: number): number {
    const earliestUs = news.earliestUs ?? nowUs;
    const fromUs = Math.min(earliestUs, held.sinceUs(earliestUs - lookBackUs) ?? nowUs) - lookBackUs;
    const { partedUs } = held;
    return partedUs === null || earliestUs < partedUs ? fromUs : Math.max(fromUs, partedUs);
  }

  function note(text: string): void {
    if (toldNotes.has(text) || toldNotes.size >= mostNotes) return;
    toldNotes.add(text);
    events.note(text);
  }

  async function judgeAll(touched: readonly Incident[]): Promise<void> {
    if (touched.length === 0) return;
    const { partedUs } = held;
    for (const incident of await judge.judge(touched)) held.take(incident);
    stored.changed();
    if (held.partedUs !== partedUs)
      note('an incident of a thousand records and more is told in parts: it goes on as another');
  }

  function saw(records: readonly KernelRecord[], outgrown: readonly Outgrown[] = []): void {
    if (records.length === 0) return;
    if (!news.stored(records, outgrown))
      note('more records come than can be told one by one: all are stored, and their incident counts them');
    looks.plan();
  }

  const heldNow = (): readonly Incident[] => held.list.map(({ incident }) => incident);

  return {
    async recall(untold) {
      const told = await stored.newest(mostRecalled);
      held.recall(told);
      news.remember(told.flatMap(({ records }) => records));
      const ids = Array.isArray(untold) ? untold.filter((id): id is string => typeof id === 'string') : [];
      const records: KernelRecord[] = [];
      if (ids.length > 0) for await (const { record } of timeline.records({ ids })) records.push(record);
      saw(records);
    },
    untold: news.untold,
    saw,
    unstored: (records, outgrown = []) => news.unstored(records, outgrown),
    get incidents() {
      return held.list;
    },
    get waiting() {
      return news.count;
    },
    tick() {
      if (closed || !mayJudge()) return;
      looks.work(async () => {
        await judgeAll(held.due());
        if (held.endQuiet()) stored.changed();
        await stored.keepWhenDue(heldNow);
      });
    },
    async close() {
      closed = true;
      await looks.close();
      held.leaveAll();
      await stored.keep(heldNow()).catch((error: Error) => note(`the incidents are not kept: ${error.message}`));
    },
  };
}
