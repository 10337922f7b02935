import { expect, test } from 'vitest';
import type { MemInfo } from '../../../parsers/model/records/mem-info.ts';
import type { TaskRow } from '../../../parsers/model/records/oom-kill.ts';
import { savedQueries } from '../../../src/store/queries/index.ts';
import type { Timeline } from '../../../src/store/timeline.ts';
import {
  all,
  allocFailure,
  batchOf,
  coverageOf,
  fileAt,
  hungTask,
  incidentOf,
  noonUs,
  oomKill,
  sampleAt,
  stored,
  userspaceKill,
  victim,
} from '../facts.ts';
import { type NewStorage, withTimeline } from './storage.ts';

function taskRow(pid: number, comm: string, rssPages: number): TaskRow {
  return {
    pid,
    tgid: pid,
    uid: 0,
    comm,
    totalVmPages: 2 * rssPages,
    rssPages,
    rssAnonPages: null,
    rssFilePages: null,
    rssShmemPages: null,
    swapPages: 0,
    totalVmBytes: 8192 * rssPages,
    rssBytes: 4096 * rssPages,
    rssAnonBytes: null,
    rssFileBytes: null,
    rssShmemBytes: null,
    pageTablePages: null,
    pgtablesBytes: 8192,
    swapBytes: 0,
    oomScoreAdj: 0,
    oomAdj: null,
  };
}

const zone = { node: 0, name: 'Normal', freeBytes: 44_000, minBytes: 45_000 };
// The store keeps the block whole and looks at none of it: what no query asks for is left out.
const memInfo = { zones: [zone] } as unknown as MemInfo;

/** A little of everything: what the documented queries are run on. */
export async function fill(timeline: Timeline): Promise<void> {
  const hour = 3_600_000_000;
  const group = { oomMemcg: '/web.slice', taskMemcg: '/web.slice/php.service', constraint: 'memcg' } as const;
  const php = (pid: number) => victim({ pid, comm: 'php-fpm', anonRssBytes: 1_000_000, shmemRssBytes: null });
  await timeline.append(
    batchOf({
      records: [
        stored(oomKill({ id: 'pg' }, { tasks: [taskRow(1, 'init', 10), taskRow(4242, 'postgres', 1500)], memInfo })),
        stored(oomKill({ id: 'pg again', path: '/var/log/syslog', line: 9 })),
        stored(oomKill({ id: 'php 1', atUs: noonUs + hour, line: 5 }, { ...group, victims: [php(1), php(2)] })),
        stored(oomKill({ id: 'php 2', atUs: noonUs + hour + 30_000_000, line: 6 }, { ...group, victims: [php(3)] })),
        stored(userspaceKill({ id: 'earlyoom', host: 'desk' })),
        stored(userspaceKill({ id: 'dry', host: 'desk' }, { dryRun: true })),
        stored(hungTask({ id: 'hung', atUs: noonUs - 1 }, { complete: false, problems: ['call-trace-cut'] })),
        stored(hungTask({ id: 'hung 2', atUs: noonUs + 2 }, { comm: 'jbd2/sda1-8', blockedSeconds: 245 })),
        stored(allocFailure({ id: 'alloc', atUs: noonUs + 3 })),
      ],
      samples: [
        sampleAt(-20, 2048),
        sampleAt(-20, 4096, { metric: 'memAvailableBytes', scope: 'system', pid: null, comm: null }),
        sampleAt(0, 4096),
        sampleAt(10, 8192),
        sampleAt(0, 0.5, { metric: 'psiMemorySomeAvg10', scope: 'system' }),
      ],
      coverage: [coverageOf('/var/log/kern.log'), coverageOf('/var/log/syslog', { fromUs: null, toUs: null })],
      files: [fileAt('/var/log/kern.log', 'head')],
    }),
  );
  await timeline.mergeRecords([{ id: 'pg again', into: 'pg' }]);
  await timeline.replaceIncidents([incidentOf('i1', { records: ['pg'] })]);
}

async function rowsOf(timeline: Timeline, sql: string): Promise<Record<string, unknown>[]> {
  const { columns, rows } = await timeline.query(sql);
  return (await all(rows)).map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

/** SQL of users: the documented views, and nothing that writes. */
export function querying(newStorage: NewStorage): void {
  const expected: Readonly<Record<string, readonly object[]>> = {
    'kills-by-comm': [
      { comm: 'php-fpm', kills: 3, hosts: 1, largest_rss_bytes: 1_004_096, first_time: '2026-11-20T13:00:00.000000Z' },
      { comm: 'java', kills: 1, largest_rss_bytes: 7_000_000 },
      { comm: 'postgres', kills: 1 },
    ],
    'kills-by-cgroup': [
      { cgroup: '/web.slice/php.service', limit_cgroup: '/web.slice', kills: 3 },
      { host: 'desk', cgroup: '/user.slice', limit_cgroup: null, kills: 1 },
      { host: 'web1', cgroup: '/system.slice/postgresql.service', kills: 1 },
    ],
    'kills-by-host': [
      { host: 'web1', kills: 4, by_kernel: 4, by_user_space: 0 },
      { host: 'desk', kills: 1, by_kernel: 0, by_user_space: 1 },
    ],
    'kills-by-hour': [
      { hour: '2026-11-20T12:00Z', kills: 2 },
      { hour: '2026-11-20T13:00Z', kills: 3 },
    ],
    'largest-victims': [{ comm: 'java' }, { comm: 'postgres', rss_bytes: 6_004_096 }, {}, {}, {}],
    'repeat-victims': [{ comm: 'php-fpm', kills: 3, pids: 3, mean_gap_seconds: 15 }],
    'hung-by-stack': [{ stack: 'io_schedule < wait_on_page', reports: 2, names: 2, longest_seconds: 245 }],
    'alloc-failures-by-order': [{ variant: 'page', alloc_order: 4, gfp_mask: '0x40dc0', reports: 1 }],
    'process-growth': [{ comm: 'postgres', grown_bytes: 6144, first_rss_bytes: 2048, last_rss_bytes: 8192 }],
    'samples-by-metric': [
      { scope: 'process', metric: 'rssBytes', series: 1, last_time: '2026-11-20T12:00:10.000000Z' },
      { scope: 'system', metric: 'memAvailableBytes', series: 1 },
      { scope: 'system', metric: 'psiMemorySomeAvg10', series: 1 },
    ],
    coverage: [
      { path: '/var/log/kern.log', first_time: '2026-11-20T12:00:00.000000Z', skipped: 3 },
      { path: '/var/log/syslog', first_time: null },
    ],
  };

  // A leak of last month is not what grew this week, and one process seen by two programs is one process.
  test(
    'process-growth looks at the last week of samples, and names a process once',
    withTimeline(newStorage, async (timeline) => {
      const sql = savedQueries.find(({ name }) => name === 'process-growth')?.sql ?? '';
      const day = 86_400;
      await timeline.append(
        batchOf({
          samples: [
            sampleAt(-30 * day, 1024, { pid: 7, comm: 'old' }),
            sampleAt(-20 * day, 9_000_000, { pid: 7, comm: 'old' }),
            sampleAt(-30 * day, 1, { pid: 8, comm: 'slow' }),
            sampleAt(-6 * day, 4096, { pid: 8, comm: 'slow' }),
            sampleAt(0, 8192, { pid: 8, comm: 'slow' }),
            sampleAt(-3 * day, 4096, { pid: 8, comm: 'slow', format: 'atop' }),
            sampleAt(0, 6144, { pid: 8, comm: 'slow', format: 'atop' }),
            sampleAt(-1, 8192, { pid: 9, comm: 'falling' }),
            sampleAt(0, 4096, { pid: 9, comm: 'falling' }),
          ],
        }),
      );
      expect(await rowsOf(timeline, sql)).toMatchObject([{ comm: 'slow', pid: 8, grown_bytes: 4096 }]);
    }),
  );

  test.each(savedQueries.map((saved) => [saved.name, saved.sql] as const))('%s gives what it says', (name, sql) =>
    withTimeline(newStorage, async (timeline) => {
      await fill(timeline);
      const rows = await rowsOf(timeline, sql);
      expect(rows).toMatchObject(expected[name] ?? []);
      expect(rows).toHaveLength(expected[name]?.length ?? -1);
    })(),
  );

  test(
    'a dry run kills nobody, and one event in two files is one row',
    withTimeline(newStorage, async (timeline) => {
      await fill(timeline);
      expect(await rowsOf(timeline, 'select record_id, pid from victim order by record_id, pid')).toEqual([
        { record_id: 'earlyoom', pid: 55 },
        { record_id: 'pg', pid: 4242 },
        { record_id: 'php 1', pid: 1 },
        { record_id: 'php 1', pid: 2 },
        { record_id: 'php 2', pid: 3 },
      ]);
    }),
  );

  test(
    'files of several machines that name no host are not one host',
    withTimeline(newStorage, async (timeline) => {
      const nameless = (id: string) => oomKill({ id, host: null, bootId: null });
      await timeline.append(batchOf({ records: [stored(nameless('a'), '/one'), stored(nameless('b'), '/two')] }));
      const sql = savedQueries.find(({ name }) => name === 'kills-by-host')?.sql ?? '';
      expect(await rowsOf(timeline, sql)).toMatchObject([
        { host: 'in /one', kills: 1 },
        { host: 'in /two', kills: 1 },
      ]);
    }),
  );

  test(
    'samples are told with time, path and bytes',
    withTimeline(newStorage, async (timeline) => {
      await fill(timeline);
      const sql = `select time, host, comm, value, path, line, byte_start, byte_end from sample
        where metric = 'rssBytes' and at_us > ${noonUs}`;
      expect(await rowsOf(timeline, sql)).toEqual([
        {
          time: '2026-11-20T12:00:10.000000Z',
          host: 'web1',
          comm: 'postgres',
          value: 8192,
          path: '/var/log/ps.txt',
          line: 11,
          byte_start: 800,
          byte_end: 879,
        },
      ]);
    }),
  );

  test(
    'a limit cuts rows off and says so',
    withTimeline(newStorage, async (timeline) => {
      const sql = "select value from json_each('[1,2,3]')";
      const cut = await timeline.query(sql, { limit: 2 });
      expect(await all(cut.rows)).toEqual([[1], [2]]);
      expect(cut.truncated()).toBe(true);
      const whole = await timeline.query(sql, { limit: 3 });
      expect(await all(whole.rows)).toEqual([[1], [2], [3]]);
      expect(whole.truncated()).toBe(false);
    }),
  );

  test(
    'integers beyond 2^53 keep every digit',
    withTimeline(newStorage, async (timeline) => {
      const { rows } = await timeline.query("select 9007199254740993, -5, 1.5, null, 'x', x'00ff'");
      expect(await all(rows)).toEqual([[9007199254740993n, -5, 1.5, null, 'x', Buffer.from([0, 255])]]);
    }),
  );

  test.each([
    ["insert into position values ('x', '1')", 'INSERT'],
    ["with x as (select 1) insert into position select 'x', '1' from x returning source", 'WITH'],
    ['delete from kernel_record returning id', 'DELETE'],
    ['update position set source = 1', 'UPDATE'],
    ['drop view record', 'DROP'],
    ['create temp table t (x)', 'CREATE'],
    ['-- a comment\n /* and another */ replace into position values (1, 2)', 'REPLACE'],
    ["attach database '/tmp/other.db' as other", 'another database'],
    ["vacuum into '/tmp/copy.db'", 'VACUUM'],
    ['pragma query_only = off', 'PRAGMA'],
    ['PRAGMA journal_mode = delete', 'PRAGMA'],
    ['begin immediate', 'BEGIN'],
    ['select 1; select 2', 'one statement'],
  ])('%s is refused', (sql, reason) =>
    withTimeline(newStorage, async (timeline) => {
      await timeline.append(batchOf({ records: [stored(oomKill({ id: 'r1' }))] }));
      const trouble = await timeline.query(sql).catch((error: unknown) => error);
      expect(trouble).toMatchObject({ name: 'StoreError', trouble: 'refused-sql', exitCode: 2 });
      expect(String(trouble)).toContain(reason);
      expect(await rowsOf(timeline, 'select count(*) as n from record')).toEqual([{ n: 1 }]);
    })(),
  );

  test.each([
    ['select missing from record', 'no such column: missing'],
    ['selekt 1', 'syntax error'],
    ['', 'empty'],
    [' ; -- only this', 'empty'],
    ["select load_extension('/tmp/x.so')", 'not authorized'],
    ["select json('{')", 'malformed JSON'],
  ])('%s is told in a sentence', (sql, reason) =>
    withTimeline(newStorage, async (timeline) => {
      const trouble = await timeline
        .query(sql)
        .then(({ rows }) => all(rows))
        .catch((error: unknown) => error);
      expect(trouble).toMatchObject({ name: 'StoreError', trouble: 'bad-sql', exitCode: 2 });
      expect(String(trouble)).toContain(reason);
    })(),
  );

  test(
    'writing goes on while the rows of a query are read',
    withTimeline(newStorage, async (timeline) => {
      await fill(timeline);
      const { rows } = await timeline.query('select id from record order by id');
      const ids: unknown[] = [];
      for await (const [id] of rows) {
        ids.push(id);
        await timeline.append(batchOf({ records: [stored(oomKill({ id: `new ${ids.length}` }))] }));
      }
      expect(ids).toHaveLength(8);
    }),
  );
}
