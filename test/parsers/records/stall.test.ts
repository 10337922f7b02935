import { describe, expect, it } from 'vitest';
import { bodies, bodiesOf, kernelLog } from './assembled.ts';

const stalls = (text: string) => bodiesOf('stall', kernelLog(text));

const stack = (cpu: number, pid: number, comm: string) => `Modules linked in: overlay nf_tables
CPU: ${cpu} PID: ${pid} Comm: ${comm} Not tainted 5.10.0 #1
Hardware name: QEMU Standard PC
RIP: 0010:native_queued_spin_lock_slowpath+0x5d/0x1c0
Call Trace:
 _raw_spin_lock+0x1e/0x30
 do_work+0x1/0x2`;
const frames = ['_raw_spin_lock+0x1e/0x30', 'do_work+0x1/0x2'];

describe('lockups', () => {
  it.each(['', 'NMI watchdog: ', 'watchdog: '])('soft lockup behind "%s"', (prefix) => {
    const found = stalls(
      `${prefix}BUG: soft lockup - CPU#2 stuck for 22s! [kworker/u8:3:4711]\n${stack(2, 4711, 'kworker/u8:3')}`,
    );
    expect(found).toMatchObject([
      {
        variant: 'soft-lockup',
        cpu: 2,
        comm: 'kworker/u8:3',
        pid: 4711,
        seconds: 22,
        callTrace: frames,
        complete: true,
      },
    ]);
  });

  it('soft lockup with the usage lines of 6.12 and its panic', () => {
    const found = stalls(`watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [insmod:50]
CPU#1 Utilization every 4s during lockup:
	#1: 100% system,	  0% softirq,	  1% hardirq,	  0% idle
${stack(1, 50, 'insmod')}
Kernel panic - not syncing: softlockup: hung tasks`);
    expect(found).toMatchObject([{ seconds: 26, callTrace: frames, kernelRelease: '5.10.0' }]);
  });

  it.each([
    ['NMI watchdog: Watchdog detected hard LOCKUP on cpu 3', 3],
    ['watchdog: Watchdog detected hard LOCKUP on cpu 12', 12],
    ['watchdog: CPU3: Watchdog detected hard LOCKUP on cpu 3', 3],
    ['NMI watchdog: Watchdog detected hard LOCKUP on cpu 4dModules linked in: ext4', 4],
    ['BUG: NMI Watchdog detected LOCKUP on CPU1, ip ffffffff8100b0a5, registers:', 1],
  ])('%s', (line, cpu) => {
    expect(stalls(`${line}\n${stack(cpu, 9, 'x')}`)).toMatchObject([
      { variant: 'hard-lockup', cpu, pid: 9, comm: 'x', seconds: null, callTrace: frames, complete: true },
    ]);
  });

  it("refuses another task's stack and says that its own is missing", () => {
    const found = stalls(`watchdog: BUG: soft lockup - CPU#2 stuck for 22s! [a:1]\n${stack(0, 2, 'b')}`);
    expect(found).toMatchObject([{ callTrace: [], complete: false, problems: ['call-trace-missing'] }]);
  });

  it.each([
    ['BUG: workqueue lockup - pool cpus=1 node=0 flags=0x0 nice=0 stuck for 33s!', 1, 33],
    ['BUG: workqueue lockup - pool cpus=0-3 flags=0x4 nice=0 stuck for 64s!', null, 64],
    ['BUG: workqueue lockup - pool cpus=2 node=0 flags=0x8 bh-hi stuck for 31s!', 2, 31],
  ])('%s', (line, cpu, seconds) => {
    const found = stalls(`${line}
Showing busy workqueues and worker pools:
workqueue events: flags=0x0
  pwq 2: cpus=1 node=0 flags=0x0 nice=0 active=1/256
    in-flight: 4711:stuck_fn
pool 2: cpus=1 node=0 flags=0x0 nice=0 hung=33s workers=3 idle: 40 30`);
    expect(found).toMatchObject([{ variant: 'workqueue-lockup', cpu, seconds, complete: true }]);
  });
});

describe('RCU', () => {
  it.each([
    ['3.x, all in one line', 'INFO: rcu_sched self-detected stall on CPU { 1}  (t=15000 jiffies g=4 c=3 q=9)', 1],
    ['3.x, others', 'INFO: rcu_sched detected stalls on CPUs/tasks: { 2} (detected by 0, t=15002 jiffies)', 2],
    ['2.6.32', 'INFO: RCU detected CPU 0 stall (t=2500 jiffies)', 0],
    ['4.x', 'INFO: rcu_sched self-detected stall on CPU\n\t1-...: (5250 ticks this GP) idle=3d5/140000000000001/0', 1],
    [
      '4.19 on',
      'rcu: INFO: rcu_preempt self-detected stall on CPU\nrcu: \t3-....: (5249 ticks this GP) idle=b1a4/1/0x4000000000000000 softirq=25/25 fqs=2625\nrcu: \t(t=5250 jiffies g=121 q=8 ncpus=4)',
      3,
    ],
    [
      'others, the task list names no CPU',
      'rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:\nrcu: \tTasks blocked on level-0 rcu_node (CPUs 0-3): P4711/1:b..l\nrcu: \t(detected by 2, t=21002 jiffies, g=10, q=3 ncpus=4)',
      null,
    ],
    [
      'expedited',
      'rcu: INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { 3-... } 21 jiffies s: 97 root: 0x8/.',
      3,
    ],
    [
      'expedited, several',
      'rcu: INFO: rcu_sched detected expedited stalls on CPUs/tasks: { 0-... 3-... } 21 jiffies s: 97 root: 0x9/.',
      null,
    ],
    [
      'expedited, a task',
      'INFO: rcu_preempt detected expedited stalls on CPUs/tasks: { P4711 } 21 jiffies s: 97 root: 0x0/T',
      null,
    ],
  ])('%s', (_version, text, cpu) => {
    expect(stalls(text)).toMatchObject([{ variant: 'rcu-stall', cpu, seconds: null, complete: true }]);
  });

  it('takes the stack of the stalled CPU', () => {
    const found = stalls(`rcu: INFO: rcu_sched self-detected stall on CPU
rcu: \t1-....: (5250 ticks this GP) idle=3d5/1/0x4000000000000002 softirq=9/9 fqs=2
\t(t=5250 jiffies g=4 q=9)
NMI backtrace for cpu 1
${stack(1, 77, 'spin')}`);
    expect(found).toMatchObject([{ cpu: 1, pid: 77, comm: 'spin', callTrace: frames }]);
  });

  it('finds no OOM in the warning that one is to be expected', () => {
    const found = bodies(
      kernelLog(`rcu: INFO: rcu_sched detected stalls on CPUs/tasks:
rcu: \t0-...!: (1 GPs behind) idle=0/0/0x0 softirq=5/6 fqs=0
rcu: rcu_sched kthread starved for 5252 jiffies! g121 f0x0 RCU_GP_WAIT_FQS(5) ->state=0x0 ->cpu=1
rcu: \tUnless rcu_sched kthread gets sufficient CPU time, OOM is now expected behavior.`),
    );
    expect(found.map((body) => body.kind)).toEqual(['stall']);
  });
});

it('makes no record of a CPU hog: its work item ran and finished', () => {
  expect(
    stalls('workqueue: drm_fb_helper_damage_work hogged CPU for >10000us 4 times, consider switching to WQ_UNBOUND'),
  ).toEqual([]);
});

describe('shapes met in public threads', () => {
  it('a soft lockup without its task, and a panic that is the whole report on RHEL 6', () => {
    const text = `watchdog: BUG: soft lockup - CPU#11 stuck for 94s!
Call trace:
 blkcg_destroy+0x68/0x150`;
    expect(stalls(text)).toMatchObject([{ cpu: 11, pid: null, comm: null, seconds: 94 }]);
    const panic = `Kernel panic - not syncing: Watchdog detected hard LOCKUP on cpu 8
Pid: 3457, comm: worker veid: 0 Not tainted 2.6.32-673.el6.x86_64 #1
Call Trace:
 <NMI>  [<ffffffff81546288>] ? panic+0xa7/0x16f
 [<ffffffff81015039>] ? sched_clock+0x9/0x10`;
    expect(stalls(panic)).toMatchObject([
      { variant: 'hard-lockup', cpu: 8, comm: 'worker', pid: 3457, callTrace: { length: 2 } },
    ]);
  });

  it('another report behind a stall of RCU: its stack is not the stall’s', () => {
    const text = `rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:
 (detected by 40, t=5255 jiffies, g=2229, q=1110)
BUG: scheduling while atomic: irq/151-sas/503/0x00000004
CPU: 40 PID: 503 Comm: irq/151-sas Not tainted 5.11.0 #75
Call trace:
 dump_backtrace+0x0/0x1b0`;
    expect(stalls(text)).toMatchObject([{ pid: null, comm: null, callTrace: [] }]);
  });
});
