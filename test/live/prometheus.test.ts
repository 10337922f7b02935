import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { followPrometheus, type PrometheusOptions } from '../../src/live/prometheus/follow-prometheus.ts';
import type { StoredSample } from '../../src/store/timeline.ts';
import { type StandIn, standIn } from './http-stand-in.ts';

const exposition = [
  '# HELP node_memory_MemAvailable_bytes Memory information field MemAvailable_bytes.',
  '# TYPE node_memory_MemAvailable_bytes gauge',
  'node_memory_MemAvailable_bytes 2.298032128e+09',
  'node_memory_MemTotal_bytes 1.6e+10',
  'node_vmstat_oom_kill 3',
  '',
].join('\n');
const vector = JSON.stringify({
  status: 'success',
  data: {
    resultType: 'vector',
    result: [
      { metric: { __name__: 'node_memory_MemAvailable_bytes', instance: 'db1:9100' }, value: [1763631300, '1024'] },
      { metric: { __name__: 'node_memory_MemAvailable_bytes', instance: 'db2:9100' }, value: [1763631300, '2048'] },
    ],
  },
});

let server: StandIn | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

const nowMs = Date.UTC(2026, 10, 20, 9);

async function followed(
  url: URL,
  until: (said: string[], stored: StoredSample[]) => boolean,
  more: Partial<PrometheusOptions> = {},
) {
  const said: string[] = [];
  const stored: StoredSample[] = [];
  const following = followPrometheus({
    url,
    host: 'web1',
    nowMs: () => nowMs,
    pauseMs: () => 10,
    store: (samples) => void stored.push(...samples),
    say: (text) => void said.push(text),
    ...more,
  });
  await expect.poll(() => until(said, stored), { timeout: 5000 }).toBe(true);
  following.stop();
  return { said, stored };
}

const text = (response: ServerResponse, body: string): void => {
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(body);
};
const something = (_said: string[], stored: StoredSample[]): boolean => stored.length > 0;
const complaint = (said: string[]): boolean => said.length > 0;

test("an exporter's page becomes samples of this machine, at the time it was asked", async () => {
  server = await standIn((_request, response) => text(response, exposition));
  const { stored } = await followed(new URL('metrics', server.url), something);
  expect(stored.slice(0, 3).map(({ series: { host, metric, scope }, point }) => [host, scope, metric, point])).toEqual([
    ['web1', 'system', 'memAvailableBytes', { atUs: nowMs * 1000, value: 2298032128 }],
    ['web1', 'system', 'memTotalBytes', { atUs: nowMs * 1000, value: 16e9 }],
    ['web1', 'system', 'oomKillCount', { atUs: nowMs * 1000, value: 3 }],
  ]);
});

test("a server's root is asked as a Prometheus first, and its samples keep their hosts and times", async () => {
  server = await standIn((_request, response) => text(response, vector));
  const { stored } = await followed(server.url, something);
  expect(server.asked[0]).toMatch(/^\/api\/v1\/query\?query=/);
  expect(stored.slice(0, 2).map(({ series: { host }, point }) => [host, point.value, point.atUs])).toEqual([
    ['db1', 1024, 1763631300e6],
    ['db2', 2048, 1763631300e6],
  ]);
});

test('where the root has no such page, the page of an exporter is asked, and from then on only that', async () => {
  server = await standIn((request, response) => {
    if (request.url === '/metrics') text(response, exposition);
    else response.writeHead(404).end();
  });
  const { said } = await followed(server.url, (_said, stored) => stored.length > 6);
  expect(said).toEqual([]);
  expect(server.asked.filter((path) => path.startsWith('/api'))).toHaveLength(1);
});

test('a server that is down is said once, and once that it is back', async () => {
  let up = false;
  server = await standIn((_request, response) => {
    if (up) text(response, exposition);
    else response.writeHead(503).end();
    if (server && server.asked.length > 5) up = true;
  });
  const { said } = await followed(new URL('metrics', server.url), something);
  expect(said).toEqual([
    expect.stringMatching(/\/metrics is not read: it answers with status 503; it is tried again$/),
    expect.stringMatching(/it answers again$/),
  ]);
});

test.each([
  ['nobody listens', (): null => null, /nobody listens there/],
  [
    'a page of something else',
    (response: ServerResponse) => text(response, '<html>hello</html>'),
    /holds no memory metrics/,
  ],
  [
    'never ends',
    (response: ServerResponse) => void response.writeHead(200).write('# HELP a b\n'),
    /no answer within 0.2 s/,
  ],
  ['too long', (response: ServerResponse) => text(response, '#'.repeat(300_000)), /more than 0.0625 MiB/],
])('trouble is one sentence: %s', async (_name, answer, sentence) => {
  server = await standIn((_request, response) => void answer(response));
  const url = new URL('metrics', server.url);
  if (answer.length === 0) await server.close();
  const { said, stored } = await followed(url, complaint, { timeoutMs: 200, mostBytes: 65_536 });
  expect(said).toEqual([expect.stringMatching(sentence)]);
  expect(stored).toEqual([]);
});

test('user and password go into the header and into no sentence', async () => {
  const seen: (string | undefined)[] = [];
  server = await standIn((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(401).end();
  });
  const url = new URL('metrics', server.url);
  url.username = 'scraper';
  url.password = 'hunter2';
  const { said } = await followed(url, complaint);
  expect(seen[0]).toBe(`Basic ${Buffer.from('scraper:hunter2').toString('base64')}`);
  expect(said.join()).not.toMatch(/hunter2|scraper/);
});
