import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMemoryPanic, parseReaped, parseSuppressed } from '../../../../parsers/records/oom-kill/aftermath.ts';
import { parseDecision } from '../../../../parsers/records/oom-kill/decision-line.ts';
import { openOomDraft } from '../../../../parsers/records/oom-kill/draft.ts';
import { parseHeader } from '../../../../parsers/records/oom-kill/header.ts';
import { parseKillLine } from '../../../../parsers/records/oom-kill/kill-line.ts';
import { OPENERS, readOomLine } from '../../../../parsers/records/oom-kill/lines.ts';
import { logEntry } from '../assembled.ts';
import { linesOf, report } from './reports.ts';

const comms = fc.string({ unit: 'binary-ascii', minLength: 0, maxLength: 15 }).filter((name) => !name.includes('\n'));

describe('the header of 2.6.18', () => {
  it('names nobody', () => {
    expect(parseHeader('oom-killer: gfp_mask=0x84d0, order=1')).toMatchObject({
      comm: null,
      gfpMask: '0x84d0',
      order: 1,
    });
    expect(parseHeader('x oom-killer: gfp_mask=0x84d0, order=1')).toBeNull();
  });
});

describe('the header', () => {
  it.each([
    ['gfp_mask=0xd0, order=0, oom_adj=-17, oom_score_adj=-1000', { order: 0, oomScoreAdj: -1000, namedFlags: false }],
    ['gfp_mask=0x0(), order=0, oom_score_adj=0', { gfpFlags: [], namedFlags: true }],
    [
      'gfp_mask=0x14200ca(GFP_HIGHUSER_MOVABLE), nodemask=0,2-3,  order=3, oom_score_adj=0',
      { nodemask: '0,2-3', order: 3 },
    ],
    ['gfp_mask=0x6200ca(GFP_HIGHUSER_MOVABLE), nodemask=(null), order=9, oom_score_adj=300', { nodemask: '(null)' }],
    ['gfp_mask=0xdc0(GFP_KERNEL|__GFP_ZERO|0x1000000), order=0, oom_score_adj=0', { gfpFlags: { length: 3 } }],
  ])('%s', (request, facts) => {
    expect(parseHeader(`java invoked oom-killer: ${request}`)).toMatchObject({ comm: 'java', ...facts });
  });

  it('takes a uid that is printed as signed, and a limit for one whatever the constraint is called', () => {
    const line =
      'oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/a,task_memcg=/a/b,task=x,pid=3,uid=-2';
    expect(parseDecision(line)).toMatchObject({
      constraint: 'memcg',
      constraintRaw: 'CONSTRAINT_NONE',
      oomMemcg: '/a',
      uid: 4_294_967_294,
    });
  });

  it('gives back any name', () => {
    fc.assert(
      fc.property(comms, (comm) => {
        const line = `${comm} invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=1, oom_score_adj=5`;
        expect(parseHeader(line)).toMatchObject({ comm, order: 1, oomScoreAdj: 5 });
      }),
    );
  });

  it('is not found in a text that quotes one', () => {
    const quoted = `a long story about a machine on which yesterday java ${'x'.repeat(40)} invoked oom-killer: gfp_mask=0xd0, order=0`;
    expect(parseHeader(quoted)).toBeNull();
    expect(parseHeader("{ at: 2400, text: 'replay invoked oom-killer: gfp_mask=0xd0, order=0")).toBeNull();
    expect(parseKillLine('Out of memory: Killed process 12 (worker) by the pool manager')).toBeNull();
    expect(parseHeader('java invoked oom-killer: and nobody knows why')).toBeNull();
  });
});

describe('the decision line', () => {
  it.each([
    [
      'constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0-1,3,oom_memcg=/a,task_memcg=/a/b,task=java,pid=7,uid=0',
      { constraint: 'memcg', memsAllowed: '0-1,3', oomMemcg: '/a', taskMemcg: '/a/b', comm: 'java' },
    ],
    [
      'constraint=CONSTRAINT_MEMORY_POLICY,nodemask=0,2,cpuset=/,mems_allowed=0-3,global_oom,task_memcg=/,task=a b,c,pid=7,uid=9',
      { constraint: 'memory-policy', nodemask: '0,2', oomMemcg: null, taskMemcg: '/', comm: 'a b,c', uid: 9 },
    ],
    [
      'constraint=CONSTRAINT_CPUSET,nodemask=(null),task=java,pid=7,uid=0',
      { constraint: 'cpuset', cpuset: null, taskMemcg: null },
    ],
    ['constraint=CONSTRAINT_LATER,nodemask=(null),global_oom,task=java,pid=7,uid=0', { constraint: 'other' }],
    [
      'constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/x\\x2d1:y,task_memcg=/x\\x2d1:y,task=,pid=1,uid=2,pid=7,uid=0',
      { oomMemcg: '/x\\x2d1:y', comm: ',pid=1,uid=2', pid: 7 },
    ],
  ])('%s', (line, facts) => {
    expect(parseDecision(`oom-kill:${line}`)).toMatchObject({ pid: 7, ...facts });
  });

  it('gives back any name', () => {
    fc.assert(
      fc.property(comms, (comm) => {
        const line = `oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/a,task=${comm},pid=3,uid=4`;
        expect(parseDecision(line)).toMatchObject({ comm, pid: 3, uid: 4, taskMemcg: '/a' });
      }),
    );
  });
});

describe('what follows a kill', () => {
  it('reads what the reaper left', () => {
    const line = 'oom_reaper: reaped process 7 (a, (b)), now anon-rss:0kB, file-rss:4kB, shmem-rss:712kB';
    expect(parseReaped(line)).toEqual({
      pid: 7,
      comm: 'a, (b)',
      left: { anonRssBytes: 0, fileRssBytes: 4096, shmemRssBytes: 729_088 },
    });
    expect(parseReaped(line.replace('712kB', '712lkB'))?.left).toEqual(parseReaped(line)?.left);
    expect(parseReaped('oom_reaper: unable to reap pid:7 (a)')).toMatchObject({ left: 'unable' });
  });

  it.each([
    'Out of memory and no killable processes...',
    'Out of memory: compulsory panic_on_oom is enabled',
    'Out of memory: system-wide panic_on_oom is enabled',
    'out of memory. Compulsory panic_on_oom is selected.',
    'out of memory from page fault. panic_on_oom is selected.',
    'System is deadlocked on memory',
  ])('knows the panic "%s"', (message) => {
    expect(parseMemoryPanic(`Kernel panic - not syncing: ${message}`)).toBe(message);
  });

  it.each([
    'Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000009',
    'Kernel panic - not syncing: hung_task: blocked tasks',
    '---[ end Kernel panic - not syncing: System is deadlocked on memory ]---',
  ])('leaves "%s" to others', (line) => {
    expect(parseMemoryPanic(line)).toBeNull();
  });

  it('counts only dumps of the OOM killer as suppressed', () => {
    expect(parseSuppressed('oom_kill_process: 6 callbacks suppressed')).toBe(6);
    expect(parseSuppressed('warn_alloc: 6 callbacks suppressed')).toBeNull();
  });
});

describe('the needles', () => {
  it('stand in every line that opens a record', () => {
    const announcements = ['SysRq : Manual OOM execution', 'sysrq: OOM request ignored because killer is disabled'];
    const names = ['2.6.18', '2.6.32', 'rhel6-memcg', '3.4', '4.4-sysrq', '4.9', '7.2', '7.2-group', '7.2-no-killable'];
    const lines = [...names.flatMap((name) => linesOf(report(name))), ...announcements];
    const opening = lines.filter((line) => openOomDraft(logEntry(line)) !== null);
    expect(opening.length).toBeGreaterThan(20);
    for (const line of opening) expect(OPENERS.filter((opener) => line.includes(opener))).not.toEqual([]);
  });

  it('open nothing on look-alikes', () => {
    for (const line of [
      'OOM killer enabled.',
      'OOM killer disabled.',
      '\tUnless rcu_sched kthread gets sufficient CPU time, OOM is now expected behavior.',
      'cgroup: fork rejected by pids controller in /user.slice',
      'PID 12 killed due to inadequate hugepage pool',
      'Mem-Info: of a program',
      'Tasks state (memory values in mebibytes):',
      'java: page allocation failure: order:4, mode:0x40cc0(GFP_KERNEL|__GFP_COMP), nodemask=(null)',
      'warn_alloc: 6 callbacks suppressed',
      'audit: Killed process 12 (a) total-vm:1kB, anon-rss:1kB, file-rss:0kB',
      'INFO: task Killed process :12 blocked for more than 120 seconds.',
      'Out of memory: OOM victim 12 (a) is already exiting. Skip killing the task',
    ]) {
      expect(openOomDraft(logEntry(line)), line).toBeNull();
    }
  });

  it('never fail on any text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OPENERS), fc.string(), fc.string(), (opener, before, after) => {
        expect(() => readOomLine(before + opener + after)).not.toThrow();
      }),
    );
  });
});
