import { readFileSync } from 'node:fs';
import { exitCodes, KnownError } from '../../errors.ts';
import type { Timeline } from '../../store/timeline.ts';
import type { Outlet } from '../events.ts';
import type { LiveOptions } from '../plan.ts';

/** Those who are called for each event. `keep` puts what a webhook was not told yet beside the records. */
export async function openHooks(
  { exec, execTimeoutMs, webhook, webhookSecret }: LiveOptions,
  timeline: Timeline,
  { say, keep }: { say(text: string): void; keep(waiting: unknown): void },
): Promise<Outlet[]> {
  const outlets: Outlet[] = [];
  if (exec !== null) {
    const { execOutlet } = await import('./exec.ts');
    outlets.push(execOutlet({ command: exec, timeoutMs: execTimeoutMs, say }));
  }
  if (webhook !== null) {
    const { webhookOutlet } = await import('./webhook.ts');
    const spooled = await timeline.checkpoint('webhook');
    outlets.push(webhookOutlet({ url: webhook, secret: secretIn(webhookSecret), spooled, spool: keep, say }));
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
