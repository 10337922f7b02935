import { createClock } from '../ingest/clock.ts';
import { rfc3339 } from '../ingest/envelope.ts';
import type { Timeline } from '../store/timeline.ts';
import type { SourceChoice } from './choose-sources.ts';
import { createCommitter } from './committer.ts';
import { createDegradation } from './degradation.ts';
import type { BareLiveEvent, LiveEvent, Outlet } from './events.ts';
import { followFile } from './files/follow-file.ts';
import { createIncidentWatch } from './incidents.ts';
import { followJournal } from './journal/follow-journal.ts';
import type { Judge } from './judging/judge.ts';
import { followKmsg } from './kmsg/follow-kmsg.ts';
import { type KmsgDevice, whyNoRing } from './kmsg/kmsg-device.ts';
import type { LiveFeed, LiveHappening, LiveState } from './live-state.ts';
import type { Machine } from './machine.ts';
import type { Totals } from './out/exposition.ts';
import { createOwnRoom } from './own-room.ts';
import { startRetention } from './retention.ts';
import { startSampler } from './sampler/sampler.ts';
import { incidentSentence, recordSentence } from './sentences.ts';
import type { Source, SourceContext } from './source.ts';
import { followPipe } from './stdin.ts';
import { createEarlyWarning } from './warnings.ts';

export interface SessionOptions {
  readonly timeline: Timeline;
  /** Path of the timeline, null for a temporary one. */
  readonly db: string | null;
  readonly machine: Machine;
  readonly choices: readonly SourceChoice[];
  readonly stdin: NodeJS.ReadStream;
  /** Opens the ring buffer; the kernel's own unless a test has another. */
  readonly openKmsg?: (path: string) => KmsgDevice;
  readonly fromStart: boolean;
  readonly zone: string | null;
  readonly machineZone: string;
  readonly year: number | null;
  readonly pageSizeBytes: number | null;
  readonly outlets: readonly Outlet[];
  /** Whoever judges; without it, this thread does. */
  readonly judge?: Judge;
  readonly sampler: boolean;
  /** An exporter or a Prometheus server that is sampled too. */
  readonly prometheus?: URL | null;
  readonly retentionMs: number;
  readonly nowMs: () => number;
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
  // Where a thread of its own judges, this one needs none of that code.
  const judge = options.judge ?? (await import('./judging/judge.ts')).createJudge(timeline);
  const sources: Source[] = [];
  let happenings: LiveHappening[] = [];
  let lines: { source: string; text: string }[] = [];
  const recordTotals = new Map<string, number>();
  let incidentsOpened = 0;
  const incidentListeners = new Set<(opened: number) => void>();
  const listeners = new Set<(state: LiveState) => void>();
  let notifyTimer: NodeJS.Timeout | null = null;
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
    changed();
  }

  function say(text: string, kind: 'source' | 'store' = 'source'): void {
    tell({ event: 'notice', text });
    happen({ kind, text, incidentId: null });
  }

  const degradation = createDegradation();
  const ownRoom = createOwnRoom();
  const committer = createCommitter(timeline, {
    committed(records, { fresh }) {
      if (fresh > 0) {
        sampler?.remember();
        incidents.saw(records);
      }
      changed();
    },
    paused(message) {
      say(message === null ? 'storing goes on' : `storing pauses: ${message}`, 'store');
    },
  });

  const incidents = createIncidentWatch(
    { timeline, nowMs, judge, mayJudge: () => !degradation.gaveUp('verdicts') },
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
        changed();
      },
      note: (text) => say(text),
    },
  );

  async function open(choice: SourceChoice): Promise<void> {
    const name = nameOf(choice);
    const context: SourceContext = {
      committer,
      position: choice.kind === 'stdin' ? null : await timeline.checkpoint(name),
      fromStart: options.fromStart,
      pageSizeBytes: options.pageSizeBytes,
      newClock: () =>
        createClock({
          tz: options.zone,
          year: options.year,
          notBeforeUs: null,
          // The log is being written: nothing in it is newer than now, and the year turns while we watch.
          get newestUs() {
            return nowMs() * 1000;
          },
          nearUs: null,
          machineZone: options.machineZone,
        }),
      nowMs,
      say,
      changed,
      saw(text) {
        lines = [...lines, { source: name, text }].slice(-most.lines);
      },
    };
    try {
      sources.push(start(choice, context));
    } catch (error) {
      if (choice.kind === 'kmsg') say(`${choice.path} is not followed: ${whyNoRing(error)}`);
      else say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  function start(choice: SourceChoice, context: SourceContext): Source {
    switch (choice.kind) {
      case 'file':
        return followFile(choice.path, context);
      case 'kmsg':
        return followKmsg({ path: choice.path, machine, pauseMs: kmsgPauseMs, open: options.openKmsg }, context);
      case 'journal':
        return followJournal(choice, context);
      case 'stdin':
        return followPipe(options.stdin, context);
    }
  }

  const kmsgPauseMs = (): number => (sampler?.tight ? kmsgEveryMs.tight : kmsgEveryMs.calm);

  const warning = createEarlyWarning();
  const sampler = options.sampler
    ? startSampler({
        host: machine.host,
        nowMs,
        inDetail: () => !degradation.gaveUp('samples'),
        store: (samples) => committer.add({ samples }),
        sampled(memory) {
          const change = warning.look(memory);
          if (warning.level !== 'clear') judge.prepare();
          if (change !== null) {
            const { atMs: _atMs, ...now } = memory;
            tell({ event: 'warning', ...change, memory: now });
            happen({ kind: 'warning', text: change.text, incidentId: null });
          }
          changed();
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

  for (const choice of options.choices) await open(choice);
  await Promise.all(sources.map(({ ready }) => ready));

  let tickedMs = performance.now();
  const ticker = setInterval(() => {
    lookAtStrain();
    for (const source of sources) source.tick();
    incidents.tick();
    const total = sources.reduce((sum, { state }) => sum + state.lines, 0);
    linesPerSecond = total - linesBefore;
    linesBefore = total;
    changed();
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

  function changed(): void {
    if (notifyTimer !== null || listeners.size === 0) return;
    notifyTimer = setTimeout(
      () => {
        notifyTimer = null;
        const now = state();
        for (const listener of listeners) listener(now);
      },
      degradation.gaveUp('screen') ? stateEveryMs.strained : stateEveryMs.usual,
    );
  }

  async function stop(): Promise<void> {
    clearInterval(ticker);
    sampler?.stop();
    prometheus?.stop();
    await retention.stop();
    await Promise.all(sources.map((source) => source.stop()));
    await committer.close();
    await incidents.close();
    if (notifyTimer !== null) clearTimeout(notifyTimer);
    tell({ event: 'stop', text: `stopped; ${committer.records} records stored` });
    await Promise.all(outlets.map((outlet) => outlet.close()));
  }

  return {
    state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
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

/** The name under which a source's position is kept. */
function nameOf(choice: SourceChoice): string {
  return choice.kind === 'file' ? `file:${choice.path}` : choice.kind;
}
