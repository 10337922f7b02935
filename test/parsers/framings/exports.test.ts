import { describe, expect, it } from 'vitest';
import { detectFraming } from '../../../parsers/framings/detect.ts';
import { jsonExport } from '../../../parsers/framings/json-export.ts';
import { kubeEvents } from '../../../parsers/framings/kube-events.ts';
import { syslogInTail } from '../../../parsers/framings/syslog-in-tail.ts';
import { frame, frameOne, written } from './frame.ts';

const kill = 'Memory cgroup out of memory: Killed process 41500 (node) total-vm:783352kB, anon-rss:201844kB';
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

/** Who has no shell on a node has its events, in whatever form kubectl printed them. */
describe('events of a cluster', () => {
  it.each([
    [
      'get events',
      `12m (x4 over 25m)   Warning   OOMKilling   node/pool-a-7f2c   ${kill}`,
      { writer: 'unproved', tag: null, host: 'pool-a-7f2c', text: kill },
    ],
    [
      'get events -A',
      'shop        4m2s        Warning   SystemOOM    node/pool-a-7f2c   System OOM encountered, victim process: a b, pid: 7',
      { writer: 'user', tag: 'kubelet', text: 'System OOM encountered, victim process: a b, pid: 7' },
    ],
    [
      'get events -o wide',
      `12m   Warning   OOMKilling   node/pool-a-7f2c      kernel-monitor, pool-a-7f2c   ${kill}   12m   1   pool-a-7f2c.17`,
      { writer: 'unproved', host: 'pool-a-7f2c', text: kill },
    ],
    [
      'get events up to 1.12',
      `1h        1h        1         pool-a-7f2c.1e   Node                Warning   OOMKilling   kernel-monitor, pool-a-7f2c   ${kill}`,
      { writer: 'unproved', host: 'pool-a-7f2c', text: kill },
    ],
    [
      'describe',
      '  Warning  Evicted   3m    kubelet, pool-a-7f2c  The node was low on resource: memory.  Container a was using 9Mi',
      { writer: 'user', tag: 'kubelet', host: 'pool-a-7f2c', text: expect.stringMatching(/^The node .* 9Mi$/) },
    ],
  ])('%s', (_, text, expected) => {
    expect(frameOne(kubeEvents, text)).toMatchObject({ stamp: null, ...expected });
  });

  it.each([
    'Warning: this is no event',
    'a  Warning  Reason  b/c  text',
    '12m  Warning  not a reason  x',
    'Normal   9',
  ])('is not %j', (text) => {
    expect(frame(kubeEvents, text)).toMatchObject({ entries: [], refused: [text] });
  });

  it('as JSON name the node and the time', () => {
    const event = {
      involvedObject: { kind: 'Node', name: 'pool-a-7f2c' },
      kind: 'Event',
      lastTimestamp: '2026-06-13T14:35:38Z',
      managedFields: [{ manager: 'npd' }],
      message: kill,
      reason: 'OOMKilling',
      source: { component: 'kernel-monitor' },
    };
    const text = pretty({
      apiVersion: 'v1',
      items: [event, { ...event, reason: 'Started', message: 'x' }],
      kind: 'List',
    });
    const { entries } = frame(jsonExport, text);
    expect(entries.map((entry) => [entry.writer, entry.tag, entry.host, entry.text])).toEqual([
      ['unproved', null, 'pool-a-7f2c', kill],
      ['unproved', null, 'pool-a-7f2c', 'x'],
    ]);
    expect(written(entries[0] ?? null)).toBe('2026-06-13T14:35:38.000000 0');
    expect(entries[0]?.span).toMatchObject({ line: 4, lines: 18 });
    expect(detectFraming(text.split('\n'))?.name).toBe('json-export');
    expect(frameOne(jsonExport, JSON.stringify({ type: 'ADDED', object: event }))?.text).toBe(kill);
  });
});

describe('exports of log stores', () => {
  const line = `Jun 13 14:35:38 web01 kernel: [  608.218483] ${kill}`;

  it.each([
    ['CloudWatch', { timestamp: 1_781_361_338_123, message: line }],
    ['Cloud Logging', { textPayload: line, timestamp: '2026-06-13T14:35:38.123Z' }],
    ['Elasticsearch', { _index: 'x', _source: { '@timestamp': '2026-06-13T14:35:38.123Z', message: line } }],
    ['Splunk', { preview: false, result: { _raw: line, _time: '2026-06-13T16:35:38.123+02:00' } }],
    ['fluentd', { date: 1_781_361_338.123, log: `${line}\n` }],
  ])('%s holds a whole syslog line, and knows when', (_, object) => {
    for (const text of [JSON.stringify(object), pretty([object])]) {
      const { entries } = frame(jsonExport, text);
      expect(entries).toMatchObject([
        { text: kill, writer: 'unproved', tag: 'kernel', host: 'web01', monotonicUs: 608_218_483 },
      ]);
      expect(entries[0]?.stamp?.civilUs).toBeDefined();
    }
  });

  it.each([
    ['a list', [{ timestamp: 1_781_361_338_123, message: line }]],
    [
      'Elasticsearch',
      { hits: { total: 1, hits: [{ _source: { '@timestamp': '2026-06-13T14:35:38.123Z', message: line } }] } },
    ],
    ['CloudWatch', { events: [{ timestamp: 1_781_361_338_123, message: line }] }],
    ['Loki', { data: { result: [{ stream: { job: 'syslog' }, values: [['1781361338123000000', line]] }] } }],
    ['Datadog', { data: [{ attributes: { timestamp: '2026-06-13T14:35:38.123Z', message: line } }] }],
  ])('%s in one line', (_, value) => {
    const { entries } = frame(jsonExport, JSON.stringify(value));
    expect(entries).toMatchObject([{ text: kill, writer: 'unproved', host: 'web01', span: { line: 1, lines: 1 } }]);
    expect(entries[0]?.stamp?.civilUs).toBe(1_781_361_338_123_000);
  });

  it('Loki names who wrote the lines of a stream', () => {
    const of = (stream: object) =>
      frameOne(jsonExport, JSON.stringify({ data: { result: [{ stream, values: [['1781361338123000000', kill]] }] } }));
    expect(of({ host: 'db' })).toMatchObject({ writer: 'unproved', host: 'db' });
    expect(of({ host: 'db', syslog_identifier: 'web' })).toMatchObject({ writer: 'user', tag: 'web' });
    expect(of({ container: 'web' })).toMatchObject({ writer: 'user' });
  });

  it('are not what Prometheus answers', () => {
    const text = JSON.stringify({ data: { result: [{ metric: { host: 'db' }, values: [[1_781_361_338, '12']] }] } });
    expect(frame(jsonExport, text)).toMatchObject({ entries: [], refused: [text] });
  });

  it('hold a journal of which the collector renamed fields', () => {
    const object = { _TRANSPORT: 'kernel', host: 'db', message: kill, timestamp: '2026-06-13T14:35:38.123Z' };
    expect(frameOne(jsonExport, JSON.stringify(object))).toMatchObject({ text: kill, writer: 'kernel', host: 'db' });
  });

  it('LAVA writes each line of a console as an item of YAML', () => {
    const text = `- {"dt": "2026-06-13T14:35:38.123456", "lvl": "target", "msg": "[  608.218483] ${kill}"}`;
    expect(frameOne(jsonExport, text)).toMatchObject({ text: kill, writer: 'unproved', monotonicUs: 608_218_483 });
  });

  it('hold the journal of a node, pretty-printed', () => {
    const jsonPayload = { MESSAGE: kill, _TRANSPORT: 'kernel', _HOSTNAME: 'gke-1', SYSLOG_FACILITY: '0' };
    const { entries } = frame(jsonExport, pretty([{ insertId: 'a', jsonPayload, timestamp: '2026-06-13T14:35:38Z' }]));
    expect(entries).toMatchObject([{ text: kill, writer: 'kernel', host: 'gke-1' }]);
  });

  it('hold lines of the kernel with their printk stamp', () => {
    const object = {
      '@timestamp': '2026-06-13T14:35:38Z',
      host: 'db',
      ident: 'kernel',
      message: `[66123.500017] ${kill}`,
    };
    expect(frameOne(jsonExport, JSON.stringify(object))).toMatchObject({
      text: kill,
      writer: 'unproved',
      host: 'db',
      monotonicUs: 66_123_500_017,
    });
  });

  it('hold of a node’s journal the text alone: who wrote it stays open, unless a program is named', () => {
    const entry = (fields: object) =>
      JSON.stringify({
        jsonPayload: { MESSAGE: kill, _HOSTNAME: 'gke-1', ...fields },
        timestamp: '2026-06-13T14:35:38Z',
      });
    expect(frameOne(jsonExport, entry({}))).toMatchObject({ text: kill, writer: 'unproved', host: 'gke-1' });
    expect(frameOne(jsonExport, entry({ _COMM: 'web' }))).toMatchObject({ text: kill, writer: 'user' });
    expect(frameOne(jsonExport, entry({ SYSLOG_IDENTIFIER: 'web' }))).toMatchObject({ text: kill, writer: 'user' });
  });

  it.each([
    ['no program', { time: '2026-06-13T14:35:38Z', msg: kill }],
    ['another program', { ts: 1_781_361_338, message: kill, ident: 'web' }],
    ['another program', { ts: 1_781_361_338, message: `[   77.000001] ${kill}`, ident: 'web' }],
    ['a container', { date: 1_781_361_338, log: `[   77.000001] ${kill}`, stream: 'stdout' }],
  ])('with %s named are a program’s', (_, object) => {
    expect(frameOne(jsonExport, JSON.stringify(object))).toMatchObject({
      writer: 'user',
      text: expect.stringContaining(kill),
    });
  });

  it('take no line for the kernel’s that a program put behind a newline', () => {
    for (const ident of ['web', undefined]) {
      const { entries } = frame(
        jsonExport,
        JSON.stringify({ timestamp: '2026-06-13T14:35:38Z', message: `x\n${line}`, ident }),
      );
      expect(entries.map(({ writer }) => writer)).toEqual(['user', 'user']);
    }
  });

  it('may name the kernel beside the message', () => {
    const object = { timestamp: '1781361338123456789', message: 'naïve\nMem-Info:', ident: 'kernel', host: 'db' };
    const { entries } = frame(jsonExport, JSON.stringify(object));
    expect(entries.map(({ text, writer, host }) => [text, writer, host])).toEqual([
      ['naïve', 'unproved', 'db'],
      ['Mem-Info:', 'unproved', 'db'],
    ]);
  });

  it.each(['{"message":"no time"}', '{"time":"2026-06-13T14:35:38Z"}', '{"timestamp":12,"message":"x"}', '{"a":'])(
    'are not %s',
    (text) => {
      expect(frame(jsonExport, text).refused).toEqual([text]);
    },
  );

  it('end where the text is no JSON any more', () => {
    expect(frame(jsonExport, `{\n  "message": "x",\nMem-Info:\n}`).entries).toEqual([]);
  });
});

it('takes year and zone from what stands before a syslog line', () => {
  const entry = frameOne(syslogInTail, '2026-06-13T14:35:39.5+00:00 i-0abc Jun 13 14:35:38 web01 kernel: Mem-Info:');
  expect(entry).toMatchObject({ text: 'Mem-Info:', host: 'web01', tag: 'kernel', span: { byteStart: 0, lines: 1 } });
  expect(written(entry)).toBe('2026-06-13T14:35:39.500000 0');
  const other = '2026-06-13T14:35:39.5+00:00 web01 kernel: Mem-Info:';
  expect(frame(syslogInTail, other).refused).toEqual([other]);
});

/** `gcloud logging read` of a node whose journal nobody collects has what its serial console printed. */
it("reads Cloud Logging's lines of a serial console, whose ends are text", () => {
  const entry = frameOne(
    jsonExport,
    JSON.stringify({
      textPayload: `[  608.218483] ${kill}, UID:0 pgtables:8kB oom_score_adj:991\\r\\n`,
      timestamp: '2026-06-13T14:35:38.123Z',
      labels: { 'compute.googleapis.com/resource_name': 'pool-a-7f2c', is_text_escaped: 'true' },
    }),
  );
  expect(entry).toMatchObject({ host: 'pool-a-7f2c', monotonicUs: 608_218_483 });
  expect(entry?.text).toMatch(/oom_score_adj:991$/);
});
