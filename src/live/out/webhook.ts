import { createHmac } from 'node:crypto';
import { counted } from '../../views/quantities.ts';
import type { LiveEvent, Outlet } from '../events.ts';
import { isObject } from '../following/position.ts';
import { addressOf } from './address.ts';
import { calling } from './calling.ts';

export interface WebhookOptions {
  readonly url: URL;
  /** Signs each body: `x-oomtrail-signature: sha256=HEX`. */
  readonly secret: string | null;
  /** What an earlier run could not deliver, as it was spooled. */
  readonly spooled: unknown;
  /** Keeps what is not delivered yet, so that a restart delivers it. */
  spool(waiting: unknown): void;
  say(sentence: string): void;
  readonly firstWaitMs?: number;
  readonly answerWithinMs?: number;
}

const most = { waiting: 200, bytes: 4 * 1024 * 1024 } as const;
const usually = { firstWaitMs: 1000, answerWithinMs: 10_000 } as const;
const longestWaitMs = 300_000;

/** Posts events, one after the other, each until the other side takes it; kept on disk meanwhile. */
export function webhookOutlet(options: WebhookOptions): Outlet {
  const { secret, say, firstWaitMs = usually.firstWaitMs, answerWithinMs = usually.answerWithinMs } = options;
  const { url, authorization, name } = addressOf(options.url, { pathIsSecret: true });
  const waiting: string[] = parseSpool(options.spooled);
  let waitMs = firstWaitMs;
  let running = false;
  let closed = false;
  let broken = false;
  let left = 0;
  let timer: NodeJS.Timeout | null = null;

  async function deliver(): Promise<void> {
    if (running || closed) return;
    running = true;
    for (let [body] = waiting; body !== undefined && !closed; [body] = waiting) {
      const trouble = await send(body);
      if (trouble !== null) {
        if (!broken) say(`the webhook ${name} does not answer (${trouble}): events wait on disk, it is tried again`);
        broken = true;
        timer = setTimeout(() => void deliver(), waitMs);
        waitMs = Math.min(longestWaitMs, waitMs * 2);
        break;
      }
      if (broken)
        say(
          `the webhook ${name} answers again${left > 0 ? `; ${counted(left, 'event was', 'events were')} too many to keep` : ''}`,
        );
      broken = false;
      left = 0;
      waitMs = firstWaitMs;
      waiting.shift();
      options.spool(waiting);
    }
    running = false;
  }

  /** Null where it was taken, or refused for good; else what went wrong. */
  async function send(body: string): Promise<string | null> {
    const headers: Record<string, string> = { 'content-type': 'application/json', 'user-agent': 'oomtrail' };
    if (authorization !== null) headers.authorization = authorization;
    if (secret !== null)
      headers['x-oomtrail-signature'] = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    try {
      const answer = await fetch(url, {
        method: 'POST',
        body,
        headers,
        redirect: 'error',
        signal: AbortSignal.timeout(answerWithinMs),
      });
      await answer.body?.cancel();
      if (answer.ok) return null;
      const final = answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429;
      if (!final) return `status ${answer.status}`;
      say(`the webhook ${name} refuses an event with status ${answer.status}: left out`);
      return null;
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      return cause instanceof Error ? cause.message || cause.name : String(cause);
    }
  }

  if (waiting.length > 0) void deliver();

  return {
    tell(event: LiveEvent) {
      if (!calling.has(event.event)) return;
      waiting.push(JSON.stringify(event));
      let bytes = waiting.reduce((sum, { length }) => sum + length, 0);
      while (waiting.length > 1 && (waiting.length > most.waiting || bytes > most.bytes)) {
        // The first may be on its way.
        const [dropped = ''] = waiting.splice(1, 1);
        bytes -= dropped.length;
        left += 1;
      }
      options.spool(waiting);
      if (timer === null || !broken) void deliver();
    },
    async close() {
      if (!broken && waiting.length > 0) {
        await Promise.race([settled(), new Promise((resolve) => setTimeout(resolve, 3000).unref())]);
      }
      closed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };

  async function settled(): Promise<void> {
    while (waiting.length > 0 && !broken) await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function parseSpool(value: unknown): string[] {
  if (!isObject(value) || !Array.isArray(value.waiting)) return [];
  return value.waiting.filter((body: unknown): body is string => typeof body === 'string');
}
