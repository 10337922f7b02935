import { once } from 'node:events';
import { exitCodes, KnownError } from '../errors.ts';
import { cleanJson } from '../views/sanitize.ts';
import { formatTime } from '../views/times.ts';
import { chooseSources } from './choose-sources.ts';
import type { LiveEvent } from './events.ts';
import type { LiveFace } from './face.ts';
import { thisMachine } from './machine.ts';
import { openHooks } from './out/hooks.ts';
import { lineOf, streamOutlet, type Writer } from './out/lines.ts';
import { startServices } from './out/services.ts';
import type { LivePlan } from './plan.ts';
import { type Session, startSession } from './session.ts';
import { openSessionTimeline } from './storing/session-timeline.ts';
import { defaultScore, protectSelf } from './surviving/own-process.ts';
import { warmUp } from './surviving/warm-up.ts';

const lookEveryMs = 1000;

/** What `live` may touch of the world beside its sources and its timeline. */
export interface LiveContext {
  readonly out: Writer;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  /** Aborted by Ctrl-C or SIGTERM: commit what there is and return. */
  readonly interrupt: AbortSignal;
}

/**
 * Runs `oomtrail live` until it is interrupted, its reader goes away, its sources end, or `--once` is fulfilled; with a face,
 * until the user leaves it.
 */
export async function runLive(plan: LivePlan, context: LiveContext, face: LiveFace | null = null): Promise<void> {
  const { sources, remarks, denied } = await chooseSources(plan.operands);
  if (sources.length === 0) {
    throw new KnownError(`there is nothing to follow: ${remarks.join('; ')}`, {
      exitCode: denied ? exitCodes.permission : exitCodes.unusable,
      hint: 'Name a log: oomtrail live FILE, or pipe one in: ... | oomtrail live -',
    });
  }
  const score = plan.live.oomScoreAdj ?? defaultScore;
  const unprotected = score === 0 ? null : protectSelf(score);
  const { timeline, look: lookAtTimeline, close: closeTimeline } = await openSessionTimeline(plan.db, context.env);
  const stop = stopper();
  const said: string[] = [];
  let session: Session | null = null;
  const say = (text: string): void => {
    if (session === null) said.push(text);
    else session.tell({ event: 'notice', text });
  };
  let readerGone: unknown = null;
  const shown =
    face?.outlet ??
    streamOutlet(context.out, renderer(plan), (error) => {
      readerGone = error;
      stop.now();
    });
  warmUp();
  const keep = (waiting: unknown): void => session?.keep('webhook', { waiting });
  session = await startSession({
    timeline,
    db: plan.db,
    machine: thisMachine(),
    choices: sources,
    stdin: process.stdin,
    fromStart: plan.live.fromStart,
    zone: plan.zone,
    machineZone: plan.machineZone,
    year: plan.year,
    pageSizeBytes: plan.pageSizeBytes,
    outlets: [shown, ...(await openHooks(plan.live, timeline, { say, keep }))],
    sampler: plan.live.sampler,
    prometheus: plan.live.prometheus,
    retentionMs: plan.live.retentionMs,
    nowMs: context.nowMs,
  });
  const names = session.state().sources.map(({ name }) => name);
  const into = plan.db === null ? '' : `; timeline ${plan.db}`;
  session.tell({ event: 'start', text: `following ${names.join(', ')}${into}`, sources: names });
  for (const text of [...remarks, ...said]) say(text);
  if (unprotected !== null) say(`the kernel may kill this process first: ${unprotected}`);
  session.onIncident((opened) => {
    if (plan.live.once !== null && opened >= plan.live.once) stop.now();
  });
  const looking = setInterval(() => {
    void lookAtTimeline().then((text) => text !== null && say(text));
  }, lookEveryMs);
  try {
    const endServices = await startServices(plan.live, session, { ...context, say });
    if (!context.interrupt.aborted) {
      const closing = new AbortController();
      const showing = face?.show(session, timeline, closing.signal);
      await Promise.race([once(context.interrupt, 'abort'), showing ?? session.ended, stop.asked]);
      closing.abort();
      await showing;
    }
    await endServices();
  } finally {
    // Also where metrics cannot be served: what runs would keep the process from ending.
    clearInterval(looking);
    await session.stop();
    await closeTimeline();
  }
  if (readerGone !== null) throw readerGone;
}

function renderer(plan: LivePlan): (event: LiveEvent) => string {
  const zone = plan.zone ?? plan.machineZone;
  return plan.format === 'json' || plan.format === 'jsonl'
    ? (event) => `${cleanJson(JSON.stringify(event))}\n`
    : (event) => lineOf(event, (time) => formatTime(time, zone));
}

function stopper(): { readonly asked: Promise<void>; now(): void } {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  return { asked, now: () => resolve() };
}
