import { describe, expect, it } from 'vitest';
import { consoleCapture } from '../../../parsers/framings/console.ts';
import { dmesg } from '../../../parsers/framings/dmesg.ts';
import { dmesgDecode } from '../../../parsers/framings/dmesg-decode.ts';
import { dmesgIso } from '../../../parsers/framings/dmesg-iso.ts';
import { dmesgReltime } from '../../../parsers/framings/dmesg-reltime.ts';
import { dmesgTime } from '../../../parsers/framings/dmesg-time.ts';
import { frame, frameOne, written } from './frame.ts';

const invoked = 'python3 invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=0';

describe('dmesg', () => {
  it.each([
    [`[  608.218483] ${invoked}`, 608218483, null, null],
    [`[    0.000000] ${invoked}`, 0, null, null],
    [`[1234567890.123456] ${invoked}`, 1234567890123456, null, null],
    [`[  608.218483][  T123] ${invoked}`, 608218483, 'T123', null],
    [`[  608.218483] [  T123] ${invoked}`, 608218483, 'T123', null],
    [`[  608.218483][    C0] ${invoked}`, 608218483, 'C0', null],
    [`<4>[  608.218483] ${invoked}`, 608218483, null, 4],
    [`<6>[  608.218483][  T123] ${invoked}`, 608218483, 'T123', 6],
    [`[  608.218483 <    0.000010>] ${invoked}`, 608218483, null, null],
    [`[<    0.000010>] ${invoked}`, null, null, null],
    [`<4>${invoked}`, null, null, 4],
    [`\x1b[32m[  608.218483] \x1b[0m\x1b[33mpython3\x1b[0m${invoked.slice(7)}`, 608218483, null, null],
  ])('%j', (text, monotonicUs, caller, severity) => {
    expect(frameOne(dmesg, text)).toMatchObject({
      text: invoked,
      writer: 'unproved',
      stamp: null,
      monotonicUs,
      caller,
      severity,
    });
  });

  /** `dmesg -r` shows the facility: a user's line is told by it, a kernel's line not proved, for a console can print the same. */
  it('knows a user by the facility', () => {
    expect(frameOne(dmesg, `<12>[  608.218483] ${invoked}`)).toMatchObject({ writer: 'user', severity: 4 });
  });

  /** A greedy reader takes these for a stamp or a caller and cuts the row. */
  it.each([
    '[  13207]     0 13207    56321     1234   118784        0             0 python3',
    '[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name',
    '[ pid ]   uid  tgid total_vm      rss cpu oom_adj oom_score_adj name',
    '[ 1234.5678]',
    '[drm] Initialized',
  ])('leaves %s alone', (text) => {
    expect(frame(dmesg, text).refused).toEqual([text]);
    expect(frameOne(dmesg, `[  608.218483] ${text}`)?.text).toBe(text);
    expect(frameOne(dmesg, `[  608.218483][  T123] ${text}`)?.text).toBe(text);
  });

  it('keeps the indentation that belongs to the text', () => {
    const { entries } = frame(
      dmesg,
      [
        '[  115.965652] active_anon:105326 inactive_anon:451 isolated_anon:0',
        '                active_file:0 inactive_file:3 isolated_file:0',
        '                unevictable:1818 dirty:0 writeback:0',
        '[  115.965652]  printed with its own stamp',
      ].join('\n'),
    );
    expect(entries.map((entry) => [entry.text, entry.first, entry.monotonicUs])).toEqual([
      ['active_anon:105326 inactive_anon:451 isolated_anon:0', true, 115965652],
      [' active_file:0 inactive_file:3 isolated_file:0', false, 115965652],
      [' unevictable:1818 dirty:0 writeback:0', false, 115965652],
      [' printed with its own stamp', true, 115965652],
    ]);
  });

  it('does not take a systemd status line on the console for a continuation', () => {
    const { refused } = frame(dmesg, '[    5.000000] x\n         Starting Network Service...');
    expect(refused).toHaveLength(1);
  });

  it('leaves journalctl’s monotonic lines to journal-short', () => {
    expect(frame(dmesg, '[  608.218483] web01 kernel: Mem-Info:').refused).toHaveLength(1);
  });

  /** systemd writes there when journald does not run, and on the console. */
  it('tells a daemon’s line from the kernel’s by its name and pid', () => {
    const text = `[    5.000000] systemd-oomd[431]: Killed /a.slice due to memory pressure
[    5.000001] web[7]: segfault at 0 ip 00007f sp 00007f error 4
[Fri Nov 20 09:30:30 2026] systemd[1]: a.service: Failed with result 'oom-kill'.
[Fri Nov 20 09:30:31 2026] Mem-Info:`;
    const { entries } = frame(dmesg, text);
    expect(entries.map(({ writer, tag, pid, text: message }) => [writer, tag, pid, message.slice(0, 6)])).toEqual([
      ['user', 'systemd-oomd', 431, 'Killed'],
      ['unproved', null, null, 'web[7]'],
    ]);
    expect(frame(dmesgTime, text).entries.map(({ writer, tag }) => [writer, tag])).toEqual([
      ['user', 'systemd'],
      ['unproved', null],
    ]);
  });

  it('reads an empty text', () => {
    expect(frameOne(dmesg, '[  608.218483] ')?.text).toBe('');
    expect(frameOne(dmesg, '[  608.218483]')?.text).toBe('');
  });
});

describe('dmesg-time', () => {
  // `[<80018724>]` is no `[<    0.000010>]`: of an address all digits may be decimal.
  it('takes no address of a frame for a delta', () => {
    const frames = '[<80018724>] (unwind_backtrace) from [<80014058>] (show_stack+0x20/0x24)';
    expect(frameOne(dmesgTime, `[Fri Nov 20 09:30:30 2026] ${frames}`)?.text).toBe(frames);
    expect(frame(dmesg, frames).refused).toEqual([frames]);
  });

  it.each([
    [`[Fri Nov 20 09:30:30 2026] ${invoked}`, '2026-11-20T09:30:30.000000 local'],
    [`[Di Mär 10 09:30:30 2026] ${invoked}`, '2026-03-10T09:30:30.000000 local'],
    [`[lun. août  3 09:30:30 2026] ${invoked}`, '2026-08-03T09:30:30.000000 local'],
    [`[Fri Nov 20 09:30:30 2026 <    0.000010>] ${invoked}`, '2026-11-20T09:30:30.000000 local'],
    [`[pt lis 20 09:30:30 2026] ${invoked}`, null],
  ])('%s', (text, stamp) => {
    const entry = frameOne(dmesgTime, text);
    expect(entry).toMatchObject({ text: invoked, writer: 'unproved', monotonicUs: null });
    expect(written(entry)).toBe(stamp);
  });

  it('reads the caller behind the time', () => {
    expect(frameOne(dmesgTime, `[Fri Nov 20 09:30:30 2026] [  T123] ${invoked}`)).toMatchObject({
      text: invoked,
      caller: 'T123',
    });
  });

  it('takes several times, as util-linux 2.41 prints them', () => {
    expect(frameOne(dmesgTime, `[Fri Nov 20 09:30:30 2026] [  608.218483] ${invoked}`)).toMatchObject({
      text: invoked,
      monotonicUs: 608218483,
    });
  });

  it('counts the prefix in bytes, as dmesg does', () => {
    const { entries } = frame(dmesgTime, `[mer. févr.  4 09:30:30 2026] a\n${' '.repeat(31)} b`);
    expect(entries.map((entry) => entry.text)).toEqual(['a', ' b']);
  });
});

describe('dmesg-iso', () => {
  it('reads the comma and the zone', () => {
    const entry = frameOne(dmesgIso, `2026-11-20T09:30:30,123456+01:00 ${invoked}`);
    expect(entry).toMatchObject({ text: invoked, writer: 'unproved' });
    expect(written(entry)).toBe('2026-11-20T09:30:30.123456 60');
  });
});

describe('dmesg-decode', () => {
  it.each([
    [`kern  :warn  : [  608.218483] ${invoked}`, 'kernel', null, 4],
    [`user  :warn  : [  608.218483] ${invoked}`, 'user', null, 4],
    [`kern  :err   : ${invoked}`, 'kernel', null, 3],
    [`kern  :warn  : 2026-03-12T02:48:36,802417+00:00 ${invoked}`, 'kernel', null, 4],
    [`authpriv:notice: [Fri Nov 20 09:30:30 2026] sshd[7]: ${invoked}`, 'user', 'sshd', 5],
    [`kern  :warn  : [  608.218483] [  T123] ${invoked}`, 'kernel', null, 4],
  ])('%s', (text, writer, tag, severity) => {
    expect(frameOne(dmesgDecode, text)).toMatchObject({ text: invoked, writer, tag, severity });
  });

  it('reckons the indentation from the whole prefix and not from a tag', () => {
    const { entries } = frame(
      dmesgDecode,
      `daemon:info  : [    5.000000] systemd[1]: a\n${' '.repeat(30)}b\nkern  :info  : [    5.000000] c: d`,
    );
    expect(entries.map((entry) => [entry.text, entry.writer, entry.tag])).toEqual([
      ['a', 'user', 'systemd'],
      ['b', 'user', 'systemd'],
      ['c: d', 'kernel', null],
    ]);
  });

  it.each(['kern:warn: x', 'kernel: x', 'nobody:warn  : x', 'kern  :loud  : x'])('refuses %s', (text) => {
    expect(frame(dmesgDecode, text).refused).toEqual([text]);
  });
});

describe('dmesg-reltime', () => {
  it('gives later lines the minute of the last full date', () => {
    const { entries } = frame(dmesgReltime, '[Nov20 09:30] a\n[  +0.000123] b\n[ +12.345678] c\n[Nov 5 09:31] d');
    expect(entries.map((entry) => [entry.text, written(entry)])).toEqual([
      ['a', '11-20T09:30:00.000000 local'],
      ['b', '11-20T09:30:00.000000 local'],
      ['c', '11-20T09:30:00.000000 local'],
      ['d', '11-05T09:31:00.000000 local'],
    ]);
    expect(entries[0]?.stamp?.precisionUs).toBe(60_000_000);
  });

  it('does not know the minute behind a gap', () => {
    expect(frameOne(dmesgReltime, '[  +0.000123] b')?.stamp).toBeNull();
  });
});

describe('console', () => {
  it.each([
    [`web01 login: [  608.218483] ${invoked}`, null],
    [`\r\r<4>[  608.218483] ${invoked}`, 4],
    [`[2026-11-20 09:30:30] [  608.218483][  T123] ${invoked}`, null],
    [`\x1b[2J\x1b[1;1H~ # [  608.218483] ${invoked}\r`, null],
  ])('finds the kernel’s line behind %j', (text, severity) => {
    expect(frameOne(consoleCapture, text)).toMatchObject({
      text: invoked,
      monotonicUs: 608218483,
      writer: 'unproved',
      severity,
    });
  });

  it.each(['U-Boot 2024.01', '[  OK  ] Started Journal Service.', '{"log":"[  608.218483] x"}'])(
    'refuses %s',
    (text) => {
      expect(frame(consoleCapture, text).refused).toEqual([text]);
    },
  );
});

/** `journalctl -o short-monotonic --no-hostname`: without this the name of a failed task would begin with `kernel: `. */
it('takes a tag of the kernel out of the message', () => {
  const text = 'dd: page allocation failure: order:0, mode:0xd0';
  expect(frameOne(dmesg, `[  608.218483] kernel: ${text}`)).toMatchObject({ tag: 'kernel', writer: 'unproved', text });
});
