import { describe, expect, it } from 'vitest';
import { detectFraming } from '../../../parsers/framings/detect.ts';
import { logfmt } from '../../../parsers/framings/logfmt.ts';
import { frame, frameOne, written } from './frame.ts';

const line = (message: string): string =>
  `ts=2026-11-20T09:30:30.123Z host=web01 unit=kernel level=warning msg=${JSON.stringify(message)}`;

/** Who queries a log store from a shell pipes this into a file. */
describe('fields in a line', () => {
  it.each([
    ['Loki', line('Mem-Info:')],
    ['Promtail', 'time="2026-11-20T09:30:30.123Z" level=warning hostname=web01 facility=kern tag=kernel msg=Mem-Info:'],
    ['Vector', 'timestamp=2026-11-20T09:30:30.123Z host=web01 appname="kernel" message="Mem-Info:" severity=info'],
    ['journald fields', '_TRANSPORT=x transport=kernel ts=2026-11-20T09:30:30.123Z host=web01 message="Mem-Info:"'],
  ])('%s', (_, text) => {
    const entry = frameOne(logfmt, text);
    expect(entry).toMatchObject({ text: 'Mem-Info:', host: 'web01', tag: 'kernel', writer: 'unproved' });
    expect(written(entry)).toBe('2026-11-20T09:30:30.123000 0');
  });

  it('keeps indentation, and breaks a message where it breaks', () => {
    expect(frame(logfmt, line(' a "b" \\x\nfile 0')).entries.map(({ text }) => text)).toEqual([' a "b" \\x', 'file 0']);
  });

  it.each([
    ['a program', 'time="2026-11-20T09:30:30Z" level=error unit=docker.service msg="java invoked oom-killer: kernel"'],
    ['words behind the fields', `${line('Mem-Info:')} and more`],
    ['no message', 'ts=2026-11-20T09:30:30.123Z unit=kernel level=info'],
    ['no time', 'unit=kernel msg="Mem-Info:"'],
  ])('is not %s', (_, text) => {
    expect(frame(logfmt, text).refused).toEqual([text]);
  });

  it('names the source behind the text, which has a stamp of its own', () => {
    const text = 'time="2026-11-20T09:30:30Z" level=warning msg="[ 4123.500017] Mem-Info:" source=dmesg';
    expect(frameOne(logfmt, text)).toMatchObject({ text: 'Mem-Info:', writer: 'unproved', monotonicUs: 4_123_500_017 });
  });

  it("of a container is the container's", () => {
    const text = 'ts=2026-11-20T09:30:30.123Z container_name=x tag=kernel msg="Mem-Info:"';
    expect(frameOne(logfmt, text)).toMatchObject({ writer: 'user' });
  });

  it('is detected', () => {
    expect(detectFraming([line('Mem-Info:'), line('Call Trace:')])?.name).toBe('logfmt');
  });
});
