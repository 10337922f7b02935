import type { Incident } from '../../diagnosis/analysis.ts';
import { coverageRow } from '../../examination/coverage-row.ts';
import type { ExaminationPlan } from '../../examination/plan.ts';
import type { LiveFeed } from '../../live/live-state.ts';
import type { Timeline } from '../../store/timeline.ts';
import { cleanDeep } from '../../views/sanitize.ts';
import type { AnalysisList } from '../../views/view.ts';
import { announced } from './announce.ts';
import { createAnswering, sentenceOf } from './answering.ts';
import type { Engine } from './client.ts';
import { holdIncidents, noIncidents } from './held-incidents.ts';
import type { Holdings } from './holdings.ts';
import type { Answer, Ask, FromEngine, Topic } from './protocol.ts';
import { quietContext } from './quiet-context.ts';
import { createRawReader } from './raw.ts';

/** Ids of incidents, of older forms too, under which one may still be open on the screen. */
const mostRemembered = 500;

export interface LiveEngineSettings {
  readonly feed: Pick<LiveFeed, 'state' | 'subscribe'>;
  /** The session's: it stays open, and is the session's to close. */
  readonly timeline: Timeline;
  readonly plan: ExaminationPlan;
  readonly title: string;
}

/** An engine that tells as its thread tells the screens. */
export interface LiveEngine extends Pick<Engine, 'ask' | 'close'> {
  onNews(listener: (news: FromEngine) => void): void;
}

/** The engine over the timeline that a live session fills: its incidents, newest first, then those the timeline had before. */
export function createLiveEngine({ feed, timeline, plan, title }: LiveEngineSettings): LiveEngine {
  const raw = createRawReader();
  const answering = createAnswering({ plan, title }, raw);
  const zone = plan.zone ?? plan.machineZone;
  let before: readonly Incident[] = [];
  let shown: readonly Incident[] | null = null;
  let held = noIncidents;
  let judgement = 0;
  const holdings: Holdings = {
    timeline,
    zone,
    analysis: () => analysed(timeline, plan),
    get incidents() {
      return held;
    },
    get judgement() {
      return judgement;
    },
  };

  /** Incidents of this session, and older ones that are none of these. */
  function known(): readonly Incident[] {
    const ours = feed.state().incidents.map(({ incident }) => incident);
    const records = new Set(ours.flatMap((incident) => [incident.id, ...incident.records]));
    return [
      ...ours,
      ...before.filter(({ id, records: ids }) => !records.has(id) && !ids.some((one) => records.has(one))),
    ];
  }

  /** Records of every incident that was shown: one that grew may have another id since. */
  const recordsOf = new Map<string, readonly string[]>();

  /** The incident that an id stands for now. */
  function currentId(id: string): string {
    const incidents = shown ?? known();
    if (incidents.some((one) => one.id === id)) return id;
    const records = new Set(recordsOf.get(id));
    return incidents.find((one) => one.records.some((record) => records.has(record)))?.id ?? id;
  }

  async function dossier({ id }: Ask<'dossier'>): Promise<Answer<'dossier'>> {
    const answer = await answering('dossier', { id: currentId(id) }, holdings);
    return { ...answer, incident: { ...answer.incident, id } };
  }

  async function tellNews(tell: (news: FromEngine) => void): Promise<void> {
    const incidents = known();
    if (shown !== null && incidents.length === shown.length && incidents.every((one, index) => one === shown?.[index]))
      return;
    shown = incidents;
    held = holdIncidents(incidents);
    judgement += 1;
    for (const { id, records } of incidents) recordsOf.set(id, records);
    for (const id of recordsOf.keys()) {
      if (recordsOf.size <= mostRemembered) break;
      recordsOf.delete(id);
    }
    tell(announced(holdings, { final: true, notes: [] }));
    const coverage = await timeline.coverage();
    raw.know(coverage.map(({ path }) => path));
    tell({ type: 'files', files: cleanDeep(coverage.map(coverageRow)), problems: [] });
  }

  let unsubscribe = (): void => {};
  return {
    ask: <T extends Topic>(topic: T, ask: Ask<T>): Promise<Answer<T>> =>
      (topic === 'dossier'
        ? (dossier(ask as Ask<'dossier'>) as Promise<Answer<T>>)
        : answering(topic, ask, holdings)
      ).catch((error: unknown) => Promise.reject(new Error(sentenceOf(error).message))),
    onNews(listener) {
      void (async () => {
        const older: Incident[] = [];
        for await (const incident of timeline.incidents()) older.push(incident);
        before = older.toSorted((a, b) => startMs(b) - startMs(a));
        await tellNews(listener);
      })();
      unsubscribe = feed.subscribe(() => void tellNews(listener));
    },
    async close() {
      unsubscribe();
    },
  };
}

const startMs = ({ start }: Incident): number => (start === null ? 0 : Date.parse(start));

/** Everything the timeline holds now, judged: for a report. */
async function analysed(timeline: Timeline, plan: ExaminationPlan): Promise<AnalysisList> {
  const { examineIn } = await import('../../examination/examine.ts');
  return (await examineIn(timeline, null, { plan: { ...plan, db: null }, context: quietContext() })).analysis;
}
