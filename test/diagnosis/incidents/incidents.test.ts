import { describe, expect, it } from 'vitest';
import type { KernelRecord } from '../../../parsers/model/record.ts';
import type { Stall } from '../../../parsers/model/records/stall.ts';
import { analyse, type StoredRecord } from '../../../src/diagnosis/analyse.ts';
import type { Incident } from '../../../src/diagnosis/analysis.ts';
import { chronological } from '../../../src/diagnosis/incidents/order.ts';
import {
  allocFailure,
  appOom,
  forkRefused,
  hungTask,
  memcgKill,
  oomKill,
  type Place,
  unitOom,
  unitSignalKill,
  userspaceKill,
  victim,
} from '../records.ts';

const incidentsOf = async (records: readonly StoredRecord[]): Promise<Incident[]> =>
  (await analyse(records, [])).incidents;

const at = (wall: number): Place => ({ path: '/logs/kern.log', host: 'web1', wall });
const killed = (pid: number, comm = 'worker'): { victims: ReturnType<typeof victim>[] } => ({
  victims: [victim(pid, comm, 4000 + pid)],
});

/** A report that the ring lost behind its first lines. */
const cut = (wall: number, task: { pid: number | null; comm: string } = { pid: 400, comm: 'nginx' }): StoredRecord =>
  oomKill(at(wall), {
    trigger: { uid: 0, cpu: 0, gfpMask: '0xcc0', gfpFlags: ['GFP_KERNEL'], order: 0, oomScoreAdj: 0, ...task },
    complete: false,
    constraint: null,
    constraintBasis: null,
    constraintRaw: null,
    victims: [],
  });
const limited = (wall: number): StoredRecord => memcgKill('/a', at(wall), killed(7));

/** What an engineer on call would call one incident. */
describe('grouping', () => {
  const cases: [why: string, incidents: number, records: () => StoredRecord[]][] = [
    ['a burst of kills on one host', 1, () => [0, 2, 9, 60].map((s) => oomKill(at(s), killed(s + 10, `w${s}`)))],
    [
      'kills of one scope with nine minutes between',
      1,
      () => [0, 540, 1080].map((s) => oomKill(at(s), killed(s + 10, `w${s}`))),
    ],
    [
      'different programs killed 20 minutes apart',
      2,
      () => [0, 1200].map((s) => oomKill(at(s), killed(s + 10, `w${s}`))),
    ],
    [
      'the same service killed every 20 minutes is one loop',
      1,
      () => [0, 1200, 2400].map((s) => oomKill(at(s), killed(s + 10))),
    ],
    [
      'the same service killed every three hours recurs',
      3,
      () => [0, 10_800, 21_600].map((s) => oomKill(at(s), killed(s + 10))),
    ],
    [
      'a pod whose container gets a new id with each restart',
      1,
      () =>
        ['a', 'b', 'c'].map((id, n) =>
          memcgKill(`/kubepods/burstable/pod6f1b7c52-3a0e/${id.repeat(64)}`, at(n * 900), killed(n + 10)),
        ),
    ],
    ['two limits at the same time', 2, () => [memcgKill('/a', at(0), killed(1)), memcgKill('/b', at(1), killed(2))]],
    [
      'a limit inside a limit at the same time',
      1,
      () => [memcgKill('/a/b', at(0), killed(1)), memcgKill('/a', at(1), killed(2))],
    ],
    ['a limit and the host at the same time', 2, () => [memcgKill('/a', at(0), killed(1)), oomKill(at(1), killed(2))]],
    [
      'a rate-limited kill line without its path joins the storm of its group',
      1,
      () => [
        memcgKill('/a', at(0), killed(1)),
        memcgKill('/a', at(1), { ...killed(2), oomMemcg: null, memcg: null, trigger: null }),
      ],
    ],
    ['a report that is cut before it names its limit, after one of the same task', 1, () => [limited(0), cut(0.2)]],
    ['the same before it', 1, () => [cut(0), cut(0.1), limited(0.2), cut(0.4)]],
    ['of another task', 2, () => [limited(0), cut(0.2, { pid: 401, comm: 'cron' })]],
    ['of the same task a minute later', 2, () => [limited(0), cut(60)]],
    ['of one kill of the host and one at a limit', 2, () => [oomKill(at(0), killed(1)), limited(0.1), cut(0.2)]],
    ['a failed allocation 40 s before the kill', 1, () => [allocFailure(at(0)), oomKill(at(40), killed(1))]],
    ['a failed allocation four minutes before the kill', 1, () => [allocFailure(at(0)), oomKill(at(240), killed(1))]],
    ["the victim's own failed allocation after the kill", 1, () => [oomKill(at(0), killed(1)), allocFailure(at(1))]],
    ['a failed allocation an hour before', 2, () => [allocFailure(at(0)), oomKill(at(3600), killed(1))]],
    [
      'a failed allocation of the host beside a kill at a limit',
      2,
      () => [allocFailure(at(0)), memcgKill('/a', at(5), killed(1))],
    ],
    [
      'a failed allocation of the task that then hits its limit',
      1,
      () => [allocFailure(at(0), { pid: 400, comm: 'nginx' }), memcgKill('/a', at(5), killed(1))],
    ],
    [
      'a vmalloc request and page requests have nothing in common',
      2,
      () => [allocFailure(at(0)), allocFailure(at(5), { variant: 'vmalloc' })],
    ],
    [
      'hung tasks minutes before the kill',
      1,
      () => [hungTask(at(0)), hungTask(at(120), { pid: 7 }), oomKill(at(400), killed(1))],
    ],
    ['hung tasks half an hour before', 2, () => [hungTask(at(0)), oomKill(at(1800), killed(1))]],
    ['one hang reported twice', 1, () => [hungTask(at(0)), hungTask(at(121), { blockedSeconds: 241 })]],
    ['hangs an hour apart', 2, () => [hungTask(at(0)), hungTask(at(3600))]],
    [
      'systemd says late what the kernel did',
      1,
      () => [memcgKill('/system.slice/a.service', at(0), killed(1)), unitOom('a.service', at(90))],
    ],
    [
      'systemd speaks of another unit, later',
      2,
      () => [memcgKill('/system.slice/a.service', at(0), killed(1)), unitOom('b.service', at(90))],
    ],
    [
      'systemd alone is an incident, since it knows',
      1,
      () => [unitOom('a.service', at(0)), unitOom('a.service', at(60))],
    ],
    [
      'two units within seconds, by systemd alone',
      1,
      () => [unitOom('a.service', at(0)), unitOom('b.service', at(20))],
    ],
    [
      'two units an hour apart, by systemd alone',
      2,
      () => [unitOom('a.service', at(0)), unitOom('b.service', at(3600))],
    ],
    ['SIGKILL alone is none', 0, () => [unitSignalKill('a.service', at(0))]],
    ["a heap limit is the program's own", 0, () => [appOom('java.lang.OutOfMemoryError: Java heap space', at(0))]],
    ['a program refused by the system', 1, () => [appOom('MemoryError', at(0))]],
    ['a pids limit is no shortage of memory', 0, () => [forkRefused('EAGAIN', at(0))]],
    ['no memory to fork', 1, () => [forkRefused('ENOMEM', at(0)), forkRefused('ENOMEM', at(10))]],
    ['a rehearsed kill', 0, () => [userspaceKill('earlyoom', null, at(0), true)]],
    ['earlyoom and the kernel at once', 1, () => [userspaceKill('earlyoom', null, at(0)), oomKill(at(3), killed(1))]],
    [
      'systemd-oomd and the unit it killed',
      1,
      () => [
        userspaceKill('systemd-oomd', '/user.slice/app.scope', at(0)),
        unitOom('app.scope', at(1)),
        unitSignalKill('app.scope', at(1)),
      ],
    ],
    [
      'SysRq-f during a storm is its own',
      2,
      () => [oomKill(at(0), killed(1)), oomKill(at(5), { ...killed(2), manual: true })],
    ],
    [
      'a reboot between two kills',
      2,
      () => [oomKill({ ...at(0), bootIndex: 1 }, killed(1)), oomKill({ ...at(60), bootIndex: 2 }, killed(2))],
    ],
    [
      'two hosts',
      2,
      () => [oomKill(at(0), killed(1)), oomKill({ ...at(1), host: 'web2', path: '/logs/b' }, killed(2))],
    ],
    [
      'a log without any clock keeps together what it cannot tell apart',
      1,
      () => [1, 2].map((pid) => oomKill({ path: '/logs/console.txt' }, killed(pid))),
    ],
    ['nothing', 0, () => []],
  ];
  it.each(cases)('%s: %i', async (_why, count, records) => {
    expect(await incidentsOf(records())).toHaveLength(count);
  });
});

describe('what an incident says', () => {
  it('counts pids once, names victims in order of death, keeps kinds and bounds', async () => {
    const [incident] = await incidentsOf([
      allocFailure(at(10)),
      oomKill(at(20), { ...killed(5, 'php-fpm'), groupKill: true }),
      oomKill(at(25), killed(6, 'php-fpm')),
      hungTask(at(80)),
    ]);
    expect(incident).toMatchObject({
      scope: 'host',
      kills: 2,
      kinds: ['alloc-failure', 'oom-kill', 'hung-task'],
      start: '2026-03-01T00:00:10.000000Z',
      end: '2026-03-01T00:01:20.000000Z',
      trigger: { comm: 'rxburst', order: 0 },
      verdict: null,
      title:
        'Page allocation of order 0 failed (rxburst), then host out of memory: 2 processes (2 php-fpm) killed as a group',
    });
    expect(incident?.victims.map(({ pid }) => pid)).toEqual([5, 6]);
    expect(incident?.sources[0]?.line).toBeLessThan(incident?.sources[1]?.line ?? 0);
  });

  it.each<[title: string, record: StoredRecord]>([
    ['Host out of memory: mysqld (pid 812) killed', oomKill(at(0))],
    [
      'Memory limit of a.service reached (64.0 MiB): mysqld (pid 812) killed',
      memcgKill('/system.slice/a.service', at(0)),
    ],
    [
      'Memory of node 0 exhausted (cpuset or memory policy): mysqld (pid 812) killed',
      oomKill(at(0), { constraint: 'cpuset' }),
    ],
    ['OOM killer run by hand (SysRq-f): mysqld (pid 812) killed', oomKill(at(0), { manual: true })],
    [
      'Host out of memory: the kernel panicked',
      oomKill(at(0), { victims: [], outcome: 'panic', panic: 'Out of memory' }),
    ],
    ['Host out of memory: no process could be killed', oomKill(at(0), { victims: [], outcome: 'no-killable' })],
    ['Host out of memory: OOM killer invoked, whom it killed is not in the log', oomKill(at(0), { victims: [] })],
    ['Out of memory: mysqld (pid 812) killed', oomKill(at(0), { constraint: null })],
    ['Killed by systemd-oomd: app.scope', userspaceKill('systemd-oomd', '/user.slice/app.scope', at(0))],
    ['Killed by earlyoom: chrome (pid 900)', userspaceKill('earlyoom', null, at(0))],
    ['Task rsync (pid 260) hung for more than 120 s', hungTask(at(0))],
    ['Page allocation of order 4 failed (kworker/0:1)', allocFailure(at(0), { order: 4, comm: 'kworker/0:1' })],
    ['OOM kill of a.service reported by systemd; the kill itself is not in these logs', unitOom('a.service', at(0))],
  ])('%s', async (title, record) => {
    expect((await incidentsOf([record]))[0]?.title).toBe(title);
  });

  it('counts each kind of stall by itself', async () => {
    const stall = (seconds: number, variant: Stall['variant']): StoredRecord => {
      const { record, directory } = hungTask(at(seconds));
      const facts = { kind: 'stall', variant, comm: 'bash', pid: 9, cpu: 1, seconds: null, callTrace: [] };
      return { record: { ...record, ...facts } as KernelRecord, directory };
    };
    const records = [stall(0, 'rcu-stall'), stall(5, 'hard-lockup'), stall(9, 'rcu-stall')];
    expect((await incidentsOf(records))[0]?.title).toBe('2 times RCU stall and hard lockup (bash)');
  });

  it('incidents that come back name each other', async () => {
    const found = await incidentsOf([
      ...[0, 20_000, 40_000].map((s) => memcgKill('/system.slice/a.service', at(s), killed(s + 10))),
      memcgKill('/system.slice/b.service', at(50_000), killed(3)),
    ]);
    const inTime = chronological(found);
    const ids = inTime.map(({ id }) => id);
    expect(inTime[0]?.recurrences).toEqual([ids[1], ids[2]]);
    expect(inTime[1]?.recurrences).toEqual([ids[0], ids[2]]);
    expect(inTime[3]?.recurrences).toEqual([]);
  });

  it('a storm of months names its neighbours, not all of it', async () => {
    const found = await incidentsOf(
      Array.from({ length: 60 }, (_, n) => memcgKill('/system.slice/a.service', at(n * 20_000), killed(n + 10))),
    );
    expect(found).toHaveLength(60);
    expect(Math.max(...found.map(({ recurrences }) => recurrences.length))).toBe(40);
  });

  it('of two storms at once a kill line without its group goes to the one where such programs die', async () => {
    const found = await incidentsOf([
      memcgKill('/a', at(0), killed(1, 'alpha')),
      memcgKill('/b', at(1), killed(2, 'beta')),
      memcgKill('/a', at(2), { ...killed(3, 'alpha'), oomMemcg: null, memcg: null, trigger: null }),
    ]);
    expect(found.map(({ victims }) => victims.map(({ comm }) => comm).join()).sort()).toEqual(['alpha,alpha', 'beta']);
  });

  it('a report that lost its last lines is of a group if the state of a group is in it', async () => {
    const cut = { constraint: null, victims: [], selected: null, oomMemcg: null, taskMemcg: null, complete: false };
    const [incident] = await incidentsOf([memcgKill('/app', at(0), cut)]);
    expect(incident).toMatchObject({ scope: 'memcg', workload: { path: '/app' } });
    expect(incident?.ranOut).toContain('the limit of /app');
  });

  it('a record cut in every file says what is missing', async () => {
    const cut = { complete: false, problems: ['head-missing', 'odd-thing'] };
    const [incident] = await incidentsOf([oomKill(at(0), cut)]);
    expect(incident?.notes).toEqual(['the beginning of the report is missing', 'odd thing']);
  });

  it('a kill line without its dump has no accounting, and says why', async () => {
    const [incident] = await incidentsOf([oomKill(at(0), { trigger: null })]);
    expect(incident).toMatchObject({ accounting: null, selection: null, ranOut: null });
    expect(incident?.accountingRefused).toContain('dump of memory');
  });
});

describe('ids', () => {
  it('are the same from every transport, and do not collide', async () => {
    const journal = { path: '/j.json', host: 'web1', bootId: 'b', wall: 0.3, mono: 60, proved: true };
    const one = await incidentsOf([oomKill(at(0), killed(5))]);
    const other = await incidentsOf([oomKill(journal, killed(5))]);
    expect(one[0]?.id).toBe(other[0]?.id);
    const repeated = await incidentsOf([oomKill(at(0), killed(5)), oomKill(at(90_000), killed(5))]);
    expect(new Set(repeated.map(({ id }) => id)).size).toBe(2);
  });
});

describe('order', () => {
  it('worst first: what took the machine down, host kills, storms, one limit, what killed nobody', async () => {
    const day = 86_400;
    const found = await incidentsOf([
      hungTask(at(0)),
      allocFailure(at(day)),
      memcgKill('/one', at(2 * day), killed(1)),
      ...[1, 2, 3].map((n) => memcgKill('/storm', at(3 * day + n), killed(10 + n))),
      oomKill(at(4 * day), killed(4, 'host')),
      oomKill(at(5 * day), { victims: [], outcome: 'panic', panic: 'x' }),
      unitOom('u.service', at(6 * day)),
    ]);
    expect(found.map(({ title }) => title.split(/[:;]|failed|hung|reported/)[0]?.trim())).toEqual([
      'Host out of memory',
      'Host out of memory',
      'Memory limit of /storm reached (64.0 MiB)',
      'Memory limit of /one reached (64.0 MiB)',
      'OOM kill of u.service',
      'Page allocation of order 0',
      'Task rsync (pid 260)',
    ]);
    expect(found[0]?.title).toContain('panicked');
    expect(chronological(found)[0]?.kinds).toEqual(['hung-task']);
  });
});

describe('analyse', () => {
  it('reads a function twice and asks for ids the second time', async () => {
    const records = [oomKill(at(0), killed(5)), memcgKill('/a', at(9000), killed(6))];
    const asked: (readonly string[] | null)[] = [];
    await analyse((ids) => {
      asked.push(ids);
      return records;
    }, []);
    expect(asked[0]).toBeNull();
    expect(asked).toHaveLength(2);
    expect(asked[1]).toEqual([records[1]?.record.id]);
  });

  it('refuses a running iterator, which cannot be read twice', async () => {
    const running = [oomKill(at(0))][Symbol.iterator]();
    await expect(analyse(running, [])).rejects.toThrow(/twice/);
  });

  it('links the records of one event to the best of them', async () => {
    const kern = oomKill(at(0), killed(5));
    const journal = oomKill({ path: '/j', host: 'web1', bootId: 'b', wall: 0.2, mono: 5, proved: true }, killed(5));
    const { links } = await analyse([kern, journal], []);
    expect(links).toEqual([{ id: kern.record.id, into: journal.record.id }]);
  });

  it('says what it saw and did not count', async () => {
    const { notes } = await analyse([unitSignalKill('a', at(0)), unitSignalKill('b', at(4000))], []);
    expect(notes).toEqual(['2 ends by SIGKILL or status 137 without an OOM record: no proof of one, not counted']);
  });
});

/** A failed request whose caller does without it is no reason to get up at night; where anything else failed, it may be. */
describe('failed allocations that did no harm', () => {
  const failed = (wall: number, gfpFlags: readonly string[], order: number) =>
    allocFailure(at(wall), { gfpFlags, order });
  const notesOf = async (records: readonly StoredRecord[]): Promise<string> =>
    (await incidentsOf(records)).flatMap(({ notes }) => notes).join();

  it.each([
    ['an order above 0 that gives up early', [failed(0, ['GFP_KERNEL', '__GFP_NORETRY'], 4)]],
    ['a huge page', [failed(0, ['GFP_TRANSHUGE_LIGHT'], 9)]],
    ['one burst of single pages that could not wait', [0, 1, 3].map((s) => failed(s, ['GFP_ATOMIC'], 0))],
  ])('%s is said to be harmless', async (_, records) => {
    expect(await notesOf(records)).toContain('harmless');
  });

  it.each([
    ['a request that could wait and had no other way', [failed(0, ['GFP_KERNEL'], 0)]],
    ['blocks that a driver asked for without a way out', [failed(0, ['GFP_ATOMIC'], 3)]],
    ['a request that must not fail', [failed(0, ['GFP_KERNEL', '__GFP_NORETRY', '__GFP_NOFAIL'], 4)]],
    ['single pages over many minutes', [0, 40, 80, 120, 160].map((s) => failed(s, ['GFP_ATOMIC'], 0))],
    ['a burst with a kill', [failed(0, ['GFP_ATOMIC'], 0), oomKill(at(2), killed(9))]],
  ])('%s is not', async (_, records) => {
    expect(await notesOf(records)).not.toContain('harmless');
  });
});

/** Words of the parsers are for machines: each has a sentence. */
it('every word that a parser may report has a sentence of its own', async () => {
  for (const problem of ['counters-missing', 'zone-line-missing', 'dump-suppressed', 'messages-dropped']) {
    const kill = oomKill(at(0), { ...killed(9), complete: false, problems: [problem] });
    const [incident] = await incidentsOf([kill]);
    expect(incident?.notes.join()).not.toContain(problem.replaceAll('-', ' '));
    expect(incident?.notes).toHaveLength(1);
  }
});

/** "Out of memory" would send an engineer to the machine, and it was a limit. */
it('a cut report takes its scope from that of the same task beside it', async () => {
  expect((await incidentsOf([cut(0), limited(0.2)])).map(({ scope, kills }) => ({ scope, kills }))).toEqual([
    { scope: 'memcg', kills: 1 },
  ]);
  expect((await incidentsOf([cut(0)])).map(({ scope }) => scope)).toEqual(['host']);
});
