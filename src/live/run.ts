import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Context } from '../cli/command.ts';
import { exitCodes, KnownError } from '../cli/errors.ts';
import type { Outcome } from '../cli/exit-status.ts';
import type { Plan } from '../cli/plan.ts';
import type { Timeline } from '../store/timeline.ts';
import { cleanJson } from '../views/sanitize.ts';
import { formatTime } from '../views/times.ts';
import { chooseSources } from './choose-sources.ts';
import type { LiveEvent, Outlet } from './events.ts';
import type { LiveFace } from './face.ts';
import { thisMachine } from './machine.ts';
import { exposition } from './out/exposition.ts';
import { lineOf, streamOutlet } from './out/lines.ts';
import { serviceManager } from './out/sd-notify.ts';
import { writeTextfile } from './out/textfile.ts';
import { type Session, startSession } from './session.ts';
import { openSessionTimeline } from './storing/session-timeline.ts';
import { defaultScore, protectSelf } from './surviving/own-process.ts';
import { warmUp } from './surviving/warm-up.ts';

const textfileEveryMs = 15_000;

/**
 * Runs `oomtrail live` until it is interrupted, its reader goes away, its sources end, or `--once` is fulfilled; with a face,
 * until the user leaves it.
 */
export async function runLive(plan: Plan, context: Context, face: LiveFace | null = null): Promise<Outcome> {
  const { sources, remarks } = await chooseSources(plan.operands);
  if (sources.length === 0) {
    throw new KnownError(`there is nothing to follow: ${remarks.join('; ')}`, {
      exitCode: exitCodes.unusable,
      hint: 'Name a log: oomtrail live FILE, or pipe one in: ... | oomtrail live -',
    });
  }
  const score = plan.live.oomScoreAdj ?? defaultScore;
  const unprotected = score === 0 ? null : protectSelf(score);
  const store = await openSessionTimeline(plan.db, context.env);
  const { timeline } = store;
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
    outlets: [shown, ...(await hooks(plan, timeline, { say, keep }))],
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
  try {
    const endServices = await services(plan, context, session, say);
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
    await session.stop();
    await store.close();
  }
  if (readerGone !== null) throw readerGone;
  return { found: false, read: true, problems: [] };
}

function renderer(plan: Plan): (event: LiveEvent) => string {
  const zone = plan.zone ?? plan.machineZone;
  return plan.format === 'json' || plan.format === 'jsonl'
    ? (event) => `${cleanJson(JSON.stringify(event))}\n`
    : (event) => lineOf(event, (time) => formatTime(time, zone));
}

/** Those who are called for each event. */
async function hooks(
  { live }: Plan,
  timeline: Timeline,
  { say, keep }: { say(text: string): void; keep(waiting: unknown): void },
): Promise<Outlet[]> {
  const outlets: Outlet[] = [];
  if (live.exec !== null) {
    const { execOutlet } = await import('./out/exec.ts');
    outlets.push(execOutlet({ command: live.exec, timeoutMs: live.execTimeoutMs, say }));
  }
  if (live.webhook !== null) {
    const { webhookOutlet } = await import('./out/webhook.ts');
    const spooled = await timeline.checkpoint('webhook');
    outlets.push(webhookOutlet({ url: live.webhook, secret: secretIn(live.webhookSecret), spooled, spool: keep, say }));
  }
  return outlets;
}

function secretIn(path: string | null): string | null {
  if (path === null) return null;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new KnownError(`--webhook-secret: cannot read ${path}`, { exitCode: exitCodes.unusable, cause: error });
  }
}

/** What runs beside the session: metrics, textfile, the service manager. Returns what ends them. */
async function services(
  { live }: Plan,
  { env, nowMs }: Context,
  session: Session,
  say: (text: string) => void,
): Promise<() => Promise<void>> {
  const text = (): string => exposition(session.state(), session.totals);
  const server = live.metrics === null ? null : await listen(live.metrics, text);
  if (server !== null && live.metrics !== null) say(`metrics at http://${live.metrics.host}:${server.port}/metrics`);

  let textfileTrouble: string | null = null;
  function writeText(): void {
    if (live.textfile === null) return;
    const trouble = writeTextfile(live.textfile, text());
    if (trouble !== null && trouble !== textfileTrouble) say(`metrics cannot be written: ${trouble}`);
    textfileTrouble = trouble;
  }
  writeText();
  const textfileTimer = live.textfile === null ? null : setInterval(writeText, textfileEveryMs);

  const manager = serviceManager(env, nowMs);
  manager.ready();
  const managerTimer = setInterval(() => {
    manager.tick();
    manager.status(statusOf(session));
  }, 1000);
  return async () => {
    clearInterval(managerTimer);
    if (textfileTimer !== null) clearInterval(textfileTimer);
    writeText();
    manager.stopping();
    await server?.close();
  };
}

async function listen(address: NonNullable<Plan['live']['metrics']>, text: () => string) {
  // An HTTP server costs memory that only those pay who want one.
  const { serveMetrics } = await import('./out/metrics-server.ts');
  try {
    return await serveMetrics(address, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new KnownError(`--metrics: ${why}`, { exitCode: exitCodes.unusable, cause: error });
  }
}

function statusOf(session: Session): string {
  const { sources, incidents, warning } = session.state();
  const open = incidents.filter((one) => one.open).length;
  const following = sources.filter(({ state }) => state === 'following').length;
  return `following ${following} of ${sources.length} sources, ${open} open incidents, memory ${warning}`;
}

function stopper(): { readonly asked: Promise<void>; now(): void } {
  let resolveAsked = (): void => {};
  const asked = new Promise<void>((resolve) => {
    resolveAsked = resolve;
  });
  return { asked, now: () => resolveAsked() };
}
