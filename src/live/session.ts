import type { Timeline } from '../store/timeline.ts';
import { counted } from '../views/quantities.ts';
import type { SourceChoice } from './choose-sources.ts';
import type { BareLiveEvent, Outlet } from './events.ts';
import { followSources } from './following/followed-sources.ts';
import type { ReadingOptions } from './following/open-source.ts';
import { createIncidentWatch } from './judging/incident-watch.ts';
import { createJudge } from './judging/judge.ts';
import type { LiveFeed, LiveState } from './live-state.ts';
import { startMeasuring } from './measuring.ts';
import type { Totals } from './out/exposition.ts';
import { createStateBoard } from './state-board.ts';
import { createCommitter } from './storing/committer.ts';
import { startRetention } from './storing/retention.ts';
import { createDegradation } from './surviving/degradation.ts';
import { createStrainWatch } from './surviving/strain.ts';
import { createTelling } from './telling.ts';

export interface SessionOptions extends ReadingOptions {
  readonly timeline: Timeline;
  /** Path of the timeline, null for a temporary one. */
  readonly db: string | null;
  readonly choices: readonly SourceChoice[];
  readonly outlets: readonly Outlet[];
  readonly sampler: boolean;
  /** An exporter or a Prometheus server that is sampled too. */
  readonly prometheus?: URL | null;
  readonly retentionMs: number;
}

export interface Session extends LiveFeed {
  /** Resolves when every source has come to its end; never while one goes on. */
  readonly ended: Promise<void>;
  /** Tells everybody something. */
  tell(event: BareLiveEvent): void;
  /** What was told since the start. */
  readonly totals: Totals;
  /** Keeps a value in the timeline beside the positions, for a later run. */
  keep(name: string, value: unknown): void;
  /** Calls back with the number of incidents that opened, each time one does. */
  onIncident(listener: (opened: number) => void): void;
}

const stateEveryMs = { usual: 100, strained: 3000 } as const;
const tickMs = 1000;
/** Names what was stored and not told when a session ends before its time. */
const untold = 'untold';
/** How long the ring buffer is left alone between two questions. */
const kmsgEveryMs = { calm: 30, tight: 5 } as const;

/** Follows sources into a timeline and tells what happens. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const { timeline, machine, nowMs, outlets } = options;
  const { host } = machine;
  const startedAtMs = nowMs();
  let stopping: Promise<void> | null = null;

  const degradation = createDegradation();
  const board = createStateBoard(state, () =>
    degradation.gaveUp('screen') ? stateEveryMs.strained : stateEveryMs.usual,
  );
  const telling = createTelling({ host, nowMs, outlets, changed: board.changed });
  const committer = createCommitter(timeline, {
    beside: ({ records }) => [{ source: untold, position: incidents.untold(records) }],
    committed({ records, outgrown }, { fresh }) {
      if (fresh > 0) {
        measuring.remember();
        incidents.saw(records, outgrown);
      }
      board.changed();
    },
    unstored: ({ records, outgrown }) => incidents.unstored(records, outgrown),
    paused: (message) => telling.say(message === null ? 'storing goes on' : `storing pauses: ${message}`, 'store'),
  });
  const incidents = createIncidentWatch(
    { timeline, nowMs, judge: createJudge(timeline), mayJudge: () => !degradation.gaveUp('verdicts') },
    {
      happened: telling.record,
      incident: telling.incident,
      note: telling.say,
      told: (ids) => committer.add({ checkpoint: { source: untold, position: ids } }),
    },
  );
  await incidents.recall(await timeline.checkpoint(untold));
  const measuring = await startMeasuring({
    sampler: options.sampler,
    prometheus: options.prometheus ?? null,
    host,
    nowMs,
    committer,
    telling,
    inDetail: () => !degradation.gaveUp('samples'),
    changed: board.changed,
  });
  const retention = startRetention(timeline, {
    keepMs: options.retentionMs,
    nowMs,
    failed: ({ message }) => telling.say(`old samples stay: ${message}`, 'store'),
  });

  const sources = await followSources(options.choices, options, {
    committer,
    say: telling.say,
    changed: board.changed,
    position: (name) => timeline.checkpoint(name),
    kmsgPauseMs: () => (measuring.tight ? kmsgEveryMs.tight : kmsgEveryMs.calm),
  });

  const lookAtStrain = createStrainWatch(degradation, () => measuring.memory?.availableBytes ?? null, tickMs);
  const ticker = setInterval(() => {
    const strained = lookAtStrain();
    if (strained !== null) telling.say(strained, 'store');
    sources.tick();
    incidents.tick();
    board.changed();
  }, tickMs);

  function state(): LiveState {
    return {
      atMs: nowMs(),
      startedAtMs,
      host,
      db: options.db,
      sources: sources.states,
      memory: measuring.memory,
      recent: measuring.recent,
      growers: measuring.growers,
      warning: measuring.warning,
      incidents: incidents.incidents,
      happenings: telling.happenings,
      lines: sources.lines,
      linesPerSecond: sources.linesPerSecond,
      givenUp: degradation.step,
      store: {
        state: committer.pausedBecause === null ? 'storing' : 'paused',
        message: committer.pausedBecause,
        records: committer.records,
        points: committer.points,
        droppedSamples: committer.droppedSamples,
      },
    };
  }

  async function stop(): Promise<void> {
    clearInterval(ticker);
    measuring.stop();
    await retention.stop();
    await sources.stop();
    await committer.flush();
    await incidents.close();
    board.close();
    telling.tell({ event: 'stop', text: `stopped; ${counted(committer.records, 'record')} stored` });
    await Promise.all(outlets.map((outlet) => outlet.close()));
    // Last: what was told, and which hook did not hear it, is kept too.
    await committer.close();
  }

  return {
    state,
    subscribe: board.subscribe,
    tell: telling.tell,
    get totals() {
      return telling.totals;
    },
    keep: (source, position) => committer.add({ checkpoint: { source, position } }),
    onIncident: telling.onIncident,
    ended: sources.ended,
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}
