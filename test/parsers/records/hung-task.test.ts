import { describe, expect, it } from 'vitest';
import { bodiesOf, kernelLog, logEntry, programLog } from './assembled.ts';
import { fixture } from './fixture.ts';

const hung = (text: string) => bodiesOf('hung-task', kernelLog(text));

const disable = '"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.';

const stack = `Call Trace:
 __schedule+0x3cc/0xf50
 schedule+0x27/0xf0`;

describe('the report in the words of each kernel', () => {
  // Release line and task line changed shape many times; all of them name the same facts.
  it.each([
    [
      '2.6.32: no release line, pc in the task line',
      `INFO: task jbd2/sda1-8:333 blocked for more than 120 seconds.
${disable}
jbd2/sda1-8   D ffff88007f2c1080     0   333      2 0x00000000
${stack}`,
      { comm: 'jbd2/sda1-8', pid: 333, ppid: 2, tgid: null, state: 'D', blockedSeconds: 120, kernelRelease: null },
    ],
    [
      'RHEL 6: release line',
      `INFO: task java:2340 blocked for more than 120 seconds.
      Not tainted 2.6.32-642.el6.x86_64 #1
${disable}
java          D 0000000000000001     0  2340      1 0x00000080
${stack}`,
      { comm: 'java', pid: 2340, kernelRelease: '2.6.32-642.el6.x86_64' },
    ],
    [
      '4.9 - 5.8',
      `INFO: task kworker/u8:2:160 blocked for more than 120 seconds.
      Tainted: G           OE     5.3.0-050305-generic #201910071830
${disable}
kworker/u8:2    D    0   160      2 0x80004000
Workqueue: nvme-wq nvme_ana_work [nvme_core]
${stack}`,
      {
        comm: 'kworker/u8:2',
        pid: 160,
        ppid: 2,
        workqueue: 'nvme-wq nvme_ana_work [nvme_core]',
        kernelRelease: '5.3.0-050305-generic',
      },
    ],
    [
      '5.10 - 5.17, Debian release line',
      `INFO: task kworker/u8:1:1674 blocked for more than 241 seconds.
      Not tainted 5.10.0-1-amd64 #1 Debian 5.10.1-1
${disable}
task:kworker/u8:1    state:D stack:    0 pid: 1674 ppid:     2 flags:0x00004000
${stack}`,
      { comm: 'kworker/u8:1', pid: 1674, ppid: 2, blockedSeconds: 241, kernelRelease: '5.10.0-1-amd64' },
    ],
    [
      '6.14 on, coredump',
      `INFO: task sh:30594 blocked for more than 120 seconds.
      Not tainted 6.18.44 #1
      Blocked by coredump.
${disable}
task:sh              state:D stack:0     pid:30594 tgid:30590 ppid:30591  task_flags:0x400000 flags:0x00080001
Call Trace:
 <TASK>
 __schedule+0x3cc/0xf50
 </TASK>`,
      { pid: 30594, tgid: 30590, ppid: 30591, coredump: true, ioWait: false, callTrace: ['__schedule+0x3cc/0xf50'] },
    ],
    [
      '7.2, I/O wait',
      `INFO: task dd:812 blocked in I/O wait for more than 122 seconds.
      Not tainted 7.2.13 #1
${disable}
task:dd              state:D stack:0     pid:812   tgid:812   ppid:1      task_flags:0x400000 flags:0x00080001
${stack}`,
      { comm: 'dd', blockedSeconds: 122, ioWait: true },
    ],
    [
      'comm with a colon, a space and a parenthesis',
      `INFO: task foo) bar: 1:77 blocked for more than 120 seconds.
      Not tainted 5.10.0 #1
${disable}
task:foo) bar: 1     state:D stack:0     pid:77    ppid:1      flags:0x00000002
${stack}`,
      { comm: 'foo) bar: 1', pid: 77 },
    ],
  ])('%s', (_version, text, expected) => {
    const found = hung(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      ...expected,
      complete: true,
      problems: [],
      panic: false,
      reportsSuppressed: false,
    });
    expect(found[0]?.callTrace[0]).toBe('__schedule+0x3cc/0xf50');
  });
});

describe('who holds the lock', () => {
  const report = (blockerLine: string, owner: string) => `INFO: task cat:5012 blocked for more than 120 seconds.
      Not tainted 6.17.0 #1
${disable}
task:cat             state:D stack:0     pid:5012  tgid:5012  ppid:4000   task_flags:0x400000 flags:0x00080001
${stack}
${blockerLine}
${owner}`;
  const owner = `task:kworker/0:1     state:S stack:0     pid:45    tgid:45    ppid:2      task_flags:0x4208060 flags:0x00080000
Call Trace:
 msleep+0x2d/0x40`;

  it.each([
    ['INFO: task cat:5012 is blocked on a mutex likely owned by task kworker/0:1:45.', 'mutex'],
    ['INFO: task cat:5012 blocked on a semaphore likely last held by task kworker/0:1:45', 'semaphore'],
    [
      'INFO: task cat:5012 <reader> blocked on an rw-semaphore likely owned by task kworker/0:1:45 <writer>',
      'rw-semaphore',
    ],
  ])('%s', (line, lock) => {
    const [body] = hung(report(line, owner));
    expect(body).toMatchObject({
      blocker: { comm: 'kworker/0:1', pid: 45, lock },
      callTrace: ['__schedule+0x3cc/0xf50', 'schedule+0x27/0xf0'],
      blockerTrace: ['msleep+0x2d/0x40'],
      complete: true,
    });
  });

  it.each([
    'INFO: task cat:5012 is blocked on a mutex, but the owner is not found.',
    'INFO: task cat:5012 is blocked on a semaphore, but the last holder is not found.',
    'INFO: task cat:5012 is blocked on an rw-semaphore, but the owner is not found.',
  ])('names nobody after: %s', (line) => {
    expect(hung(report(line, ''))[0]).toMatchObject({ blocker: null, blockerTrace: [], complete: true });
  });

  it("is complete where the holder's stack is missing because the holder hangs itself", () => {
    const line = 'INFO: task cat:5012 is blocked on a mutex likely owned by task sh:4990.';
    const found = hung(
      `${report(line, '')}INFO: task sh:4990 blocked for more than 130 seconds.\n      Not tainted 6.17.0 #1\n${disable}\ntask:sh state:D stack:0     pid:4990  tgid:4990  ppid:1      task_flags:0x400000 flags:0x00080001\n${stack}`,
    );
    expect(found.map((body) => [body.comm, body.complete, body.blockerTrace.length])).toEqual([
      ['cat', true, 0],
      ['sh', true, 0],
    ]);
  });
});

describe('real reports', () => {
  it('makes a record of every report of the same task (5.10)', () => {
    const found = hung(fixture('hung-task-5.10'));
    expect(found.map((body) => [body.comm, body.pid, body.blockedSeconds, body.complete])).toEqual([
      ['postgres', 117, 10, true],
      ['rsync', 119, 10, true],
      ['postgres', 117, 20, true],
    ]);
    expect(found[0]?.callTrace[2]).toBe('percpu_rwsem_wait+0xaf/0x190');
  });

  it('keeps the stacks of two tasks apart (6.1)', () => {
    const found = hung(fixture('hung-task-6.1'));
    expect(found.map((body) => [body.pid, body.callTrace.length, body.callTrace[7]])).toEqual([
      [117, 24, '? exit_to_user_mode_prepare+0x44/0x240'],
      [119, 24, '? mntput_no_expire+0x4a/0x250'],
    ]);
  });

  it("sees the panic, and leaves the panic's own stack alone (6.1)", () => {
    const found = hung(fixture('hung-task-panic-6.1'));
    expect(found).toMatchObject([{ panic: true, complete: true, pid: 111, callTrace: { length: 19 } }]);
  });
});

describe('around a report', () => {
  const report = `INFO: task sh:30594 blocked for more than 120 seconds.
      Not tainted 6.18.44 #1
${disable}
task:sh              state:D stack:0     pid:30594 tgid:30594 ppid:30591  task_flags:0x400000 flags:0x00080001
${stack}`;

  it('remembers that later reports are suppressed', () => {
    const text = `${report}\nFuture hung task reports are suppressed, see sysctl kernel.hung_task_warnings`;
    expect(hung(text)[0]).toMatchObject({ reportsSuppressed: true });
  });

  it("ignores lockdep's list of locks and another task's dump", () => {
    const [body] = hung(`${report}
Showing all locks held in the system:
1 lock held by khungtaskd/35:
 #0: ffffffff8f2d5f60 (rcu_read_lock){....}-{1:3}, at: debug_show_all_locks+0x32/0x1c0
=============================================
task:kworker/1:2     state:D stack:0     pid:99    tgid:99    ppid:2      task_flags:0x0 flags:0x00080000
Call Trace:
 not_mine+0x1/0x2`);
    expect(body?.callTrace).toEqual(['__schedule+0x3cc/0xf50', 'schedule+0x27/0xf0']);
  });

  it("refuses the stack of another report's CPU line", () => {
    const [head, tail] = [report.slice(0, report.indexOf('Call Trace')), stack];
    const [body] = hung(`${head}CPU: 1 PID: 7 Comm: mysqld Not tainted 6.1.0 #1\n${tail}`);
    expect(body).toMatchObject({ callTrace: [], complete: false, problems: ['call-trace-missing'] });
  });

  it('says what a console at a low level left out', () => {
    expect(hung(`INFO: task sh:1 blocked for more than 120 seconds.\n${disable}`)[0]).toMatchObject({
      complete: false,
      problems: ['task-line-missing', 'call-trace-missing'],
    });
  });

  it('is not opened by a program, nor by the sentence inside another', () => {
    const line = 'INFO: task mysqld:1 blocked for more than 120 seconds.';
    expect(bodiesOf('hung-task', programLog('kernel', line))).toEqual([]);
    expect(bodiesOf('hung-task', [logEntry(`see ${line}`), logEntry(`${line} What now?`)])).toEqual([]);
  });
});

/** A transport loses single lines; what hangs is named once more in the task's own line. */
describe('a report without its header', () => {
  const rest = `${disable}
task:rsync           state:D stack:    0 pid: 4711 ppid:  4700 flags:0x00000004
${stack}`;

  it('is the record of the task that the next line names, for a time nobody knows', () => {
    expect(hung(`      Not tainted 5.15.0-91-generic #101-Ubuntu\n${rest}`)).toMatchObject([
      { comm: 'rsync', pid: 4711, blockedSeconds: null, complete: false, callTrace: { length: 2 } },
    ]);
    expect(hung(rest)[0]?.problems).toEqual(['header-missing', 'kernel-line-missing']);
  });

  it('follows another whose header is there', () => {
    const whole = `INFO: task tar:12 blocked for more than 120 seconds.
      Not tainted 5.15.0-91-generic #101-Ubuntu
${disable}
task:tar             state:D stack:    0 pid:   12 ppid:     1 flags:0x00000004
${stack}`;
    expect(hung(`${whole}\n${rest}`).map(({ comm, problems }) => [comm, problems])).toEqual([
      ['tar', []],
      ['rsync', ['header-missing', 'kernel-line-missing']],
    ]);
  });

  it.each([
    ['nothing behind it', disable],
    ['a list of all tasks further on', `${disable}\nsysrq: Show State\n${rest.split('\n').slice(1).join('\n')}`],
    ['words of somebody else', 'sudo: root : COMMAND=sysctl kernel.hung_task_timeout_secs=0'],
  ])('is none with %s', (_, text) => {
    expect(hung(text)).toEqual([]);
  });
});
