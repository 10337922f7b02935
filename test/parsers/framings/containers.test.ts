import { describe, expect, it } from 'vitest';
import { cri } from '../../../parsers/framings/cri.ts';
import { dockerJson } from '../../../parsers/framings/docker-json.ts';
import { frame, frameOne, written } from './frame.ts';

const kill = 'Out of memory: Killed process 4242 (mysqld) total-vm:3042712kB, anon-rss:2901044kB';

/** A container has no kernel: a report inside was copied or made up. */
describe('what a container prints is never the kernel’s', () => {
  it.each([
    [cri, `2026-11-20T09:30:30.123456789Z stdout F ${kill}`],
    [cri, `2026-11-20T09:30:30.123456789Z stdout F:tag ${kill}`],
    [dockerJson, JSON.stringify({ log: `${kill}\n`, stream: 'stdout', time: '2026-11-20T09:30:30.123456789Z' })],
  ])('%s', (framing, text) => {
    const entry = frameOne(framing, text);
    expect(entry).toMatchObject({ text: kill, writer: 'user', host: null, tag: null });
    expect(written(entry)).toBe('2026-11-20T09:30:30.123456 0');
  });
});

describe('pieces of a long line', () => {
  it('are told from lines of the other stream', () => {
    const { entries } = frame(
      cri,
      ['stdout P one ', 'stderr F other', 'stdout P two ', 'stdout F three', 'stdout F next']
        .map((text) => `2026-11-20T09:30:30Z ${text}`)
        .join('\n'),
    );
    expect(entries.map((entry) => [entry.text, entry.first])).toEqual([
      ['one ', true],
      ['other', true],
      ['two ', false],
      ['three', false],
      ['next', true],
    ]);
  });

  it('have no newline in docker’s file', () => {
    const log = (text: string) => JSON.stringify({ log: text, stream: 'stdout', time: '2026-11-20T09:30:30Z' });
    const { entries } = frame(dockerJson, [log('one '), log('two\r\n'), log('next\n')].join('\n'));
    expect(entries.map((entry) => [entry.text, entry.first])).toEqual([
      ['one ', true],
      ['two', false],
      ['next', true],
    ]);
  });
});

it.each(['2026-11-20T09:30:30Z web01 kernel: x', '2026-11-20T09:30:30Z stdout X x', '2026-11-20T09:30:30Z stdin F x'])(
  'cri refuses %s',
  (text) => {
    expect(frame(cri, text).refused).toEqual([text]);
  },
);

it.each(['{"log":"x\\n"}', '{"log":{"a":1},"time":"x"}', '{"log":"x\\n","time":"2026', '{"level":"info","log":"x"}'])(
  'docker-json refuses %s',
  (text) => {
    expect(frame(dockerJson, text).refused).toEqual([text]);
  },
);
