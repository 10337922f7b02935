import { rfc3339 } from '../ingest/envelope.ts';
import type { Timeline } from '../store/timeline.ts';
import type { SourceChoice } from './choose-sources.ts';
import type { BareLiveEvent, LiveEvent, Outlet } from './events.ts';
import { openSource, type ReadingOptions } from './following/open-source.ts';
import type { Source } from './following/source.ts';
import { createIncidentWatch } from './judging/incident-watch.ts';
import { createJudge } from './judging/judge.ts';
import type { LiveFeed, LiveHappening, LiveState } from './live-state.ts';
import type { Totals } from './out/exposition.ts';
import { incidentSentence, recordSentence } from './out/sentences.ts';
import { startSampler } from './sampler/sampler.ts';
import { createStateBoard } from './state-board.ts';
import { createCommitter } from './storing/committer.ts';
import { startRetention } from './storing/retention.ts';
import { createDegradation } from './surviving/degradation.ts';
import { createOwnRoom } from './surviving/own-room.ts';
import { createEarlyWarning } from './warnings.ts';

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

const most = { happenings: 100, lines: 20 } as const;
const stateEveryMs = { usual: 100, strained: 3000 } as const;
const tickMs = 1000;
/** How long the ring buffer is left alone between two questions. */
const kmsgEveryMs = { calm: 30, tight: 5 } as const;
/** Exporters are made to be asked so often. */
const prometheusEveryMs = { calm: 15_000, tight: 5000 } as const;

/** Follows sources into a timeline and tells what happens. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const { timeline, machine, nowMs, outlets } = options;
  const startedAtMs = nowMs();
  const sources: Source[] = [];
  let happenings: LiveHappening[] = [];
  let lines: { source: string; text: string }[] = [];
  const recordTotals = new Map<string, number>();
  let incidentsOpened = 0;
  const incidentListeners = new Set<(opened: number) => void>();
  let stopping: Promise<void> | null = null;
  let linesBefore = 0;
  let linesPerSecond = 0;

  function tell(bare: BareLiveEvent): void {
    const event = {
      schema: 'oomtrail/live@1',
      time: rfc3339(nowMs() * 1000),
      host: machine.host,
      ...bare,
    } as LiveEvent;
    for (const outlet of outlets) outlet.tell(event);
  }

  function happen(happening: Omit<LiveHappening, 'atMs'>): void {
    happenings = [{ atMs: nowMs(), ...happening }, ...happenings].slice(0, most.happenings);
    board.changed();
  }

  function say(text: string, kind: 'source' | 'store' = 'source'): void {
    tell({ event: 'notice', text });
    happen({ kind, text, incidentId: null });
  }

  const degradation = createDegradation();
  const board = createStateBoard(state, () =>
    degradation.gaveUp('screen') ? stateEveryMs.strained : stateEveryMs.usual,
  );
  const ownRoom = createOwnRoom();
  const committer = createCommitter(timeline, {
    committed(records, { fresh }) {
      if (fresh > 0) {
        sampler?.remember();
        incidents.saw(records);
      }
      board.changed();
    },
    paused(message) {
      say(message === null ? 'storing goes on' : `storing pauses: ${message}`, 'store');
    },
  });

  const incidents = createIncidentWatch(
    { timeline, nowMs, judge: createJudge(timeline), mayJudge: () => !degradation.gaveUp('verdicts') },
    {
      happened(record, incident) {
        recordTotals.set(record.kind, (recordTotals.get(record.kind) ?? 0) + 1);
        const text = recordSentence(record);
        tell({ event: 'record', text, incidentId: incident?.id ?? null, record });
        happen({ kind: record.kind, text, incidentId: incident?.id ?? null });
      },
      incident(phase, incident) {
        tell({ event: 'incident', phase, text: incidentSentence(phase, incident), incident });
        if (phase === 'open') {
          incidentsOpened += 1;
          for (const listener of incidentListeners) listener(incidentsOpened);
        }
        board.changed();
      },
      note: (text) => say(text),
    },
  );

  const warning = createEarlyWarning();
  const sampler = options.sampler
    ? startSampler({
        host: machine.host,
        nowMs,
        inDetail: () => !degradation.gaveUp('samples'),
        store: (samples) => committer.add({ samples }),
        sampled(memory) {
          const change = warning.look(memory);
          if (change !== null) {
            const { atMs: _atMs, ...now } = memory;
            tell({ event: 'warning', ...change, memory: now });
            happen({ kind: 'warning', text: change.text, incidentId: null });
          }
          board.changed();
        },
      })
    : null;
  const prometheus = options.prometheus
    ? (await import('./prometheus/follow-prometheus.ts')).followPrometheus({
        url: options.prometheus,
        host: machine.host,
        nowMs,
        pauseMs: () => (sampler?.tight ? prometheusEveryMs.tight : prometheusEveryMs.calm),
        store: (samples) => committer.add({ samples }),
        say,
      })
    : null;
  const retention = startRetention(timeline, {
    keepMs: options.retentionMs,
    nowMs,
    failed: ({ message }) => say(`old samples stay: ${message}`, 'store'),
  });

  for (const choice of options.choices) {
    const source = await openSource(choice, options, {
      committer,
      say,
      changed: board.changed,
      position: (name) => timeline.checkpoint(name),
      kmsgPauseMs: () => (sampler?.tight ? kmsgEveryMs.tight : kmsgEveryMs.calm),
      saw(name, text) {
        lines = [...lines, { source: name, text }].slice(-most.lines);
      },
    });
    if (source !== null) sources.push(source);
  }
  await Promise.all(sources.map(({ ready }) => ready));

  let tickedMs = performance.now();
  const ticker = setInterval(() => {
    lookAtStrain();
    for (const source of sources) source.tick();
    incidents.tick();
    const total = sources.reduce((sum, { state }) => sum + state.lines, 0);
    linesPerSecond = total - linesBefore;
    linesBefore = total;
    board.changed();
  }, tickMs);

  function lookAtStrain(): void {
    const atMs = performance.now();
    const lateMs = atMs - tickedMs - tickMs;
    tickedMs = atMs;
    const free = [ownRoom(), sampler?.memory?.availableBytes ?? null].filter((bytes) => bytes !== null);
    const text = degradation.look({ lateMs, freeBytes: free.length === 0 ? null : Math.min(...free) });
    if (text !== null) say(text, 'store');
  }

  function state(): LiveState {
    return {
      atMs: nowMs(),
      startedAtMs,
      host: machine.host,
      db: options.db,
      sources: sources.map((source) => source.state),
      memory: sampler?.memory ?? null,
      recent: sampler?.recent ?? [],
      growers: sampler?.growers ?? [],
      warning: warning.level,
      incidents: incidents.incidents,
      happenings,
      lines,
      linesPerSecond,
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
    sampler?.stop();
    prometheus?.stop();
    await retention.stop();
    await Promise.all(sources.map((source) => source.stop()));
    await committer.close();
    await incidents.close();
    board.close();
    tell({ event: 'stop', text: `stopped; ${committer.records} records stored` });
    await Promise.all(outlets.map((outlet) => outlet.close()));
  }

  return {
    state,
    subscribe: board.subscribe,
    tell,
    get totals() {
      return { records: recordTotals, incidents: incidentsOpened };
    },
    keep: (source, position) => committer.add({ checkpoint: { source, position } }),
    onIncident: (listener) => void incidentListeners.add(listener),
    ended: Promise.all(sources.map(({ ended }) => ended)).then(() => undefined),
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}
