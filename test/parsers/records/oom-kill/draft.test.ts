import { describe, expect, it } from 'vitest';
import { withPageSize } from '../../../../parsers/records/oom-kill.ts';
import { kernelLog, logEntry } from '../assembled.ts';
import { kills, killsIn, linesOf, onlyKill, report } from './reports.ts';

const KILL = (pid: number, comm = 'web'): string =>
  `Memory cgroup out of memory: Killed process ${pid} (${comm}) total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:4kB oom_score_adj:0`;
const GROUP = 'Tasks in /web are going to be killed due to memory.oom.group set';
const DECISION = (pid: number): string =>
  `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=/web,task_memcg=/web,task=web,pid=${pid},uid=0`;

const upTo = (name: string, mark: string): string => {
  const text = report(name);
  return text.slice(0, text.indexOf(mark));
};
/** A report without the first line of this form. */
const without = (name: string, form: RegExp): string => {
  const lines = linesOf(report(name));
  return lines.filter((_, index) => index !== lines.findIndex((line) => form.test(line))).join('\n');
};
const from = (name: string, mark: string): string => {
  const text = report(name);
  return text.slice(text.indexOf(mark));
};

describe('a report without its head', () => {
  // People copy from the line that names the container on.
  it.each([
    ['Task in /web/a killed as a result of limit of /web\nmemory: usage 8kB, limit 8kB, failcnt 3', '/web', 8192],
    ['memory: usage 8kB, limit 8kB, failcnt 3', '/web', 8192],
  ])('begins with its memcg block: %s', (block, oomMemcg, limitBytes) => {
    const record = onlyKill(`${block}\n${DECISION(7)}\n${KILL(7)}`);
    expect(record).toMatchObject({ complete: false, oomMemcg, memcg: { limitBytes, failcnt: 3 } });
    expect(record.problems).toContain('head-missing');
  });
});

describe('a kill without its dump', () => {
  it('is a whole record: the kernel limits the rate of dumps and not of kills', () => {
    expect(onlyKill(KILL(7))).toMatchObject({
      complete: true,
      problems: ['dump-suppressed'],
      trigger: null,
      constraint: 'memcg',
      constraintBasis: 'inferred',
      outcome: 'killed',
      victims: [{ pid: 7, basis: 'kill-line', timesPrinted: 1 }],
    });
  });

  it('is told apart from the next one', () => {
    expect(kills([KILL(7), KILL(8), KILL(9)].join('\n')).map(({ victims }) => victims.map(({ pid }) => pid))).toEqual([
      [7],
      [8],
      [9],
    ]);
  });

  it('has lost something where the old kernels print a line before it', () => {
    expect(onlyKill('Killed process 7 (web) total-vm:8kB, anon-rss:4kB, file-rss:0kB')).toMatchObject({
      complete: false,
      problems: ['head-missing'],
      constraint: null,
    });
    const pair =
      'Out of memory: Kill process 7 (web) score 9 or sacrifice child\nKilled process 7 (web) total-vm:8kB, anon-rss:4kB, file-rss:0kB';
    expect(onlyKill(pair)).toMatchObject({ complete: true, problems: ['dump-suppressed'], victims: [{ score: 9 }] });
  });

  it('says so where the line itself breaks off', () => {
    expect(onlyKill('Out of memory: Killed process 132 (java) total-vm:245300kB, anon-rss:24185')).toMatchObject({
      complete: false,
      problems: ['dump-suppressed', 'kill-line-cut'],
      victims: [{ pid: 132, comm: 'java', anonRssBytes: null }],
    });
  });

  it('takes the count of dumps kept back from the line before', () => {
    const suppressed = 'oom_kill_process: 6 callbacks suppressed\n';
    expect(onlyKill(suppressed + report('7.2'))).toMatchObject({ complete: true, dumpsSuppressed: 6 });
    expect(kills(suppressed)).toEqual([]);
    expect(
      kills(`${report('7.2')}${suppressed}${report('7.2')}`).map(({ dumpsSuppressed }) => dumpsSuppressed),
    ).toEqual([null, 6]);
  });
});

describe('processes on one memory up to 2.6.11', () => {
  it('die in lines that look alike, and are one event', () => {
    const again = 'Out of Memory: Killed process 8122 (dovecot).\nOut of Memory: Killed process 8123 (dovecot).\n';
    const records = kills(report('2.6.9') + again + report('2.6.9'));
    expect(records.map(({ victims }) => victims.map(({ pid, cause }) => [pid, cause]))).toEqual([
      [
        [8120, 'selected'],
        [8122, 'shared-mm'],
        [8123, 'shared-mm'],
      ],
      [[8120, 'selected']],
    ]);
  });
});

describe('Mem-Info without anything before it', () => {
  const memInfo = from('7.2', 'Mem-Info:').split('Tasks state')[0] ?? '';
  const kill = from('7.2', 'Out of memory: Killed');

  it('is a part of the report whose table follows', () => {
    expect(onlyKill(from('7.2', 'Mem-Info:'))).toMatchObject({
      memInfo: { ramPages: 98_174 },
      problems: ['head-missing'],
    });
  });

  it('is no record by itself, and not that of a kill whose dump was suppressed', () => {
    expect(kills(memInfo)).toEqual([]);
    expect(kills(memInfo + kill)).toMatchObject([{ memInfo: null, problems: ['dump-suppressed'] }]);
  });

  it('is not that of a table much further on', () => {
    const others = Array.from({ length: 40 }, (_, index) => `usb 1-1: new device number ${index}\n`).join('');
    expect(onlyKill(memInfo + others + from('7.2', 'Tasks state'))).toMatchObject({ memInfo: null });
  });
});

describe('a record that lost a part', () => {
  it.each([
    ['its kill line', upTo('7.2', 'Out of memory: Killed'), ['kill-line-missing']],
    ['its decision', upTo('7.2', 'oom-kill:'), ['task-table-cut', 'kill-line-missing']],
    ['the end of its table', upTo('7.2', '[    134]'), ['task-table-cut', 'kill-line-missing']],
    ['all from its table on', upTo('7.2', 'Tasks state'), ['kill-line-missing']],
    ['the end of Mem-Info', upTo('7.2', '98174 pages RAM'), ['mem-info-cut', 'kill-line-missing']],
    ['all behind its stack', upTo('7.2', 'Mem-Info:'), ['memory-dump-missing', 'kill-line-missing']],
    [
      'all behind its header',
      upTo('7.2', 'CPU: 0 UID'),
      ['call-trace-missing', 'memory-dump-missing', 'kill-line-missing'],
    ],
    ['its header and stack', from('7.2', 'Mem-Info:'), ['head-missing']],
    ['its head', from('7.2', 'Tasks state'), ['head-missing']],
    ['all but its decision and kill', from('7.2', 'oom-kill:'), ['head-missing']],
    ['all before its first rows', from('7.2', '[    119]'), ['head-missing', 'task-table-cut']],
    ['its table header', from('7.2', 'Tasks state').replace(/^\[ {2}pid.*\n/m, ''), ['head-missing', 'task-table-cut']],
    ['lines of low priority', upTo('7.2', 'Tasks state') + from('7.2', 'Out of memory'), ['decision-line-missing']],
    ['its memcg limits', report('5.10-memcg').replace(/^memory: .*\n/m, ''), ['memcg-limits-missing']],
    ['its CPU line', without('7.2', /^CPU: /), ['cpu-line-missing']],
    ['the head of its frames', without('7.2', /^Call Trace:/), ['call-trace-missing']],
    ['a line of its counters', without('7.2', /^ mapped:/), ['counters-missing']],
    ['its node', without('7.2', /^Node 0 active_anon:/), ['node-line-missing']],
    ['a zone', without('7.2', /^Node 0 DMA free:/), ['zone-line-missing']],
    ['a reserve', without('7.2', /^lowmem_reserve/), ['lowmem-reserve-missing']],
    ['a buddy list', without('7.2', /^Node 0 DMA: /), ['buddy-line-missing']],
    ['the end of a zone', report('7.2').replace(/^(Node 0 DMA free:.*) free_pcp:.*/m, '$1'), ['mem-info-line-cut']],
    [
      'the end of a counter line',
      report('7.2').replace(/^(active_anon:\d+ inactive_anon:\d).*/m, '$1'),
      ['counters-missing'],
    ],
    ['the end of a row', report('7.2').replace(/^(\[ +121\].* -10)00 sshd/m, '$1'), ['task-table-cut']],
    ['a term of a buddy list', report('7.2').replace(/^(Node 0 DMA: )\S+ (\(.*?\) )?/m, '$1'), ['mem-info-line-cut']],
    ['its page cache', without('7.2', /total pagecache pages$/), ['page-totals-missing']],
    ['its free swap', without('7.2', /^Free swap/), ['swap-totals-missing']],
    ['the row of whom it killed', without('7.2', /^\[ +132\]/), ['victim-row-missing']],
    ['whom it chose (4.9)', without('4.9', / or sacrifice child$/), ['choice-line-missing']],
    ['its cpuset (4.9)', without('4.9', / mems_allowed=/), ['cpuset-line-missing']],
    ['its group (4.15)', without('4.15-memcg', /^Task in /), ['memcg-owner-missing']],
    ['the title of its stats', without('5.10-memcg', /^Memory cgroup stats/), ['memcg-stats-missing']],
  ])('%s says which', (_, text, problems) => {
    expect(onlyKill(text)).toMatchObject({ complete: false, problems });
  });

  it.each([
    ['a kernel without NUMA and cpusets', report('3.4').replace(/^.* mems_allowed=.*\n/m, '')],
    [
      'ppc64 before 3.10',
      report('rhel6-memcg')
        .replace(/^Pid: .*\n/m, '')
        .replaceAll(/\[<f{8}([0-9a-f]{8})>\]/g, '[c0$1] [c0$1]'),
    ],
  ])('is whole where it is of %s', (_, text) => {
    expect(onlyKill(text).problems).toEqual([]);
  });

  // The last number of a line that breaks off may have lost digits.
  it('has no number of which only the begin is there', () => {
    const cut = onlyKill(
      report('7.2')
        .replace(/^(active_anon:\d+ inactive_anon:\d).*/m, '$1')
        .replace(/^(Node 0 DMA free:\d).*/m, '$1')
        .replace(/^(\[ +121\].* -10)00 sshd/m, '$1')
        .replace(/^(CPU: .*Not tainted 7).*/m, '$1'),
    );
    expect(cut.memInfo?.counters.inactive_anon).toBeUndefined();
    expect(cut.memInfo?.zones[0]?.freeBytes).toBeNull();
    expect(cut.tasks.some(({ pid }) => pid === 121)).toBe(false);
    expect(cut.kernelRelease).toBeNull();
  });

  it('is known from the rows of its table alone', () => {
    const rows = upTo('7.2', 'oom-kill:');
    const [record] = kills(rows.slice(rows.indexOf('[    119]')));
    expect(record).toMatchObject({
      complete: false,
      problems: ['head-missing', 'task-table-cut', 'kill-line-missing'],
      taskTable: 'rss-split',
      victims: [],
      outcome: 'unknown',
    });
    expect(record?.tasks.length).toBeGreaterThan(2);
  });

  it('names the chosen task where the kill line is lost', () => {
    expect(onlyKill(upTo('7.2', 'Out of memory: Killed'))).toMatchObject({
      outcome: 'unknown',
      victims: [{ pid: 132, comm: 'java', uid: 0, basis: 'decision-line', timesPrinted: 0, anonRssBytes: null }],
    });
    expect(onlyKill('Out of memory: Kill process 7 (web) score 9 or sacrifice child')).toMatchObject({
      complete: false,
      selected: { pid: 7, score: 9 },
      victims: [{ pid: 7, score: 9, basis: 'decision-line' }],
    });
  });

  it('is closed by the next header', () => {
    const [first, second] = kills(upTo('7.2', 'oom-kill:') + report('5.4'));
    expect(first).toMatchObject({ complete: false, trigger: { comm: 'java' }, victims: [] });
    expect(first?.problems).toContain('superseded');
    expect(second).toMatchObject({ complete: true, trigger: { comm: 'mongod' }, victims: [{ pid: 1201 }] });
  });

  it('does not take the kill line of another decision', () => {
    const [first, second] = kills(`${upTo('7.2', 'Out of memory: Killed')}${KILL(9)}`);
    expect(first).toMatchObject({ problems: ['kill-line-missing'], victims: [{ pid: 132, basis: 'decision-line' }] });
    expect(second).toMatchObject({ victims: [{ pid: 9 }], problems: ['dump-suppressed'] });
  });

  it('may be known from its reaper alone', () => {
    expect(onlyKill('oom_reaper: reaped process 7 (web), now anon-rss:0kB, file-rss:0kB, shmem-rss:4kB')).toMatchObject(
      {
        complete: false,
        problems: ['head-missing', 'kill-line-missing'],
        outcome: 'killed',
        victims: [{ pid: 7, basis: 'reaper-line', reaped: { shmemRssBytes: 4096 } }],
      },
    );
  });
});

describe('after the kill', () => {
  it('rows and Mem-Info belong to nobody', () => {
    const tail = from('7.2', 'Mem-Info:')
      .replace(/oom-kill:[\s\S]*$/, '')
      .replace(/^Tasks state[\s\S]*$/m, '');
    expect(tail).toContain('Node 0 DMA');
    expect(kills(report('7.2') + tail + tail)).toHaveLength(1);
  });

  it('a reaper line is its victim’s, however late', () => {
    const reaper = 'oom_reaper: reaped process 132 (java), now anon-rss:0kB, file-rss:0kB, shmem-rss:712kB\n';
    const [first, second, ...none] = kills(report('7.2') + report('5.4') + reaper);
    expect(none).toEqual([]);
    expect(first?.victims[0]?.reaped).toEqual({ anonRssBytes: 0, fileRssBytes: 0, shmemRssBytes: 729_088 });
    expect(second?.victims[0]?.reaped).toBeNull();
  });

  it('a group dies as one record, its first victim once', () => {
    const text = [KILL(7), GROUP, KILL(8), KILL(9), KILL(7)].join('\n');
    expect(onlyKill(text)).toMatchObject({
      groupKill: true,
      victims: [
        { pid: 7, cause: 'selected', timesPrinted: 2 },
        { pid: 8, cause: 'group', timesPrinted: 1 },
        { pid: 9, cause: 'group' },
      ],
    });
  });

  it('a group is told from the kills of other tasks by their callers', () => {
    const mine = kernelLog([KILL(7), GROUP].join('\n'), { caller: 'T7' });
    const others = kernelLog(KILL(8), { caller: 'T8' });
    const rest = kernelLog(KILL(9), { caller: 'T7' });
    expect(killsIn([...mine, ...others, ...rest]).map(({ victims }) => victims.map(({ pid }) => pid))).toEqual([
      [7, 9],
      [8],
    ]);
  });

  it('a kill that no group announced is another event', () => {
    expect(
      kills([KILL(7), KILL(8), GROUP, KILL(9)].join('\n')).map(({ victims }) => victims.map(({ pid }) => pid)),
    ).toEqual([[7], [8, 9]]);
  });

  it('a group is over when its clock, its prefix or its members say so', () => {
    const at = (us: number, text: string) => kernelLog(text, { monotonicUs: us });
    const group = at(1_000_000, [KILL(7), GROUP, KILL(8), KILL(7)].join('\n'));
    expect(killsIn([...group, ...at(3_000_000, KILL(9))])).toHaveLength(2);
    expect(killsIn([...group, ...at(1_000_100, KILL(7))])).toHaveLength(2);
    expect(killsIn([...group, ...at(1_000_100, KILL(9).replace('Memory cgroup out', 'Out'))])).toHaveLength(2);
    expect(killsIn([...group, ...at(1_000_100, KILL(9))])).toHaveLength(1);
  });

  it('a panic is counted once', () => {
    const panic = 'Kernel panic - not syncing: Out of memory: system-wide panic_on_oom is enabled';
    const text = `${upTo('7.2', 'oom-kill:')}${panic}\n---[ end ${panic} ]---\nRebooting in 1 seconds..`;
    expect(onlyKill(text)).toMatchObject({
      complete: true,
      outcome: 'panic',
      panic: 'Out of memory: system-wide panic_on_oom is enabled',
      victims: [],
    });
  });

  it('a task that is already exiting was not killed', () => {
    const exiting = 'Out of memory: OOM victim 132 (java) is already exiting. Skip killing the task\n';
    expect(onlyKill(upTo('7.2', 'Out of memory: Killed') + exiting)).toMatchObject({
      complete: true,
      problems: ['victim-already-exiting'],
      outcome: 'unknown',
      victims: [],
    });
  });
});

describe('SysRq', () => {
  it.each(['SysRq : Manual OOM execution', 'sysrq: SysRq : Manual OOM execution', 'sysrq: Manual OOM execution'])(
    '"%s" waits for its report',
    (line) => {
      const old = report('3.10').replace('gfp_mask=0x201da', 'gfp_mask=0xd0');
      expect(onlyKill(`${line}\n${old}`)).toMatchObject({ manual: true, complete: true });
      expect(kills(line)).toEqual([]);
    },
  );

  it('does not make a report manual that came by itself', () => {
    expect(onlyKill(`sysrq: Manual OOM execution\n${report('7.2')}`)).toMatchObject({ manual: false, complete: true });
  });

  it('may find nobody', () => {
    expect(onlyKill('sysrq: Manual OOM execution\nsysrq: OOM request ignored. No task eligible')).toMatchObject({
      manual: true,
      outcome: 'no-killable',
      complete: true,
      victims: [],
    });
  });
});

describe('other reports', () => {
  it('leave a Mem-Info dump without an OOM alone', () => {
    expect(kills(from('7.2', 'Mem-Info:').replace(/Tasks state[\s\S]*$/, ''))).toEqual([]);
  });

  it('keep their own stack and dump', () => {
    const [header = '', cpu = '', ...rest] = linesOf(report('7.2'));
    const foreign = [
      'kworker/1:2: page allocation failure: order:5, mode:0x40cc0(GFP_KERNEL|__GFP_COMP), nodemask=(null)',
      'CPU: 1 UID: 0 PID: 77 Comm: kworker/1:2 Not tainted 6.9.9 #2',
      'Call Trace:',
      ' foreign_function+0x1/0x2',
      'Mem-Info:',
      'active_anon:1 inactive_anon:1 isolated_anon:1',
    ];
    const record = onlyKill([header, ...foreign, cpu, ...rest].join('\n'));
    expect(record).toMatchObject({ complete: true, kernelRelease: '7.2.13+deb14-cloud-amd64', trigger: { pid: 132 } });
    expect(record.callTrace).not.toContain('foreign_function+0x1/0x2');
    expect(record.memInfo?.counters.active_anon).toBe(70_847);
  });

  it('print stacks of other tasks, which are not the trigger’s', () => {
    const [header = '', ...rest] = linesOf(report('7.2'));
    const foreign = [
      'oom_reaper: unable to reap pid:31 (db)',
      'task:db              state:D stack:0     pid:31    tgid:31    ppid:1      task_flags:0x400000 flags:0x00080001',
      'Call Trace:',
      ' foreign_function+0x1/0x2',
    ];
    expect(onlyKill([header, ...foreign.slice(1), ...rest].join('\n'))).toEqual(onlyKill(report('7.2')));
    const [own, reaped] = kills([header, ...foreign, ...rest].join('\n'));
    expect(own).toEqual(onlyKill(report('7.2')));
    expect(reaped).toMatchObject({ victims: [{ pid: 31, basis: 'reaper-line', reaped: 'unable' }] });
  });

  it('are kept apart by their caller', () => {
    const own = kernelLog(report('7.2'), { caller: 'T132' });
    const other = kernelLog(report('5.4').replaceAll('mongod', 'redis'), { caller: 'T1201' });
    const mixed = own.flatMap((entry, index) => [entry, ...(other[index] ? [other[index]] : [])]);
    const found = killsIn(mixed);
    expect(found.map(({ victims }) => victims[0]?.comm).sort()).toEqual(['java', 'redis']);
    for (const record of found) expect(record).toMatchObject({ complete: true, problems: [] });
  });

  it('are said to have run into this one where nothing tells them apart', () => {
    const [dump, decision] = report('7.2').split(/(?=^oom-kill:)/m) as [string, string];
    const second = from('7.2', 'Mem-Info:')
      .replace(/Tasks state[\s\S]*$/, '')
      .replace('free:1292kB', 'free:4kB');
    const [head, table] = dump.split(/(?=^Tasks state)/m) as [string, string];
    const half = head.slice(0, head.indexOf('lowmem_reserve'));
    const record = onlyKill(half + second + head.slice(half.length) + table + decision);
    expect(record).toMatchObject({ complete: false, problems: ['interleaved'] });
    expect(record.memInfo?.zones[0]?.freeBytes).toBe(1292 * 1024);
  });
});

describe('lines printed in pieces', () => {
  it('are put together again', () => {
    const pieces = report('4.14').replace('nodemask=(null),  order', 'nodemask=\n(null)\n,  order');
    expect(onlyKill(pieces)).toMatchObject({
      complete: true,
      trigger: { comm: 'mongod', order: 0 },
      nodemask: '(null)',
    });
    const decision = report('7.2').replace(',cpuset=/', '\n,cpuset=/').replace(',global_oom', '\n,global_oom');
    expect(onlyKill(decision)).toMatchObject({ complete: true, constraint: 'none', selected: { pid: 132 } });
  });

  it('are missed where a piece never came', () => {
    const broken = report('4.14').replace(/, {2}order=0, oom_score_adj=0/, '');
    expect(onlyKill(broken)).toMatchObject({ complete: false, trigger: null, victims: [{ pid: 1201 }] });
    expect(onlyKill(broken).problems).toContain('line-broken');
  });
});

describe('the page size', () => {
  const unproved = report('7.2-no-killable');

  it('is unknown where nothing proves it', () => {
    const record = onlyKill(unproved);
    expect(record).toMatchObject({ pageSizeBytes: null, pageSizeBasis: null });
    expect(record.tasks[0]).toMatchObject({ rssBytes: null, pgtablesBytes: 126_976 });
  });

  it('may be named by the user, and yields to proof', () => {
    const named = withPageSize(onlyKill(unproved), 65_536);
    expect(named).toMatchObject({ pageSizeBytes: 65_536, pageSizeBasis: 'option' });
    expect(named.tasks[0]?.rssBytes).toBe((named.tasks[0]?.rssPages ?? 0) * 65_536);
    expect(withPageSize(onlyKill(report('7.2')), 65_536)).toMatchObject({
      pageSizeBytes: 4096,
      pageSizeBasis: 'buddy',
    });
  });

  it('is not taken from a victim that mapped memory between table and kill line', () => {
    const grown = report('5.10-memcg').replace('total-vm:67380kB', 'total-vm:67384kB');
    expect(onlyKill(grown)).toMatchObject({ complete: true, pageSizeBytes: null, tasks: [{}, { rssBytes: null }] });
  });
});

describe('an entry', () => {
  it('of the table keeps names that begin with spaces, are empty or are numbers', () => {
    const rows = [
      '[    140]     0   140     2789     2208    57344        0             0  two',
      '[    141]     0   141     2789     2208    57344        0             0 ',
      '[    142]     0   142     2789     2208    57344        0             0 17',
    ];
    const text = report('6.1-cpuset').replace(/^oom-kill:/m, `${rows.join('\n')}\noom-kill:`);
    expect(
      onlyKill(text)
        .tasks.slice(-3)
        .map(({ comm }) => comm),
    ).toEqual([' two', '', '17']);
  });

  it('with the caller of a task names the trigger’s pid where the CPU line is lost', () => {
    const text = report('7.2').replace(/^CPU: .*\n/m, '');
    expect(killsIn(kernelLog(text, { caller: 'T132' }))[0]?.trigger?.pid).toBe(132);
    expect(killsIn([logEntry('x'), ...kernelLog(text)])[0]?.trigger?.pid).toBeNull();
  });

  it('that asks for a decision twice does not mix two kills', () => {
    const found = kills([DECISION(7), DECISION(8), KILL(8)].join('\n'));
    expect(found.map(({ victims }) => victims[0])).toMatchObject([
      { pid: 7, basis: 'decision-line' },
      { pid: 8, basis: 'kill-line' },
    ]);
  });
});
