import { describe, expect, it } from 'vitest';
import { callTrace, parseCpuLine } from '../../../../parsers/records/blocks/call-trace.ts';
import { parseFrame } from '../../../../parsers/records/blocks/stack-frame.ts';
import { parseTaskLine } from '../../../../parsers/records/blocks/task-line.ts';
import { linesOf } from '../oom-kill/reports.ts';

describe('the CPU line', () => {
  it.each([
    [
      'Pid: 2340, comm: java Not tainted 2.6.32-642.el6.x86_64 #1',
      { cpu: null, pid: 2340, uid: null, comm: 'java', kernelRelease: '2.6.32-642.el6.x86_64' },
    ],
    [
      'Pid: 2340, comm: java Tainted: G           --------------- H  2.6.32-5.el6 #1',
      { kernelRelease: '2.6.32-5.el6' },
    ],
    [
      'CPU: 2 PID: 11554 Comm: thrash Kdump: loaded Tainted: G          I    ------------ T 3.10.0-862.11.6.el7.x86_64 #1',
      { cpu: 2, pid: 11_554, comm: 'thrash', kernelRelease: '3.10.0-862.11.6.el7.x86_64' },
    ],
    [
      'CPU: 0 UID: 1000 PID: 132 Comm: java Not tainted 7.2.13+deb14-cloud-amd64 #1 PREEMPT(lazy)  Debian 7.2.13-1 ',
      { cpu: 0, uid: 1000, pid: 132, kernelRelease: '7.2.13+deb14-cloud-amd64' },
    ],
    [
      'CPU: 1 PID: 7 Comm: x Not tainted y Tainted: P           O      5.4.0-9-generic #19-Ubuntu 0123456789abcdef0123456789abcdef01234567',
      { comm: 'x Not tainted y', kernelRelease: '5.4.0-9-generic' },
    ],
    [
      'CPU: 3 PID: 22331 Comm: php-fpm ve: 101 Kdump: loaded Not tainted 3.10.0-1160.53.1.vz7.185.3 #1 185.3',
      { comm: 'php-fpm', pid: 22_331, kernelRelease: '3.10.0-1160.53.1.vz7.185.3' },
    ],
    [
      'CPU: 5 PID: 912 Comm: nginx: worker ve: 5d2b1f00-77aa-4c1e-9b02-3f0e1c2d4a55 Tainted: G        W  O   ------------   3.10.0-957.12.2.vz7.96.21 #1 96.21',
      { comm: 'nginx: worker', kernelRelease: '3.10.0-957.12.2.vz7.96.21' },
    ],
  ])('%s', (line, facts) => {
    expect(parseCpuLine(line)).toMatchObject(facts);
  });
});

describe('a frame', () => {
  it.each([
    [' [<ffffffff81128347>] ? oom_kill_process+0x1/0x2 [ext4]', '? oom_kill_process+0x1/0x2 [ext4]'],
    [' dump_stack_lvl+0x57/0x80', 'dump_stack_lvl+0x57/0x80'],
    ['dump_header.cold+0x57/0x80 [mod 0123abcd]', 'dump_header.cold+0x57/0x80 [mod 0123abcd]'],
    [' ? 0xffffffffc02f2000', null],
    [' [<ffffffffffffffff>] 0xffffffffffffffff', '0xffffffffffffffff'],
    ['[<c0110a18>] (host) from [<bf10c5b8>] (thread+0x1b0/0x1f8 [drv])', 'thread+0x1b0/0x1f8 [drv]'],
    [' [out_of_memory+0x167/0x1a0] out_of_memory+0x167/0x1a0', 'out_of_memory+0x167/0x1a0'],
    [' [ext3:do_sync_read+0xd5/0xba0] do_sync_read+0xd5/0x120', 'do_sync_read+0xd5/0x120'],
    [' [out_of_memory+389/448] out_of_memory+0x185/0x1c0', 'out_of_memory+0x185/0x1c0'],
    ['[<c0110a18>] (unwind_backtrace) from [<c010bb28>] (show_stack+0x10/0x14)', 'show_stack+0x10/0x14'],
    [' unwind_backtrace from show_stack+0x10/0x14', 'show_stack+0x10/0x14'],
    ['[c000000003a3b8d8] [c0000000015ff8df] dump_stack+0x19/0x1b (unreliable)', 'dump_stack+0x19/0x1b (unreliable)'],
    ['schedule (kernel/sched/core.c:6868 (discriminator 1)) ', 'schedule (kernel/sched/core.c:6868 (discriminator 1))'],
    ['? ext4_sync (./include/a.h:3 fs/ext4/b.c:2) ext4', '? ext4_sync (./include/a.h:3 fs/ext4/b.c:2) [ext4]'],
    ['entry_64 (??:?)', 'entry_64 (??:?)'],
    [' schedule+0x165/0x360 kernel/sched/core.c:7058', 'schedule+0x165/0x360 (kernel/sched/core.c:7058)'],
    [' context_switch kernel/sched/core.c:5357 [inline]', null],
    [
      '[<802859d8>] (kthread) from [<80200114>] (ret_from_fork+0x14/0x20 a/e.S:137)',
      'ret_from_fork+0x14/0x20 (a/e.S:137)',
    ],
    ['Function entered at [<c0011e48>] from [<c03b1630>]', '0xc0011e48'],
    ['Modules linked in: a (b)', null],
    ['systemd (pid: 3)', null],
    ['RIP: 0033:0x403fd5', null],
    ['eth0: renamed from veth1', null],
    ['watchdog+0x1/0x2 is here to stay', null],
  ])('%s', (line, frame) => {
    expect(parseFrame(line)).toBe(frame);
  });
});

describe('a call trace', () => {
  it('of MIPS has its first frame on the line of its head', () => {
    const block = callTrace();
    const lines = ['Call Trace:[<8001c630>] 0x8001c630', '[<802332e4>] 0x802332e4', '[<800599f8>] 0x800599f8'];
    expect(lines.map((line) => block.feed(line))).toEqual([true, true, true]);
    expect(block.value()).toMatchObject({
      frames: ['0x8001c630', '0x802332e4', '0x800599f8'],
      otherArchitecture: true,
    });
  });

  it('of s390 ends before the address of the last branch', () => {
    const block = callTrace();
    const lines = [
      'Call Trace:',
      ' [<0000000024b3e776>] set_memory+0x66/0xa0',
      '([<0000000024b3e73a>] set_memory+0x2a/0xa0)',
      'Last Breaking-Event-Address:',
      ' [<0000000024b3e780>] set_memory+0x70/0xa0',
    ];
    expect(lines.map((line) => block.feed(line))).toEqual([true, true, true, true, false]);
    expect(block.value().frames).toEqual(['set_memory+0x66/0xa0', '? set_memory+0x2a/0xa0']);
  });

  it('passes over what syzkaller shows of inlined functions', () => {
    const block = callTrace();
    const lines = [
      'Call Trace:',
      ' <TASK>',
      ' context_switch kernel/sched/core.c:5 [inline]',
      ' schedule+0x1/0x2 a.c:7',
    ];
    expect(lines.map((line) => block.feed(line))).toEqual([true, true, true, true]);
    expect(block.value().frames).toEqual(['schedule+0x1/0x2 (a.c:7)']);
  });

  const trace = [
    'CPU: 0 UID: 0 PID: 132 Comm: java Tainted: P           O        6.12.1 #1 PREEMPT_{RT,(lazy)}',
    'Tainted: [P]=PROPRIETARY_MODULE, [O]=OOT_MODULE',
    'Hardware name: linux,dummy-virt (DT)',
    'Workqueue: events moom_callback',
    'Call trace:',
    ' <IRQ>',
    ' show_stack+0x34/0x98 (C)',
    ' </IRQ>',
    ' dump_header+0x44/0x190',
    'RIP: 0033:0x403fd5',
    'Code: Unable to access opcode bytes at 0x403fab.',
    'RSP: 002b:00007fff452e4c40 EFLAGS: 00000246 ORIG_RAX: 0000000000000001',
    'RAX: 0000000000005000 RBX: 00007fff452e4c50 RCX: 0000000000005000',
    'x29: ffff80008000bd40 x28: 0000000000000000',
    ' </TASK>',
  ];

  it('is claimed from the CPU line to its end, and no further', () => {
    const block = callTrace({ comm: 'java' });
    expect(trace.filter((line) => !block.feed(line))).toEqual([]);
    expect(block.feed(' dump_header+0x44/0x190')).toBe(false);
    expect(block.value()).toEqual({
      cpu: 0,
      pid: 132,
      uid: 0,
      comm: 'java',
      kernelRelease: '6.12.1',
      hardware: 'linux,dummy-virt (DT)',
      workqueue: 'events moom_callback',
      otherArchitecture: false,
      frames: ['show_stack+0x34/0x98 (C)', 'dump_header+0x44/0x190'],
    });
  });

  it('of another task is refused as a whole, before ours and behind it', () => {
    const ours = ['CPU: 1 PID: 9 Comm: web Not tainted 5.10.0 #1', 'Call Trace:', ' ours+0x1/0x2'];
    const block = callTrace({ comm: 'web', pid: 9 });
    expect(trace.some((line) => block.feed(line))).toBe(false);
    expect(block.awaitsOwn()).toBe(true);
    expect(ours.every((line) => block.feed(line))).toBe(true);
    expect(trace.some((line) => block.feed(line))).toBe(false);
    expect(block.value().frames).toEqual(['ours+0x1/0x2']);
  });

  it('of 3.10 has raw stack words before its frames', () => {
    const block = callTrace();
    const text =
      'CPU: 0 PID: 1 Comm: a Not tainted 3.10.0 #1\n ffff8807f0d6b980 0000000051be382e\nCall Trace:\n [<ffffffff81603f36>] f+0x1/0x2';
    expect(linesOf(text).every((line) => block.feed(line))).toBe(true);
    expect(block.value().frames).toEqual(['f+0x1/0x2']);
  });

  it('does not begin with a frame', () => {
    expect(callTrace().feed(' dump_header+0x44/0x190')).toBe(false);
  });
});

describe('the task line', () => {
  it.each([
    ['sh            D ffff88007f2c1080     0  2340      1 0x00000080', { comm: 'sh', state: 'D', pid: 2340, ppid: 1 }],
    ['my worker     R  running task        0  2340      1 0x00000080', { comm: 'my worker', state: 'R', pid: 2340 }],
    ['kworker/0:1     D    0  2340      2 0x80000000', { comm: 'kworker/0:1', pid: 2340, ppid: 2, tgid: null }],
    [
      'task:jbd2/vda1-8     state:D stack:    0 pid:  205 ppid:     2 flags:0x00004000',
      { comm: 'jbd2/vda1-8', pid: 205 },
    ],
    [
      'task:a state:D b     state:R  running task     stack:0     pid:7     ppid:2      flags:0x4',
      { state: 'R', pid: 7 },
    ],
    [
      'task:sh              state:D stack:0     pid:30594 tgid:30590 ppid:30591  task_flags:0x400000 flags:0x00080001',
      { comm: 'sh', pid: 30_594, tgid: 30_590, ppid: 30_591 },
    ],
  ])('%s', (line, facts) => {
    expect(parseTaskLine(line)).toMatchObject(facts);
  });

  it('is not found in other lines', () => {
    expect(parseTaskLine('task abort: SUCCESS scmd(0x1)')).toBeNull();
    expect(parseTaskLine('eth0: link is up')).toBeNull();
  });
});

describe('a trace without a line above it', () => {
  it('of 32-bit x86 up to 2.6.26 begins with its frames', () => {
    const trace = callTrace({ comm: 'mailer' });
    const lines = [
      'Pid: 5145, comm: mailer Not tainted 2.6.24-23-generic #1',
      ' [<c0164e5a>] oom_kill_process+0x10a/0x120',
      ' [out_of_memory+0x167/0x1a0] out_of_memory+0x167/0x1a0',
    ];
    expect(lines.map((line) => trace.feed(line))).toEqual([true, true, true]);
    expect(trace.value()).toMatchObject({
      pid: 5145,
      frames: ['oom_kill_process+0x10a/0x120', 'out_of_memory+0x167/0x1a0'],
    });
  });

  // The rows of a task table begin with brackets, too.
  it.each([
    '[13651]   250 13651      253        5       1       3        0             0 sh',
    '[ 1874]     0  1874     6166 a',
  ])('is not begun by %s', (row) => {
    expect(callTrace().feed(row)).toBe(false);
  });
});

it('the task line of ChromeOS says more', () => {
  expect(
    parseTaskLine('wdog/mmc1       D    0   621      2 0x00000000 last_sleep: 2440793077.  last_runnable: 2440766827'),
  ).toMatchObject({ comm: 'wdog/mmc1', state: 'D', pid: 621, ppid: 2 });
});
