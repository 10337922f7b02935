import { describe, expect, it } from 'vitest';
import { rfc3164 } from '../../../parsers/framings/rfc3164.ts';
import { frame } from './frame.ts';

const stamped = (count: number, host = 'web01') =>
  Array.from({ length: count }, (_, at) => `Nov 20 09:30:30 ${host} kernel: [    1.00000${at % 10}] line ${at}`);
const bare = (count: number, host = 'web01') =>
  Array.from({ length: count }, (_, at) => `Nov 20 09:30:31 ${host} kernel: bare ${at}`);
const writers = (lines: readonly string[], of: string) =>
  frame(rfc3164, lines.join('\n'))
    .entries.filter((entry) => entry.text.startsWith(of))
    .map((entry) => entry.writer);

/** `logger -t kernel` writes what the kernel seems to write; imklog's stamp is the sign that it did not. */
describe('a kernel line without a stamp', () => {
  it('is a user’s in a log whose kernel lines carry one', () => {
    expect(writers([...stamped(5), ...bare(1), ...stamped(1), ...bare(2)], 'bare')).toEqual(['user', 'user', 'user']);
  });

  it('is not judged before stamped lines were seen', () => {
    expect(writers([...bare(3), ...stamped(9)], 'bare')).toEqual(['unproved', 'unproved', 'unproved']);
    expect(writers([...stamped(2), ...bare(1)], 'bare')).toEqual(['unproved']);
  });

  it('is not judged in a log that never shows stamps', () => {
    expect(new Set(writers(bare(50), 'bare'))).toEqual(new Set(['unproved']));
  });

  /** `printk.time` can be switched at run time: a whole report must not be taken for a forgery. */
  it('is believed once many follow each other, and stays believed', () => {
    const judged = writers([...stamped(50), ...bare(60)], 'bare');
    expect(judged.slice(0, 8)).toEqual(Array(8).fill('user'));
    expect(new Set(judged.slice(8))).toEqual(new Set(['unproved']));
    expect(writers([...stamped(50), ...bare(60), ...stamped(1), ...bare(1)], 'bare').at(-1)).toBe('unproved');
  });

  it('is believed after the logger was started again', () => {
    const start = 'Nov 20 09:30:30 web01 rsyslogd: [origin software="rsyslogd" swVersion="8.2504.0"] start';
    const rotated =
      'Nov 20 09:30:30 web01 rsyslogd: [origin software="rsyslogd" swVersion="8.2504.0"] rsyslogd was HUPed';
    expect(writers([...stamped(50), start, ...bare(1)], 'bare')).toEqual(['unproved']);
    expect(writers([...stamped(50), rotated, ...bare(1)], 'bare')).toEqual(['user']);
  });

  it('is believed after a boot that shows none', () => {
    const boot = 'Nov 20 09:30:31 web01 kernel: Linux version 6.1.0';
    expect(writers([...stamped(50), boot, ...bare(2)], 'bare')).toEqual(['unproved', 'unproved']);
  });

  it('is judged by the lines of its own host', () => {
    expect(writers([...stamped(50, 'a'), ...bare(1, 'b')], 'bare')).toEqual(['unproved']);
    expect(writers([...stamped(50, 'a'), ...bare(9, 'b'), ...bare(1, 'a')], 'bare').at(-1)).toBe('user');
  });
});
