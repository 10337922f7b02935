import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import type { LiveEvent } from '../../src/live/events.ts';
import { type WebhookOptions, webhookOutlet } from '../../src/live/out/webhook.ts';
import { type StandIn, standIn } from './http-stand-in.ts';

let server: StandIn | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const warning = (text: string): LiveEvent =>
  ({
    schema: 'oomtrail/live@1',
    time: '2026-11-20T09:00:00.000000Z',
    host: 'web1',
    event: 'warning',
    text,
  }) as LiveEvent;

interface Posted {
  readonly body: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A receiver that answers with these statuses in turn, the last one for ever; null: not at all. */
async function receiver(statuses: readonly (number | null)[]): Promise<{ url: URL; posted: Posted[] }> {
  const posted: Posted[] = [];
  let turn = 0;
  server = await standIn((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      posted.push({ body, headers: request.headers });
      const status = statuses[Math.min(turn++, statuses.length - 1)];
      if (status != null) response.writeHead(status).end();
    });
  });
  return { url: new URL('hooks/T0/s3cr3t-path?token=s3cr3t-query', server.url), posted };
}

function outlet(url: URL, more: Partial<WebhookOptions> = {}) {
  const said: string[] = [];
  const spools: unknown[] = [];
  const hook = webhookOutlet({
    url,
    secret: null,
    spooled: null,
    spool: (waiting) => void spools.push(structuredClone(waiting)),
    say: (text) => void said.push(text),
    firstWaitMs: 20,
    ...more,
  });
  return { hook, said, spools };
}

const textsOf = (posted: readonly Posted[]): string[] =>
  posted.map(({ body }) => (JSON.parse(body) as { text: string }).text);

test('an event is posted again until it is taken, the ones behind it wait, and each is delivered once', async () => {
  const { url, posted } = await receiver([500, 503, 200]);
  const { hook, said, spools } = outlet(url);
  for (const text of ['first', 'second', 'third']) hook.tell(warning(text));
  await expect.poll(() => spools.at(-1)).toEqual([]);
  expect(textsOf(posted)).toEqual(['first', 'first', 'first', 'second', 'third']);
  expect(said).toEqual([
    expect.stringMatching(/does not answer \(status 500\): events wait on disk, it is tried again$/),
    expect.stringMatching(/answers again$/),
  ]);
  await hook.close();
});

test('a receiver that never answers is given up after its time, said once', async () => {
  const { url } = await receiver([null]);
  const { hook, said } = outlet(url, { answerWithinMs: 50 });
  hook.tell(warning('first'));
  await expect.poll(() => server?.asked.length).toBeGreaterThan(2);
  expect(said).toHaveLength(1);
  await hook.close();
});

test('an event that is refused for good is left out, and the next is posted', async () => {
  const { url, posted } = await receiver([400, 200]);
  const { hook, said, spools } = outlet(url);
  hook.tell(warning('bad'));
  hook.tell(warning('good'));
  await expect.poll(() => spools.at(-1)).toEqual([]);
  expect(textsOf(posted)).toEqual(['bad', 'good']);
  expect(said).toEqual([expect.stringMatching(/refuses an event with status 400: left out$/)]);
  await hook.close();
});

test('what was not delivered before a restart is delivered after it, first', async () => {
  const { url, posted } = await receiver([200]);
  const { hook, spools } = outlet(url, { spooled: { waiting: [JSON.stringify(warning('of yesterday'))] } });
  hook.tell(warning('of today'));
  await expect.poll(() => spools.at(-1)).toEqual([]);
  expect(textsOf(posted)).toEqual(['of yesterday', 'of today']);
  await hook.close();
});

test('of too many waiting events the oldest but one give way, and how many is said', async () => {
  const { url, posted } = await receiver([500, 200]);
  const { hook, said, spools } = outlet(url);
  for (let number = 0; number < 205; number += 1) hook.tell(warning(String(number)));
  await expect.poll(() => spools.at(-1)).toEqual([]);
  expect(textsOf(posted).slice(1, 4)).toEqual(['0', '6', '7']);
  expect(textsOf(posted).at(-1)).toBe('204');
  expect(said.at(-1)).toMatch(/5 events were too many to keep$/);
  await hook.close();
});

test('the body is signed', async () => {
  const { url, posted } = await receiver([200]);
  const { hook } = outlet(url, { secret: 'key' });
  hook.tell(warning('first'));
  await expect.poll(() => posted.length).toBe(1);
  const [{ body, headers } = { body: '', headers: {} }] = posted;
  expect(headers['x-oomtrail-signature']).toBe(`sha256=${createHmac('sha256', 'key').update(body).digest('hex')}`);
  await hook.close();
});

test.each([
  ['down', null],
  ['refusing', 403],
])('no sentence holds a secret of the address: %s', async (_how, status) => {
  const { url } = await receiver([status]);
  url.username = 'bot';
  url.password = 's3cr3t-word';
  const { hook, said } = outlet(url, { answerWithinMs: 50 });
  hook.tell(warning('first'));
  await expect.poll(() => said.length).toBeGreaterThan(0);
  expect(said.join()).not.toMatch(/s3cr3t|bot/);
  await hook.close();
});

test('user and password of the address reach the receiver in the header', async () => {
  const { url, posted } = await receiver([200]);
  url.username = 'bot';
  url.password = 'word';
  const { hook } = outlet(url);
  hook.tell(warning('first'));
  await expect.poll(() => posted[0]?.headers.authorization).toBe(`Basic ${Buffer.from('bot:word').toString('base64')}`);
  await hook.close();
});
