import { describe, expect, it } from 'vitest';
import { busyboxSyslog } from '../../../parsers/framings/busybox-syslog.ts';
import { rfc3164 } from '../../../parsers/framings/rfc3164.ts';
import { rfc3339 } from '../../../parsers/framings/rfc3339.ts';
import { rfc5424 } from '../../../parsers/framings/rfc5424.ts';
import { frame, frameOne, written } from './frame.ts';

const kill = 'Out of memory: Killed process 4242 (mysqld) total-vm:3042712kB, anon-rss:2901044kB';

describe('rfc3164', () => {
  it.each([
    ['imklog with the stamp', `Nov  5 09:30:30 web01 kernel: [  608.218483] ${kill}`, 'web01', 608218483, 'unproved'],
    ['without a host', `Nov  5 09:30:30 kernel: [  608.218483] ${kill}`, null, 608218483, 'unproved'],
    [
      'no space before the stamp',
      `Nov  5 09:30:30 web01 kernel:[  608.218483] ${kill}`,
      'web01',
      608218483,
      'unproved',
    ],
    ['through journald, no stamp', `Nov  5 09:30:30 web01 kernel: ${kill}`, 'web01', null, 'unproved'],
    ['with the caller', `Nov  5 09:30:30 web01 kernel: [  608.218483][  T123] ${kill}`, 'web01', 608218483, 'unproved'],
    ['netconsole, no tag', `Nov  5 09:30:30 10.0.0.5 [  608.218483] ${kill}`, '10.0.0.5', 608218483, 'unproved'],
    ['IPv6 host', `Nov  5 09:30:30 fe80::1 kernel: ${kill}`, 'fe80::1', null, 'unproved'],
    ['priority of the kernel', `<4>Nov  5 09:30:30 web01 kernel: ${kill}`, 'web01', null, 'unproved'],
    ['carriage return', `Nov  5 09:30:30 web01 kernel: ${kill}\r`, 'web01', null, 'unproved'],
    ['dmesg with a date before each line', `Nov  5 09:30:30 [  608.218483] ${kill}`, null, 608218483, 'unproved'],
    [
      'two spaces behind the tag',
      `Nov  5 09:30:30 web01 kernel:  [  608.218483] ${kill}`,
      'web01',
      608218483,
      'unproved',
    ],
    [
      'a relay that put its own header before it',
      `Nov  5 09:30:31 10.0.0.9 Nov  5 09:30:30 web01 kernel: [  608.218483] ${kill}`,
      'web01',
      608218483,
      'unproved',
    ],
    ['a relay, another tag', `Nov  5 09:30:31 10.0.0.9 Nov  5 09:30:30 web01 app[7]: ${kill}`, 'web01', null, 'user'],
    ['priority of a user', `<12>Nov  5 09:30:30 web01 kernel: ${kill}`, 'web01', null, 'user'],
    ['brackets without a pid', `Nov  5 09:30:30 web01 kernel[]: ${kill}`, 'web01', null, 'unproved'],
    ['a pid', `Nov  5 09:30:30 web01 kernel[812]: ${kill}`, 'web01', null, 'user'],
    ['another tag', `Nov  5 09:30:30 web01 app: ${kill}`, 'web01', null, 'user'],
    ['another tag with a pid', `Nov  5 09:30:30 web01 (sd-pam)[12]: ${kill}`, 'web01', null, 'user'],
    ['tag with slash and colons', `Nov  5 09:30:30 web01 a::b/smtp[12]: ${kill}`, 'web01', null, 'user'],
  ])('%s', (_case, text, host, monotonicUs, writer) => {
    const entry = frameOne(rfc3164, text);
    expect(entry).toMatchObject({ text: kill, host, monotonicUs, writer, first: true });
    expect(written(entry)).toBe('11-05T09:30:30.000000 local');
  });

  /** Text of a program without a tag must not pass for the kernel's. */
  it('takes a line without a tag for a program unless a printk stamp begins it', () => {
    expect(frameOne(rfc3164, `Nov  5 09:30:30 web01 my app: ${kill}`)).toMatchObject({ tag: null, writer: 'user' });
  });

  it.each([
    ['Nov  5 09:30:30 web01 last message repeated 3 times', 'web01'],
    ['Nov  5 09:30:30 last message repeated 3 times', null],
    [`Nov  5 09:30:30 web01 kernel: message repeated 3 times: [ ${kill}]`, 'web01'],
    [`Nov  5 09:30:30 web01 kernel: message repeated 3 times: [[  608.218483] ${kill}]`, 'web01'],
    ['Nov  5 09:30:30 web01 kernel: imklog 5.8.10, log source = /proc/kmsg started.', 'web01'],
  ])('does not hold what the logger says for the kernel: %s', (text, host) => {
    expect(frameOne(rfc3164, text)).toMatchObject({ writer: 'user', host });
  });

  it('reads tag and pid', () => {
    expect(frameOne(rfc3164, 'Nov 20 09:30:30 web01 systemd[1]: nginx.service: Failed')).toMatchObject({
      tag: 'systemd',
      pid: 1,
      text: 'nginx.service: Failed',
    });
  });

  it.each([
    'Nov 20 09:30:30',
    'Nov 20 09:30:30web01 kernel: x',
    '[  608.218483] Mem-Info:',
    '2026-11-20T09:30:30Z web01 kernel: x',
    'Nov 32 09:30:30 web01 kernel: x',
  ])('refuses %s', (text) => {
    expect(frame(rfc3164, text).refused).toEqual([text]);
  });

  it('splits a message at rsyslog’s escaped newlines, all with the span of the line', () => {
    const text = 'Nov 20 09:30:30 web01 kernel: active_anon:1 inactive_anon:2#012 active_file:3#011x#012 free:4';
    const { entries } = frame(rfc3164, text);
    expect(entries.map((entry) => [entry.text, entry.first])).toEqual([
      ['active_anon:1 inactive_anon:2', true],
      [' active_file:3\tx', false],
      [' free:4', false],
    ]);
    for (const { span } of entries)
      expect(span).toEqual({ path: 'x.log', line: 1, byteStart: 0, byteEnd: text.length, lines: 1 });
  });

  it('leaves build numbers alone, which look like escapes', () => {
    const text = 'Linux version 5.4.0-109-generic (buildd@lcy02) #123-Ubuntu SMP #12-x';
    expect(frameOne(rfc3164, `Nov 20 09:30:30 web01 kernel: ${text}`)?.text).toBe(text);
  });

  it('takes off exactly the indentation that journalctl gives continuation lines', () => {
    const text = [
      'May 17 23:26:07 web01 kernel: active_anon:105326 inactive_anon:451 isolated_anon:0',
      '                               active_file:0 inactive_file:3 isolated_file:0',
      'May 17 23:26:07 web01 kernel: Node 0',
    ].join('\n');
    const { entries } = frame(rfc3164, text);
    expect(entries.map((entry) => [entry.text, entry.first, entry.writer, entry.host])).toEqual([
      ['active_anon:105326 inactive_anon:451 isolated_anon:0', true, 'unproved', 'web01'],
      [' active_file:0 inactive_file:3 isolated_file:0', false, 'unproved', 'web01'],
      ['Node 0', true, 'unproved', 'web01'],
    ]);
    expect(entries[1]?.span).toMatchObject({ line: 2, lines: 1, byteStart: 83 });
    expect(written(entries[1] ?? null)).toBe('05-17T23:26:07.000000 local');
  });

  it('does not continue what lies before a gap', () => {
    const reader = rfc3164.reader();
    const lines = ['May 17 23:26:07 web01 kernel: a', '                               b'];
    const read = (text = '') =>
      reader.read({ path: 'x', text, line: 1, byteStart: 0, byteEnd: 1, cut: false }, () => {});
    expect([read(lines[0]), read(lines[1])]).toEqual([true, true]);
    reader.jump();
    expect(read(lines[1])).toBe(false);
  });

  it('decodes UTF-8, and bytes that are none', () => {
    expect(frameOne(rfc3164, 'Nov 20 09:30:30 web01 app: März')?.text).toBe('März');
    const reader = rfc3164.reader();
    const texts: string[] = [];
    const text = 'Nov 20 09:30:30 web01 kernel: Killed process 7 (caf\xc3)';
    reader.read({ path: 'x', text, line: 1, byteStart: 0, byteEnd: 9, cut: false }, (entry) => texts.push(entry.text));
    expect(texts).toEqual(['Killed process 7 (caf\ufffd)']);
  });
});

describe('rfc3339', () => {
  it.each([
    ['2026-11-20T09:30:30.123456+02:00 web01 kernel: [12345.678901] x', '2026-11-20T09:30:30.123456 120', 12345678901],
    ['2026-11-20T09:30:30+0200 web01 kernel: x', '2026-11-20T09:30:30.000000 120', null],
    ['2026-11-20T09:30:30Z web01 kernel: x', '2026-11-20T09:30:30.000000 0', null],
    ['2026-11-20 09:30:30 web01 kernel: x', '2026-11-20T09:30:30.000000 local', null],
    ['2026-11-20 09:30:30.123 CET web01 kernel: x', '2026-11-20T09:30:30.123000 60', null],
    ['2026-11-20 09:30:30 -0230 web01 kernel: [12345.678901] x', '2026-11-20T09:30:30.000000 -150', 12345678901],
    ['2026-11-20 09:30:30 CST web01 kernel: x', '2026-11-20T09:30:30.000000 local', null],
  ])('%s', (text, stamp, monotonicUs) => {
    const entry = frameOne(rfc3339, text);
    expect(entry).toMatchObject({ text: 'x', host: 'web01', tag: 'kernel', writer: 'unproved', monotonicUs });
    expect(written(entry)).toBe(stamp);
  });

  it('has no host in what a program wrote the date of before lines of dmesg', () => {
    expect(frameOne(rfc3339, '2026-11-20T09:30:30.123456789Z [12345.678901] CPU: 1 PID: 7')).toMatchObject({
      text: 'CPU: 1 PID: 7',
      host: null,
      tag: null,
      monotonicUs: 12345678901,
      writer: 'unproved',
    });
  });

  /** Many programs begin their lines with an ISO date: the word behind it is no host. */
  it.each([
    '2026-06-01 21:52:11.188 UTC [250] LOG:  starting PostgreSQL',
    '2026-06-01 21:52:11.188 UTC db01 worker: out of memory',
    '2026-11-20T09:30:30.123456789Z stdout F text',
    '2026-11-20T09:30:30,123456+00:00 Mem-Info:',
  ])('refuses %s', (text) => {
    expect(frame(rfc3339, text).refused).toEqual([text]);
  });
});

describe('rfc5424', () => {
  it.each([
    ['<4>1 2026-11-20T09:30:30.123456+00:00 web01 kernel - - - [  608.218483] x', 'unproved', 608218483, 'x'],
    ['<4>1 2026-11-20T09:30:30.123456+00:00 web01 kernel - - -  active_file:0', 'unproved', null, ' active_file:0'],
    ['<12>1 2026-11-20T09:30:30.123456+00:00 web01 kernel - - - x', 'user', null, 'x'],
    ['<4>1 2026-11-20T09:30:30.123456+00:00 web01 kernel 99 - - x', 'user', null, 'x'],
    ['<30>1 2026-11-20T09:30:30.123456+00:00 web01 app 1 ID47 [a b="x \\] y"][c d="["] x', 'user', null, 'x'],
    ['<4>1 2026-11-20T09:30:30.123456+00:00 web01 kernel - - - \ufeffx', 'unproved', null, 'x'],
  ])('%s', (text, writer, monotonicUs, message) => {
    const entry = frameOne(rfc5424, text);
    expect(entry).toMatchObject({ text: message, host: 'web01', writer, monotonicUs });
    expect(written(entry)).toBe('2026-11-20T09:30:30.123456 0');
  });

  it('reads nil values', () => {
    expect(frameOne(rfc5424, '<4>1 - - - - - -')).toMatchObject({
      text: '',
      host: null,
      tag: null,
      stamp: null,
      severity: 4,
    });
  });

  it.each([
    '<4>1 2026-11-20T09:30:30Z web01 app 1 ID [a b="x',
    '<999>1 - - - - - - x',
    '<4>Nov 20 09:30:30 web01 kernel: x',
  ])('refuses %s', (text) => {
    expect(frame(rfc5424, text).refused).toEqual([text]);
  });
});

describe('busybox-syslog', () => {
  // klogd of busybox with glibc: the kernel's facility is 0, which syslog(3) takes for none.
  it('takes stamped lines of the facility user for the kernel’s in a file that has no others of it', () => {
    const line = (facility: string, text: string): string => `Nov 20 09:30:30 box ${facility}.warn kernel: ${text}`;
    const writers = (...lines: string[]) => frame(busyboxSyslog, lines.join('\n')).entries.map(({ writer }) => writer);
    const stamped = '[  608.218483] Mem-Info:';
    expect(writers(line('user', stamped))).toEqual(['unproved']);
    expect(writers(line('user', 'Mem-Info:'))).toEqual(['user']);
    expect(writers(line('kern', stamped), line('user', stamped))).toEqual(['unproved', 'user']);
    expect(writers(line('daemon', stamped))).toEqual(['user']);
  });

  it.each([
    [
      'Nov 20 09:30:30 box kern.warn kernel: [  608.218483] x',
      'box',
      'kernel',
      'unproved',
      '11-20T09:30:30.000000 local',
    ],
    ['Nov 20 09:30:30 box user.notice kernel: x', 'box', 'kernel', 'user', '11-20T09:30:30.000000 local'],
    [
      'Fri Nov 20 09:30:30 2026 kern.err kernel: [  608.218483] x',
      null,
      'kernel',
      'unproved',
      '2026-11-20T09:30:30.000000 local',
    ],
    [
      'Fri Nov 20 09:30:30 2026 daemon.info dnsmasq[99]: x',
      null,
      'dnsmasq',
      'user',
      '2026-11-20T09:30:30.000000 local',
    ],
  ])('%s', (text, host, tag, writer, stamp) => {
    const entry = frameOne(busyboxSyslog, text);
    expect(entry).toMatchObject({ text: 'x', host, tag, writer });
    expect(written(entry)).toBe(stamp);
  });

  it('leaves lines without a priority to rfc3164', () => {
    const text = 'Nov 20 09:30:30 web01 kernel: x';
    expect(frame(busyboxSyslog, text).refused).toEqual([text]);
  });
});
