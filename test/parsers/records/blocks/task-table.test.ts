import { describe, expect, it } from 'vitest';
import { headerlessTable, isLoneTaskRow } from '../../../../parsers/records/blocks/headerless-tasks.ts';
import { isTaskTableHeader, MAX_ROWS, taskTable } from '../../../../parsers/records/blocks/task-table.ts';
import { linesOf } from '../oom-kill/reports.ts';

const HEADER =
  '[  pid  ]   uid  tgid total_vm      rss rss_anon rss_file rss_shmem pgtables_bytes swapents oom_score_adj name';

const tableOf = (text: string) => {
  const table = taskTable();
  const refused = linesOf(text).filter((line) => !table.feed(line));
  return { refused, ...table.value() };
};

describe('the task table', () => {
  it.each([
    ['[ pid ]   uid  tgid total_vm      rss cpu oom_adj name', 'oom-adj'],
    ['[ pid ]   uid  tgid total_vm      rss cpu oom_adj oom_score_adj name', 'oom-adj-score-adj'],
    ['[ pid ]   uid  tgid total_vm      rss nr_ptes swapents oom_score_adj name', 'nr-ptes'],
    ['[ pid ]   uid  tgid total_vm      rss nr_ptes nr_pmds swapents oom_score_adj name', 'nr-ptes-pmds'],
    ['[ pid ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name', 'pgtables-bytes'],
    [HEADER, 'rss-split'],
    [
      '[  pid  ]   uid  tgid total_vm      rss some_new_column pgtables_bytes swapents oom_score_adj name',
      'pgtables-bytes',
    ],
  ])('%s', (header, shape) => {
    expect(isTaskTableHeader(header)).toBe(true);
    expect(tableOf(header)).toMatchObject({ refused: [], shape });
  });

  it('takes numbers wider than their columns and negative ones', () => {
    const { tasks, refused } = tableOf(
      `${HEADER}\n[4194303] 1234567890 4194303 9007199254 8589934592        0        0         0 17179869184 123456789         -1000 kvm`,
    );
    expect(refused).toEqual([]);
    expect(tasks).toMatchObject([
      {
        pid: 4_194_303,
        uid: 1_234_567_890,
        totalVmPages: 9_007_199_254,
        pgtablesBytes: 17_179_869_184,
        swapPages: 123_456_789,
        oomScoreAdj: -1000,
      },
    ]);
  });

  it('reads a uid above 2^31, which the kernel prints negative', () => {
    expect(tableOf(`${HEADER}\n[ 7] -2 7 1 1 1 0 0 4096 0 0 a`).tasks).toMatchObject([{ uid: 4_294_967_294 }]);
  });

  it('leaves out a row that breaks off, and says so', () => {
    const { tasks, problems } = tableOf(`${HEADER}\n[ 7] 0 7 1 1 1 0 0 40`);
    expect(tasks).toEqual([]);
    expect(problems).toEqual(['task-table-cut']);
  });

  it('keeps no more rows than a machine has processes', () => {
    const table = taskTable();
    table.feed(HEADER);
    for (let pid = 1; pid <= MAX_ROWS + 1; pid++) table.feed(`[${pid}] 0 ${pid} 1 1 1 0 0 4096 0 0 a`);
    expect(table.value()).toMatchObject({ tasks: { length: MAX_ROWS }, problems: ['task-table-too-long'] });
  });

  it('refuses what only looks like a row', () => {
    const lines = ['[drm] GPU HANG', '[<ffffffff81128347>] f+0x1/0x2', '[  132] this is no row', '[132]', 'Mem-Info:'];
    expect(tableOf(`${HEADER}\n${lines.join('\n')}`).refused).toEqual(lines);
  });
});

describe('rows without a header', () => {
  const rows = (text: string) => {
    const table = headerlessTable(10);
    for (const line of linesOf(text)) table.feed(line);
    return table.value();
  };

  it.each([
    ['[ 2340]    48  2340   113000    89000   0       0 httpd', 'oom-adj', { oomAdj: 0, swapPages: null }],
    [
      '[ 1201]   992  1201   413000   101000     411       5        0             3 mongod',
      'nr-ptes-pmds',
      { oomScoreAdj: 3 },
    ],
    [
      '[    132]     0   132    61325    60643    60464        1       178   532480        0             0 java',
      'rss-split',
      { rssAnonPages: 60_464, pgtablesBytes: 532_480 },
    ],
    [
      '[    132]     0   132    61325    60643   532480       17             0 java',
      'pgtables-bytes',
      { pgtablesBytes: 532_480, swapPages: 17 },
    ],
  ])('%s', (line, shape, facts) => {
    expect(rows(line)).toMatchObject({ shape, tasks: [facts] });
  });

  it('of eight numbers stay unread where three layouts are possible', () => {
    const { shape, tasks } = rows('[28438]     0 28438  5063909   119961    1661   136409          -998 java');
    expect(shape).toBeNull();
    expect(tasks).toMatchObject([
      { rssPages: 119_961, pgtablesBytes: null, swapPages: null, oomScoreAdj: -998, comm: 'java' },
    ]);
  });

  // Its width tells the score's column from a name that begins with digits.
  it('are counted up to the score: a name may be a number', () => {
    expect(rows('[    132]     0   132    61325    60643   532480       17             0 42')).toMatchObject({
      shape: 'pgtables-bytes',
      tasks: [{ comm: '42', oomScoreAdj: 0, swapPages: 17 }],
    });
    expect(rows('[  132]     0   132    61325    60643     120       3       17         -1000 7 zip')).toMatchObject({
      shape: 'nr-ptes-pmds',
      tasks: [{ comm: '7 zip', oomScoreAdj: -1000, swapPages: 17 }],
    });
  });

  it('of two layouts are not read', () => {
    const text =
      '[    132]     0   132    61325    60643   532480       17             0 java\n[  132]     0   132    61325    60643     120       3       17         -1000 java';
    expect(rows(text)).toEqual({ shape: null, tasks: [] });
    const table = taskTable();
    for (const line of linesOf(text)) table.feed(line);
    expect(table.value()).toEqual({ shape: null, tasks: [], problems: ['task-table-cut'] });
  });

  it('open a record only where nothing else could be meant', () => {
    expect(isLoneTaskRow('[    132]     0   132    61325    60643   532480       17             0 java')).toBe(true);
    for (const other of [
      '[    132]  1000   132    61325    60643   532480       17             0 java', // no literal to search for
      '[    132]     0   133    61325    60643   532480       17             0 java', // a thread
      '[    132]     0   132    61325    70643   532480       17             0 java', // more resident than mapped
      '[    132]     0   132    61325    60643   532480       17 0 java',
      '[    132]     0   132 packets dropped',
      '[  12.132]     0   132    61325    60643   532480       17             0 java',
    ])
      expect(isLoneTaskRow(other), other).toBe(false);
  });

  it('are counted by the shortest where no column is wide, since a name may be a number', () => {
    const text =
      '[    132]     0   132    61325    60643   532480       17             0 42\n[    133]     0   133    61325    60643   532480       17             0 java';
    expect(rows(text)).toMatchObject({ shape: 'pgtables-bytes', tasks: [{ comm: '42' }, { comm: 'java' }] });
  });
});
