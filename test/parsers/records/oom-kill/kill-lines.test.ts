import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChoiceLine, parseKillLine, parseSharedLine } from '../../../../parsers/records/oom-kill/kill-line.ts';

const kB = (count: number): number => count * 1024;

/** Every shape in which a kernel says that it killed a task: a shape that is not read is a missed kill. */
const shapes: readonly (readonly [line: string, facts: object])[] = [
  ['Out of memory: Killed process 2341 (httpd).', { pid: 2341, comm: 'httpd', totalVmBytes: null }],
  ['Killed process 2340 (httpd)', { message: null, pid: 2340, comm: 'httpd' }],
  ['Killed process 2340 (httpd) vsz:452kB, anon-rss:1kB, file-rss:4kB', { totalVmBytes: kB(452), fileRssBytes: kB(4) }],
  [
    'Killed process 2340, UID 48, (httpd) total-vm:452kB, anon-rss:1kB, file-rss:4kB',
    { pid: 2340, uid: 48, comm: 'httpd', anonRssBytes: kB(1) },
  ],
  [
    'Killed process 2340 (java), UID 992, total-vm:4kB, anon-rss:3kB, file-rss:2kB, shmem-rss:1kB',
    { uid: 992, comm: 'java', shmemRssBytes: kB(1) },
  ],
  [
    'Killed process 28438 (java) total-vm:20255636kB, anon-rss:466160kB, file-rss:13684kB',
    { uid: null, totalVmBytes: kB(20_255_636), fileRssBytes: kB(13_684), shmemRssBytes: null },
  ],
  [
    'Memory cgroup out of memory: Killed process 5 (a) total-vm:4kB, anon-rss:3kB, file-rss:2kB, shmem-rss:1kB, UID:7',
    { uid: 7, message: { constraint: 'memcg' } },
  ],
  [
    'Out of memory: Killed process 5 (a) total-vm:4kB, anon-rss:3kB, file-rss:2kB, shmem-rss:1kB, UID: 1000',
    { uid: 1000 },
  ],
  [
    'Out of memory (oom_kill_allocating_task): Killed process 5 (a) total-vm:4kB, anon-rss:3kB, file-rss:2kB, shmem-rss:1kB, UID:0 pgtables:232kB oom_score_adj:-17',
    { message: { allocatingTask: true }, pgtablesBytes: kB(232), oomScoreAdj: -17 },
  ],
  ['No available memory (MPOL_BIND): Killed process 5 (a)', { message: { constraint: 'memory-policy' } }],
  ['No available memory in cpuset: Killed process 5 (a)', { message: { constraint: 'cpuset' } }],
];

describe('kill lines', () => {
  it.each(shapes)('%s', (line, facts) => {
    expect(parseKillLine(line)).toMatchObject({ cut: false, ...facts });
  });

  it('takes any name a task can give itself', () => {
    const names = fc.string({ unit: 'binary-ascii', maxLength: 15 }).filter((name) => !name.includes('\n'));
    const tails = fc.constantFrom(
      '.',
      '',
      ' total-vm:8kB, anon-rss:4kB, file-rss:0kB',
      ', UID 3, total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB',
      ' total-vm:8kB, anon-rss:4kB, file-rss:0kB, shmem-rss:0kB, UID:3 pgtables:1kB oom_score_adj:0',
    );
    fc.assert(
      fc.property(names, tails, (name, tail) => {
        const kill = parseKillLine(`Out of memory: Killed process 77 (${name})${tail}`);
        expect(kill).toMatchObject({ pid: 77, comm: name, cut: false });
        expect(kill?.totalVmBytes).toBe(tail.includes('total-vm') ? 8192 : null);
      }),
    );
  });

  it('leaves out a number that a cut line does not finish', () => {
    const kill = parseKillLine('Out of memory: Killed process 132 (java) total-vm:245300kB, anon-rss:24185');
    expect(kill).toMatchObject({ pid: 132, comm: 'java', cut: true, totalVmBytes: kB(245_300), anonRssBytes: null });
  });

  it.each([
    'Out of memory: Killed process 132 (a) b)',
    'Out of memory: Killed process 132 (a) b) total',
    'Killed process 132 (a) b), UI',
  ])('leaves the begin of an amount out of the name: %s', (line) => {
    expect(parseKillLine(line)?.comm).toBe('a) b');
  });

  it('is read in no time, whatever it holds', () => {
    const tail = ' pgtables:1kB_a:1'.repeat(220);
    expect(parseKillLine(`Killed process 1 (a) total-vm:1kB${tail}!`)?.cut).toBe(true);
    expect(parseKillLine(`Killed process 1 (a) total-vm:1kB${tail.replaceAll(' ', '')}!`)?.cut).toBe(true);
  });

  it.each([
    'PID 12 killed due to inadequate hugepage pool',
    'oomd kill: 12.5 5.5 1.2 [/system.slice/a] 5 ruleset:[x] detectorgroup:[y] killer:kill_by_memory',
    'lowmemorykiller: Killing process 12 (a), adj 0',
    'systemd[1]: a.service: Killed process 12 (a)',
  ])('does not take %s for one', (line) => {
    expect(parseKillLine(line)).toBeNull();
  });

  it.each([
    ['Out of Memory: Kill process 2340 (httpd) score 4711 and children.', 4711],
    ['Out of memory: kill process 2340 (httpd) score 221000 or a child', 221_000],
    ['Out of memory: Kill process 2340 (httpd) score 9 or sacrifice child', 9],
    ['Memory cgroup out of memory: Kill process 2340 (httpd) score 0 or sacrifice child', 0],
    [
      'Memory cgroup out of memory: Kill process 2340 (httpd) [State: 0 Flags: 4202752] score 97 or sacrifice child',
      97,
    ],
  ])('reads the choice in %s', (line, score) => {
    expect(parseChoiceLine(line)).toMatchObject({ pid: 2340, comm: 'httpd', score });
    expect(parseKillLine(line)).toBeNull();
  });

  it('keeps a name that looks like the rest of a choice', () => {
    const line = 'Out of memory: Kill process 7 (a) score 1 or) score 9 or sacrifice child';
    expect(parseChoiceLine(line)).toMatchObject({ comm: 'a) score 1 or', score: 9 });
  });

  it('counts a process on the same memory as killed', () => {
    expect(parseSharedLine('Kill process 7 (a (b)) sharing same memory')).toEqual({ pid: 7, comm: 'a (b)' });
  });
});
