import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { Incident } from '../../diagnosis/analysis.ts';
import type { Timeline } from '../../store/timeline.ts';
import { createAnnounced } from './announced.ts';
import { createHeldIncidents, type IncidentPhase } from './held-incidents.ts';
import type { Grouped, Judge } from './judge.ts';
import { createStoredIncidents } from './stored-incidents.ts';
import { createUntoldRecords } from './untold-records.ts';

export interface IncidentEvents {
  /** An event that no incident told before, once whatever its transports. */
  happened(record: KernelRecord, incident: Incident | null): void;
  incident(phase: IncidentPhase, incident: Incident): void;
  note(text: string): void;
}

export interface IncidentWatch {
  /** These were just committed. */
  saw(records: readonly KernelRecord[]): void;
  /** These cannot be stored now: they are told without an incident, and not again once they are stored. */
  unstored(records: readonly KernelRecord[]): void;
  /** Incidents of this session and the last hour, newest first. */
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
/** Kills come in bursts: the first is judged at once, the others together. */
const judgeEveryMs = 500;
/** In a storm judging gets slow, and it must not take a core for itself: it rests so many times as long as it took. */
const restAfterLook = 5;
/** What took minutes took them because the machine was starving, and that may be over. */
const longestRestMs = 30_000;
const restAfterTroubleMs = 5000;
const mostNotes = 200;

/** Watches incidents open, grow and close as records come in. */
export function createIncidentWatch(
  { timeline, judge, nowMs, mayJudge = () => true }: IncidentWatchOptions,
  events: IncidentEvents,
): IncidentWatch {
  const held = createHeldIncidents(nowMs, events.incident);
  const stored = createStoredIncidents(timeline);
  const announced = createAnnounced();
  const untold = createUntoldRecords(nowMs);
  const toldNotes = new Set<string>();
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let lookedMs = Number.NEGATIVE_INFINITY;
  let restMs = judgeEveryMs;
  let closed = false;
  /** Time of the latest record that was taken to be told. */
  let toldUntilUs: number | null = null;

  function plan(): void {
    if (timer !== null || closed) return;
    timer = setTimeout(
      () => {
        timer = null;
        if (mayJudge()) work(look);
        else {
          lookedMs = performance.now();
          plan();
        }
      },
      Math.max(0, lookedMs + restMs - performance.now()),
    );
  }

  /** One thing at a time; trouble is said, and what it concerned is done later. */
  function work(run: () => Promise<void>): void {
    running ??= run()
      .catch((error: unknown) => {
        note(
          `judging failed (${error instanceof Error ? error.message : String(error)}): what happens is stored and told`,
        );
        restMs = restAfterTroubleMs;
      })
      .finally(() => {
        running = null;
        if (untold.count > 0) plan();
      });
  }

  /** Groups the records of the last while into incidents, tells what is new, and judges what changed. */
  async function look(): Promise<void> {
    const startedMs = performance.now();
    lookedMs = startedMs;
    const fromUs = groupFromUs(nowMs() * 1000);
    try {
      await judgeAll(await tellAll(fromUs));
    } finally {
      lookedMs = performance.now();
      restMs = Math.min(longestRestMs, Math.max(judgeEveryMs, (lookedMs - startedMs) * restAfterLook));
    }
  }

  /** Tells what was not told yet, with the incidents that hold it. Where that fails it waits to be told again. */
  async function tellAll(fromUs: number): Promise<readonly Incident[]> {
    const news = untold.take();
    try {
      // What comes meanwhile waits for the next look: an incident would hold records before they are told.
      if (news.latestUs !== null) toldUntilUs = Math.max(toldUntilUs ?? news.latestUs, news.latestUs);
      const grouped = await judge.group([...news.ids], fromUs, toldUntilUs);
      await stored.link(grouped.links, fromUs + edgeUs);
      await tell([...news.ids], grouped);
      return grouped.touched;
    } catch (error) {
      untold.putBack(news);
      await tellAlone(news.ids);
      throw error;
    }
  }

  /** What a long incident was told with is not read again, unless a record comes late that belongs before its end. */
  function groupFromUs(nowUs: number): number {
    const earliestUs = untold.earliestUs ?? nowUs;
    const fromUs = Math.min(earliestUs, held.openSinceUs ?? nowUs) - lookBackUs;
    const { partedUs } = held;
    return partedUs === null || earliestUs < partedUs ? fromUs : Math.max(fromUs, partedUs);
  }

  async function tell(news: readonly string[], { touched, links, notes }: Grouped): Promise<void> {
    const into = new Map(links.map(({ id, into: event }) => [id, event]));
    const families = Map.groupBy(links, ({ into: event }) => event);
    // One whose place a fuller version took meanwhile is not found, and told with that one.
    for await (const { record } of timeline.records({ ids: news, order: 'time' })) {
      const event = into.get(record.id) ?? record.id;
      const family = [event, ...(families.get(event) ?? []).map(({ id }) => id)];
      if (!announced.isNews(record, family)) continue;
      events.happened(record, touched.find(({ records }) => records.includes(event)) ?? null);
    }
    for (const text of notes) note(text);
  }

  /** Which of them tell of one event nobody can say now. */
  async function tellAlone(ids: ReadonlySet<string>): Promise<void> {
    for await (const { record } of timeline.records({ ids: [...ids], order: 'time' })) unstored([record]);
  }

  function unstored(records: readonly KernelRecord[]): void {
    for (const record of records) if (announced.isNews(record, [record.id])) events.happened(record, null);
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

  const heldNow = (): readonly Incident[] => held.list.map(({ incident }) => incident);

  return {
    saw(records) {
      if (records.length === 0) return;
      if (!untold.add(records))
        note('more records come than can be told one by one: all are stored, and their incident counts them');
      plan();
    },
    unstored,
    get incidents() {
      return held.list;
    },
    get waiting() {
      return untold.count;
    },
    tick() {
      if (closed || !mayJudge()) return;
      work(async () => {
        await judgeAll(held.due());
        if (held.endQuiet()) stored.changed();
        await stored.keepWhenDue(heldNow);
      });
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await running;
      if (untold.count > 0) work(look);
      await running;
      held.endAll();
      await stored.keep(heldNow()).catch((error: Error) => note(`the incidents are not kept: ${error.message}`));
    },
  };
}
