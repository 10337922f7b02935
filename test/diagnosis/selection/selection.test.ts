import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordOf } from '../../../parsers/model/record.ts';
import type { TaskRow } from '../../../parsers/model/records/oom-kill.ts';
import { selectionOf } from '../../../src/diagnosis/selection/selection.ts';
import { memcg, memInfo, oomKill, task, victim, zone } from '../records.ts';

const page = 4096;

function report(facts: Partial<RecordOf<'oom-kill'>>): RecordOf<'oom-kill'> {
  return oomKill({}, { outcome: 'killed', taskTable: 'rss-split', ...facts }).record as RecordOf<'oom-kill'>;
}

const chose = (pid: number, comm: string, score: number | null = null): Partial<RecordOf<'oom-kill'>> => ({
  victims: [victim(pid, comm)],
  selected: { pid, comm, score },
});

/** Dumps of the field whose victim and numbers are known; the recomputed points must be the kernel's. */
describe('reports whose arithmetic was checked by hand', () => {
  it('RHEL 7, 3.10, two nodes: the printed score of a task that is not root', () => {
    const selection = selectionOf(
      report({
        ...chose(4321, 'mysqld', 651),
        taskTable: 'nr-ptes',
        memInfo: memInfo({ ramPages: 8_379_834, reservedPages: 192_987, swapTotalBytes: 8_388_604 * 1024 }),
        tasks: [
          task(4321, 'mysqld', { uid: 12_345, rssPages: 5_157_063, swapPages: 1_527_848, pageTablePages: 15_483 }),
          task(99, 'java', { rssPages: 2_900_000, swapPages: 45_000, pageTablePages: 6_000 }),
        ],
      }),
    );
    expect(selection).toMatchObject({
      totalPages: 10_283_998,
      rank: 1,
      agrees: true,
      printedScore: 651,
      chosen: { points: 6_700_394, permille: 651, pgtablesPages: 15_483 },
      runnerUp: { comm: 'java' },
    });
  });

  it('6.18, a group of 200 MiB: an adjustment of 300 nearly turned the choice', () => {
    const selection = selectionOf(
      report({
        ...chose(13_209, 'python3'),
        constraint: 'memcg',
        memcg: memcg({ limitBytes: 51_200 * page, swapLimitBytes: 0 }),
        tasks: [
          task(13_207, 'python3', { uid: 0, rssPages: 5914, pgtablesBytes: 98_304 }),
          task(13_209, 'python3', { uid: 0, rssPages: 24_442, pgtablesBytes: 237_568 }),
          task(13_206, 'python3', { uid: 0, rssPages: 8464, pgtablesBytes: 118_784, oomScoreAdj: 300 }),
        ],
      }),
    );
    expect(selection).toMatchObject({
      totalPages: 51_200,
      chosen: { pid: 13_209, points: 24_500, permille: 478 },
      runnerUp: { pid: 13_206, points: 23_793, permille: 464 },
      marginBytes: 707 * page,
      withoutAdjustments: { pid: 13_209 },
    });
  });

  it('6.1, 16 GB and swap full: most of the victim was in swap', () => {
    const selection = selectionOf(
      report({
        ...chose(7, 'doxygen'),
        taskTable: 'pgtables-bytes',
        memInfo: memInfo({ ramPages: 4_100_000, reservedPages: 80_932, swapTotalBytes: 6_291_455 * page }),
        tasks: [
          task(7, 'doxygen', { rssPages: 2_308_581, swapPages: 5_225_427, pgtablesBytes: 14_816 * page }),
          task(8, 'chrome', { rssPages: 40_000, swapPages: 10_000, pgtablesBytes: 500 * page, oomScoreAdj: 300 }),
        ],
      }),
    );
    expect(selection).toMatchObject({
      chosen: { points: 7_548_824, permille: 732 },
      runnerUp: { comm: 'chrome', permille: 304 },
    });
  });

  it('5.15, a group of 30 GiB: workers of one name, the biggest first', () => {
    const selection = selectionOf(
      report({
        ...chose(1, 'php-fpm'),
        constraint: 'memcg',
        taskTable: 'pgtables-bytes',
        memcg: memcg({ limitBytes: 31_211_520 * 1024, swapLimitBytes: null, swapLimitUnlimited: true }),
        victims: [victim(31, 'php-fpm')],
        selected: { pid: 31, comm: 'php-fpm', score: null },
        tasks: [3_201_932, 1_818_038, 1_232_572].map((rssPages, at) => task(31 + at, 'php-fpm', { rssPages })),
      }),
    );
    expect(selection).toMatchObject({ chosen: { points: 3_201_932, permille: null }, totalPages: null, rank: 1 });
    expect(selection?.runnerUp?.points).toBe(1_818_038);
    expect(selection?.note).toBeNull();
  });

  it('SysRq-f on 5.13 chooses as always', () => {
    const selection = selectionOf(
      report({
        ...chose(600, 'unattended-upgr'),
        manual: true,
        taskTable: 'pgtables-bytes',
        memInfo: memInfo({}),
        tasks: [
          task(600, 'unattended-upgr', { rssPages: 5200, pgtablesBytes: 58 * page }),
          task(1, 'systemd', { rssPages: 9000 }),
        ],
      }),
    );
    expect(selection).toMatchObject({ chosen: { points: 5258 }, rank: 1 });
    expect(selection?.note).toContain('SysRq');
  });
});

/** The table's columns and the score line tell the generation; nothing else may decide. */
describe('formula', () => {
  const big = memInfo({ ramPages: 1_000_000, reservedPages: 0, swapTotalBytes: 0 });
  const root = (facts: Partial<TaskRow>): TaskRow => task(5, 'rooted', { uid: 0, ...facts });
  const other = task(6, 'other', { uid: 1000, rssPages: 98_500, pageTablePages: 0 });

  it.each<[why: string, score: number, shape: RecordOf<'oom-kill'>['taskTable'], points: number]>([
    ['30 permille for root', 70, 'nr-ptes', 70_000],
    ['3 % for root', 97, 'nr-ptes', 97_000],
    ['3 % for root with nr_pmds', 97, 'nr-ptes-pmds', 97_000],
    ['a container that dropped CAP_SYS_ADMIN', 100, 'nr-ptes-pmds', 100_000],
    ['no discount with pgtables_bytes', 100, 'pgtables-bytes', 100_000],
  ])('%s', (_why, score, shape, points) => {
    const selection = selectionOf(
      report({
        ...chose(5, 'rooted', score),
        taskTable: shape,
        memInfo: big,
        tasks: [root({ rssPages: 100_000, pageTablePages: 0 }), task(7, 'small', { rssPages: 10 })],
      }),
    );
    expect(selection).toMatchObject({ agrees: true, chosen: { points } });
  });

  it.each<[why: string, shape: RecordOf<'oom-kill'>['taskTable'], points: number, score: number, chosen: number]>([
    ['4.13, a container without CAP_SYS_ADMIN', 'nr-ptes-pmds', 3211, 2508, 3211],
    ['the same with it', 'nr-ptes-pmds', 3211, 2433, 3115],
    ['a host that has swap: a lower score proves nothing', 'nr-ptes-pmds', 3211, 1200, 3115],
  ])(
    'a group whose host may have swap: the printed score tells who got the discount (%s)',
    (_why, taskTable, rssPages, score, points) => {
      const record = report({
        ...chose(5, 'rooted', score),
        constraint: 'memcg',
        taskTable,
        memcg: memcg({ limitBytes: 1280 * page, swapLimitBytes: null, swapLimitUnlimited: true }),
        tasks: [root({ rssPages, pageTablePages: 0 }), task(7, 'small', { rssPages: 10 })],
      });
      expect(selectionOf(record)?.chosen?.points).toBe(points);
    },
  );

  it("takes the discount under which the kernel's victim is the first", () => {
    const selection = selectionOf(
      report({
        ...chose(6, 'other', 98),
        taskTable: 'nr-ptes-pmds',
        memInfo: big,
        tasks: [root({ rssPages: 100_000, pageTablePages: 0 }), other],
      }),
    );
    expect(selection).toMatchObject({ rank: 1, formula: expect.stringContaining('3 %') });
  });

  it('a printed score that cannot be reached is shown as a mismatch', () => {
    const selection = selectionOf(
      report({ ...chose(6, 'other', 400), taskTable: 'nr-ptes-pmds', memInfo: big, tasks: [other] }),
    );
    expect(selection).toMatchObject({ agrees: false, printedScore: 400 });
  });

  it('RHEL 6 prints neither swap nor page tables: its score can be confirmed, not refuted', () => {
    const bare = { swapPages: null, swapBytes: null, pgtablesBytes: null };
    const of = (score: number) =>
      selectionOf(
        report({
          ...chose(5, 'a', score),
          taskTable: 'oom-adj-score-adj',
          memInfo: big,
          tasks: [task(5, 'a', { rssPages: 100_000, ...bare })],
        }),
      );
    expect(of(100)).toMatchObject({ agrees: true, note: expect.stringContaining('resident memory only') });
    expect(of(180)?.agrees).toBeNull();
  });

  it('divides by 1000 before it multiplies', () => {
    const selection = selectionOf(
      report({
        ...chose(5, 'a'),
        constraint: 'memcg',
        memcg: memcg({ limitBytes: 51_999 * page, swapLimitBytes: 0 }),
        tasks: [task(5, 'a', { rssPages: 10, oomScoreAdj: 100 })],
      }),
    );
    expect(selection?.chosen?.points).toBe(10 + 100 * 51);
  });

  it('points may be negative since 5.9, and are at least 1 before', () => {
    const facts = {
      ...chose(5, 'a'),
      memInfo: memInfo({ ramPages: 100_000, reservedPages: 0, swapTotalBytes: 0 }),
      tasks: [task(5, 'a', { rssPages: 10, oomScoreAdj: -500 })],
    };
    expect(selectionOf(report(facts))?.chosen?.points).toBe(10 - 50_000);
    const scored = report({ ...facts, ...chose(5, 'a', 0), taskTable: 'pgtables-bytes' });
    expect(selectionOf(scored)?.chosen?.points).toBe(1);
  });

  it('nodes: the pages present on the allowed nodes and all swap', () => {
    const selection = selectionOf(
      report({
        ...chose(5, 'a'),
        constraint: 'cpuset',
        memsAllowed: '1',
        memInfo: memInfo({
          swapTotalBytes: 1000 * page,
          zones: [zone({ node: 0, presentBytes: 900_000 * page }), zone({ node: 1, presentBytes: 50_000 * page })],
        }),
        tasks: [task(5, 'a')],
      }),
    );
    expect(selection?.totalPages).toBe(51_000);
  });
});

describe('who is not chosen by points', () => {
  const tasks = [
    task(1, 'init', { rssPages: 90_000 }),
    task(10, 'protected', { rssPages: 80_000, oomScoreAdj: -1000 }),
    task(11, 'legacy', { rssPages: 70_000, oomAdj: -17 }),
    task(12, 'big', { rssPages: 9_000 }),
    task(13, 'small', { rssPages: 100 }),
  ];

  it('init and protected tasks are no candidates, but would be without adjustments', () => {
    const selection = selectionOf(report({ ...chose(12, 'big'), memInfo: memInfo(), tasks }));
    expect(selection).toMatchObject({ rank: 1, runnerUp: { pid: 13 }, withoutAdjustments: { pid: 10 } });
  });

  it('the allocating task: its rank shows that it was no choice', () => {
    const selection = selectionOf(report({ ...chose(13, 'small'), allocatingTask: true, memInfo: memInfo(), tasks }));
    expect(selection).toMatchObject({ rank: 2, chosen: { pid: 13 }, runnerUp: { pid: 12 } });
    expect(selection?.marginBytes).toBeLessThan(0);
    expect(selection?.note).toContain('oom_kill_allocating_task');
  });

  it('a panic and a group without a killable task choose nobody', () => {
    for (const outcome of ['panic', 'no-killable'] as const) {
      const selection = selectionOf(report({ outcome, victims: [], selected: null, memInfo: memInfo(), tasks }));
      expect(selection).toMatchObject({ chosen: null, rank: null, marginBytes: null });
      expect(selection?.note).toContain('nobody was chosen');
    }
  });

  it('up to 5.0 a child dies for its parent: the parent is the choice', () => {
    const record = report({
      memInfo: memInfo(),
      tasks,
      selected: { pid: 12, comm: 'big', score: null },
      victims: [victim(13, 'small', 1, { cause: 'child' })],
    });
    expect(selectionOf(record)).toMatchObject({
      chosen: { pid: 12 },
      rank: 1,
      note: expect.stringContaining('child 13'),
    });
  });

  it('an old kernel names a thread: the row of its leader counts', () => {
    const record = report({
      memInfo: memInfo(),
      tasks: [task(12, 'big', { tgid: 500, rssPages: 9000 })],
      selected: { pid: 500, comm: 'big', score: null },
    });
    expect(selectionOf(record)?.chosen?.pid).toBe(12);
  });

  it('a thread that no row names: the line of the kill names its process', () => {
    const record = report({
      memInfo: memInfo(),
      tasks: [task(12, 'big', { rssPages: 9000 })],
      selected: { pid: 26_074, comm: 'big', score: null },
      victims: [victim(12, 'big')],
    });
    expect(selectionOf(record)).toMatchObject({ chosen: { pid: 12 }, rank: 1, note: null });
  });
});

describe('no answer rather than a wrong one', () => {
  const tasks = [task(5, 'a')];
  it.each<[why: string, facts: Partial<RecordOf<'oom-kill'>>]>([
    ['no table', { tasks: [] }],
    ['a cut table', { tasks, problems: ['task-table-cut'] }],
    ['a table longer than what is kept', { tasks, problems: ['task-table-too-long'] }],
    ['an end that was not seen', { tasks, outcome: 'unknown' }],
    ['2.6.32, where CPU and run time count', { tasks, taskTable: 'oom-adj' }],
    ['a table of unknown columns', { tasks, taskTable: null }],
  ])('%s', (_why, facts) => {
    expect(selectionOf(report({ ...chose(5, 'a'), memInfo: memInfo(), ...facts }))).toBeNull();
  });

  it('without a proved page size points are of rss and swap alone, and no bytes are claimed', () => {
    const selection = selectionOf(
      report({ ...chose(5, 'a'), pageSizeBytes: null, memInfo: memInfo(), tasks: [...tasks, task(6, 'b')] }),
    );
    expect(selection).toMatchObject({
      totalPages: null,
      marginBytes: null,
      chosen: { permille: null, pgtablesPages: null },
    });
    expect(selection?.note).toContain('page size');
  });
});

it("law: the recomputed first is the choice of the kernel's own loop, and the runner-up never exceeds it", () => {
  const row = fc.record({
    rssPages: fc.nat(100_000),
    swapPages: fc.nat(50_000),
    oomScoreAdj: fc.integer({ min: -1000, max: 1000 }),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
      const tasks = rows.map((facts, at) => task(at + 2, 'w', facts));
      const points = ({ rssPages, swapPages, oomScoreAdj }: TaskRow): number =>
        rssPages + (swapPages ?? 0) + (oomScoreAdj ?? 0) * 200;
      let first: TaskRow | null = null;
      for (const one of tasks) if (one.oomScoreAdj !== -1000 && (!first || points(one) >= points(first))) first = one;
      if (!first) return;
      const selection = selectionOf(report({ ...chose(first.pid, 'w'), memInfo: memInfo(), tasks }));
      expect(selection?.rank).toBe(1);
      expect(selection?.chosen?.points).toBe(points(first));
      expect(selection?.runnerUp?.points ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(points(first));
    }),
  );
});
