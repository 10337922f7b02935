import { once } from 'node:events';
import type { Context } from '../cli/command.ts';
import { exitCodes, KnownError } from '../cli/errors.ts';
import type { Outcome } from '../cli/exit-status.ts';
import type { Plan } from '../cli/plan.ts';
import { openTimeline } from '../store/index.ts';
import { cleanJson } from '../views/sanitize.ts';
import { formatTime } from '../views/times.ts';
import { chooseSources } from './choose-sources.ts';
import type { LiveEvent } from './events.ts';
import { thisMachine } from './machine.ts';
import { lineOf, streamOutlet } from './out/lines.ts';
import { defaultScore, protectSelf } from './own-process.ts';
import { startSession } from './session.ts';

/** Runs `oomtrail live` until it is interrupted, its reader goes away, its sources end, or `--once` is fulfilled. */
export async function runLive(plan: Plan, context: Context): Promise<Outcome> {
  const { sources, remarks } = await chooseSources(plan.operands);
  if (sources.length === 0) {
    throw new KnownError(`there is nothing to follow: ${remarks.join('; ')}`, {
      exitCode: exitCodes.unusable,
      hint: 'Name a log: oomtrail live FILE, or pipe one in: ... | oomtrail live -',
    });
  }
  const unprotected = plan.live.oomScoreAdj === 0 ? null : protectSelf(plan.live.oomScoreAdj ?? defaultScore);
  const timeline = await openTimeline({ file: plan.db, mode: 'write', durability: 'power' });
  const stop = stopper();
  const zone = plan.zone ?? plan.machineZone;
  const asJson = plan.format === 'json' || plan.format === 'jsonl';
  const render = asJson
    ? (event: LiveEvent) => `${cleanJson(JSON.stringify(event))}\n`
    : (event: LiveEvent) => lineOf(event, (time) => formatTime(time, zone));
  let readerGone: unknown = null;
  const outlet = streamOutlet(context.out, render, (error) => {
    readerGone = error;
    stop.now();
  });
  const session = await startSession({
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
    outlets: [outlet],
    nowMs: context.nowMs,
  });
  session.tell({
    event: 'start',
    text: `following ${session
      .state()
      .sources.map(({ name }) => name)
      .join(', ')}${plan.db === null ? '' : `; timeline ${plan.db}`}`,
    sources: session.state().sources.map(({ name }) => name),
  });
  for (const text of remarks) session.tell({ event: 'notice', text });
  if (unprotected !== null)
    session.tell({ event: 'notice', text: `the kernel may kill this process first: ${unprotected}` });
  session.onIncident((opened) => {
    if (plan.live.once !== null && opened >= plan.live.once) stop.now();
  });
  if (!context.interrupt.aborted) {
    await Promise.race([once(context.interrupt, 'abort'), session.ended, stop.asked]);
  }
  await session.stop();
  await timeline.close();
  if (readerGone !== null) throw readerGone;
  return { found: false, read: true, problems: [] };
}

function stopper(): { readonly asked: Promise<void>; now(): void } {
  let resolveAsked = (): void => {};
  const asked = new Promise<void>((resolve) => {
    resolveAsked = resolve;
  });
  return { asked, now: () => resolveAsked() };
}
