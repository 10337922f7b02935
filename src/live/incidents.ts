import type { KernelRecord } from '../../parsers/model/record.ts';
import { analyse, type Coverage } from '../diagnosis/analyse.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import type { Timeline } from '../store/timeline.ts';

export type IncidentPhase = 'open' | 'update' | 'close';

export interface IncidentEvents {
  /** An event that no incident told before, once whatever its transports. */
  happened(record: KernelRecord, incident: Incident | null): void;
  incident(phase: IncidentPhase, incident: Incident): void;
  note(text: string): void;
}

export interface IncidentWatch {
  /** These were just committed. */
  saw(records: readonly KernelRecord[]): void;
  /** Incidents of this session and the last hour, newest first. */
  readonly incidents: readonly { readonly incident: Incident; readonly open: boolean }[];
  /** Once a second. */
  tick(): void;
  /** Judges what is not judged yet and leaves the incidents in the timeline. */
  close(): Promise<void>;
}

export interface IncidentWatchOptions {
  readonly timeline: Timeline;
  readonly nowMs: () => number;
  readonly coverage: () => Promise<readonly Coverage[]>;
  readonly judge: (incidents: readonly Incident[], timeline: Timeline) => Promise<Incident[]>;
}

/** An incident is over when nothing was added for so long. */
const quietMs = 120_000;
/** Records before this are another story; `analyse` draws the line itself, this only bounds what it is given. */
const lookBackUs = 900_000_000;
/** Kills come in bursts: the first is judged at once, the others together. */
const judgeEveryMs = 500;
/** In a storm judging gets slow, and reading comes first: it rests so many times as long as it took. */
const restAfterLook = 5;
/** After the last record, samples still come in that tell what the kill freed: judged again then. */
const judgeAgainMs = [3000, 15_000, 60_000];
const mostKept = 50;
const mostAnnounced = 20_000;

interface Held {
  incident: Incident;
  open: boolean;
  touchedMs: number;
  judgements: number;
}

/** Watches incidents open, grow and close as records come in. */
export function createIncidentWatch(options: IncidentWatchOptions, events: IncidentEvents): IncidentWatch {
  const { timeline, nowMs } = options;
  let held: Held[] = [];
  const announced = new Set<string>();
  const fresh = new Map<string, KernelRecord>();
  let dirtyFromUs: number | null = null;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let judgedMs = Number.NEGATIVE_INFINITY;
  let closed = false;
  let lookedForMs = 0;
  const toldNotes = new Set<string>();

  function saw(records: readonly KernelRecord[]): void {
    for (const record of records) {
      fresh.set(record.id, record);
      const us = record.time === null ? nowMs() * 1000 : Date.parse(record.time) * 1000;
      dirtyFromUs = Math.min(dirtyFromUs ?? us, us);
    }
    if (records.length > 0) plan();
  }

  function plan(): void {
    if (timer !== null || closed) return;
    const waitMs = Math.max(0, judgedMs + Math.max(judgeEveryMs, lookedForMs * restAfterLook) - nowMs());
    timer = setTimeout(() => {
      timer = null;
      const startedMs = performance.now();
      running ??= look().finally(() => {
        running = null;
        lookedForMs = performance.now() - startedMs;
        if (fresh.size > 0) plan();
      });
    }, waitMs);
  }

  /** Groups the records of the last while into incidents, tells what is new, and judges what changed. */
  async function look(): Promise<void> {
    judgedMs = nowMs();
    const fromUs = startOfInterest();
    dirtyFromUs = null;
    const news = new Map(fresh);
    fresh.clear();
    const { incidents, notes, links } = await analyse(
      (ids) => timeline.records({ order: 'time', fromUs, ...(ids === null ? {} : { ids }) }),
      await options.coverage(),
    );
    const into = new Map(links.map((link) => [link.id, link.into]));
    const touched = incidents.filter(({ records }) => records.some((id) => news.has(id)));
    tell(news, incidents, into);
    for (const text of notes) if (!toldNotes.has(text) && toldNotes.add(text)) events.note(text);
    await judgeAll(touched.length > 0 ? touched : []);
  }

  function startOfInterest(): number {
    const starts = held
      .filter(({ open }) => open)
      .map(({ incident }) => (incident.start === null ? nowMs() * 1000 : Date.parse(incident.start) * 1000));
    return Math.min(dirtyFromUs ?? Number.POSITIVE_INFINITY, ...starts, nowMs() * 1000) - lookBackUs;
  }

  function tell(
    news: ReadonlyMap<string, KernelRecord>,
    incidents: readonly Incident[],
    into: ReadonlyMap<string, string>,
  ): void {
    for (const [id, record] of news) {
      const event = into.get(id) ?? id;
      // All that tell one event are told with the first of them.
      const family = [event, ...[...into].filter(([, target]) => target === event).map(([other]) => other)];
      const known = family.some((one) => announced.has(one)) || isAnnouncedEarlier(record);
      for (const one of family) announced.add(one);
      announced.add(keyOf(record));
      if (known) continue;
      events.happened(record, incidents.find(({ records }) => records.includes(event)) ?? null);
    }
    for (const id of announced) {
      if (announced.size <= mostAnnounced) break;
      announced.delete(id);
    }
  }

  /** A fuller version of a record has another id, and is the same event. */
  const isAnnouncedEarlier = (record: KernelRecord): boolean => announced.has(keyOf(record));

  async function judgeAll(touched: readonly Incident[]): Promise<void> {
    if (touched.length === 0) return;
    const judged = await options.judge(touched, timeline);
    for (const incident of judged) hold(incident);
  }

  function hold(incident: Incident): void {
    const ids = new Set(incident.records);
    const before = held.find(
      (one) => one.incident.id === incident.id || one.incident.records.some((id) => ids.has(id)),
    );
    if (!before) {
      held = [{ incident, open: true, touchedMs: nowMs(), judgements: 0 }, ...held].slice(0, mostKept);
      events.incident('open', incident);
      return;
    }
    const changed = summary(before.incident) !== summary(incident);
    const grew = before.incident.records.length < incident.records.length;
    before.incident = incident;
    if (grew) {
      before.touchedMs = nowMs();
      before.judgements = 0;
      before.open = true;
    }
    if (changed) events.incident('update', incident);
  }

  async function judgeAgain(): Promise<void> {
    const due = held.filter(({ open, touchedMs, judgements }) => {
      const after = judgeAgainMs[judgements];
      return open && after !== undefined && nowMs() - touchedMs >= after;
    });
    if (due.length === 0) return;
    for (const one of due) one.judgements += 1;
    await judgeAll(due.map(({ incident }) => incident));
  }

  async function closeQuiet(): Promise<void> {
    for (const one of held) {
      if (!one.open || nowMs() - one.touchedMs < quietMs) continue;
      one.open = false;
      events.incident('close', one.incident);
      await keep();
    }
  }

  /** Puts the incidents into the timeline, for those who query it; those of former sessions stay. */
  async function keep(): Promise<void> {
    if (held.length === 0) return;
    const ours = new Set(held.flatMap(({ incident }) => [incident.id, ...incident.records]));
    const incidents = held.map(({ incident }) => incident);
    for await (const other of timeline.incidents()) {
      if (!ours.has(other.id) && !other.records.some((id) => ours.has(id))) incidents.push(other);
    }
    await timeline.replaceIncidents(incidents);
  }

  return {
    saw,
    get incidents() {
      return held.map(({ incident, open }) => ({ incident, open }));
    },
    tick() {
      if (running !== null || closed) return;
      running = (async () => {
        await judgeAgain();
        await closeQuiet();
      })().finally(() => {
        running = null;
        if (fresh.size > 0) plan();
      });
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await running;
      if (fresh.size > 0) await look();
      for (const one of held) {
        if (one.open) events.incident('close', one.incident);
        one.open = false;
      }
      await keep();
    },
  };
}

/** What a reader would notice if it changed. */
function summary({ title, kills, kinds, verdict, end }: Incident): string {
  return JSON.stringify([
    title,
    kills,
    kinds,
    verdict?.cause,
    verdict?.words,
    verdict?.who.comm,
    verdict?.who.pid,
    end,
  ]);
}

/** What all versions of one record have in common: where and when it began. */
function keyOf({ kind, host, bootId, monotonicSeconds, time, source: { path, line } }: KernelRecord): string {
  return JSON.stringify(
    monotonicSeconds === null ? [kind, host, time, path, line] : [kind, host, bootId, monotonicSeconds, path],
  );
}
