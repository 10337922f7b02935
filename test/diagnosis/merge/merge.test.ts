import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MergedEvent } from '../../../src/diagnosis/merge/event.ts';
import { mergeSightings } from '../../../src/diagnosis/merge/merge.ts';
import { createSightings, type StoredRecord } from '../../../src/diagnosis/merge/sighting.ts';
import { allocFailure, appOom, epoch, hungTask, oomKill, type Place, unitOom, victim } from '../records.ts';

const merge = (records: readonly StoredRecord[]): MergedEvent[] => mergeSightings(records.map(createSightings()));

const journal: Place = { path: '/logs/journal.json', host: 'web1', bootId: 'b1', proved: true };
const kern: Place = { path: '/logs/kern.log', host: 'web1' };
const kmsg: Place = { path: '/logs/kmsg.txt', proved: true };
const dmesg: Place = { path: '/logs/dmesg.txt' };

/** One event is counted once, however many files tell of it: every count in the report rests on this. */
describe('sightings of one event', () => {
  it('journal, syslog and dmesg of one kill are one event that knows both clocks', () => {
    const [event, ...others] = merge([
      oomKill({ ...dmesg, mono: 300.25 }),
      oomKill({ ...kern, wall: 1000 }),
      oomKill({ ...journal, wall: 999.4, mono: 300.25 }),
      oomKill({ ...kmsg, mono: 300.25 }),
    ]);
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      host: 'web1',
      bootId: 'b1',
      monotonicUs: 300_250_000,
      proved: true,
      timeBasis: 'realtime',
    });
    expect(event?.seenIn.map(({ path }) => path).sort()).toEqual([
      '/logs/dmesg.txt',
      '/logs/journal.json',
      '/logs/kern.log',
      '/logs/kmsg.txt',
    ]);
  });

  it('a hung task is one event with a copy whose first line was lost, and with none that says another time', () => {
    const headless = { blockedSeconds: null, complete: false, problems: ['header-missing'] };
    expect(
      merge([hungTask({ ...dmesg, mono: 300 }), hungTask({ ...kern, wall: 900, mono: 300.0001 }, headless)]),
    ).toMatchObject([{ gist: { blockedSeconds: 120 }, seenIn: [{}, {}] }]);
    expect(
      merge([hungTask({ ...dmesg, mono: 300 }), hungTask({ ...kern, mono: 300 }, { blockedSeconds: 240 })]),
    ).toHaveLength(2);
  });

  it('dmesg and syslog meet without a journal: the offset of their clocks is voted by what they share', () => {
    const kills = [0, 40, 95].map((at) => ({ at, facts: { victims: [victim(800 + at, 'worker', 5000 + at)] } }));
    const events = merge([
      ...kills.map(({ at, facts }) => oomKill({ ...dmesg, mono: 100 + at }, facts)),
      ...kills.map(({ at, facts }) => oomKill({ ...kern, wall: 5000 + at }, facts)),
    ]);
    expect(events).toHaveLength(3);
    expect(events.every(({ monotonicUs, atUs }) => monotonicUs !== null && atUs !== null)).toBe(true);
  });

  it('equal reports of failed allocations are told apart by the voted offset, not by their order', () => {
    const at = [0, 10, 20, 30];
    const events = merge([
      ...at.map((seconds) => allocFailure({ ...kern, wall: 5000 + seconds })),
      ...at.slice(2).map((seconds) => allocFailure({ ...dmesg, mono: 100 + seconds })),
    ]);
    expect(events).toHaveLength(4);
    const paired = events.filter(({ sightings }) => sightings.length === 2);
    expect(paired.map(({ atUs, monotonicUs }) => (atUs ?? 0) - (monotonicUs ?? 0))).toEqual([
      paired[0] && (paired[0].atUs ?? 0) - (paired[0].monotonicUs ?? 0),
      paired[0] && (paired[0].atUs ?? 0) - (paired[0].monotonicUs ?? 0),
    ]);
  });

  it('an event that only dmesg has gets its wall clock from the boot it shares with syslog', () => {
    const first = { victims: [victim(10, 'a')] };
    const second = { victims: [victim(11, 'b')] };
    const events = merge([
      oomKill({ ...kern, wall: 5000 }, first),
      oomKill({ ...dmesg, mono: 100 }, first),
      oomKill({ ...dmesg, mono: 160 }, second),
    ]);
    const late = events.find(({ monotonicUs }) => monotonicUs === 160_000_000);
    expect((late?.atUs ?? 0) - (events.find(({ monotonicUs }) => monotonicUs === 100_000_000)?.atUs ?? 0)).toBe(
      60_000_000,
    );
    expect(late?.timeBasis).toBe('inferred');
    expect(new Set(events.map(({ boot }) => boot)).size).toBe(1);
  });

  it('a syslog whose zone was guessed wrong by two hours still meets the journal', () => {
    const events = merge([
      oomKill({ ...journal, wall: 1000.5, mono: 300 }),
      oomKill({ ...kern, wall: 1000 + 7200, inferred: true }),
    ]);
    expect(events).toHaveLength(1);
    expect(events[0]?.timeBasis).toBe('realtime');
  });

  it('what only the syslog of a wrong zone holds is moved by what the journal proves', () => {
    const kills = [0, 700].map((at) => ({ at, facts: { victims: [victim(20 + at, 'w')] } }));
    const events = merge([
      ...kills.map(({ at, facts }) => oomKill({ ...kern, wall: 1000 + at + 7200, inferred: true }, facts)),
      ...kills.slice(1).map(({ at, facts }) => oomKill({ ...journal, wall: 1000 + at, mono: 300 }, facts)),
    ]);
    expect(events.map(({ atUs }) => ((atUs ?? 0) - epoch) / 1e6).sort()).toEqual([1000, 1700]);
  });

  it('a clock off by no zone (dmesg -T after suspend) is believed when two events agree on it', () => {
    const kills = [0, 90].map((at) => ({ at, facts: { victims: [victim(20 + at, 'w')] } }));
    const both = [
      ...kills.map(({ at, facts }) => oomKill({ ...journal, wall: 1000 + at, mono: 300 + at }, facts)),
      ...kills.map(({ at, facts }) =>
        oomKill({ path: '/logs/dmesg-T', wall: 1000 + at - 1234, inferred: true }, facts),
      ),
    ];
    expect(merge(both)).toHaveLength(2);
    expect(merge([both[0], both[2]] as StoredRecord[])).toHaveLength(2);
  });

  it('dmesg and the journal of the unit it killed are tied by the name of the unit', () => {
    const events = merge([
      ...[0, 30].map((at) =>
        oomKill(
          { ...dmesg, mono: 100 + at },
          { victims: [victim(20 + at, 'w')], taskMemcg: '/system.slice/a.service' },
        ),
      ),
      ...[0, 30].map((at) => unitOom('a.service', { path: '/logs/unit.txt', host: 'web1', wall: 1000 + at })),
    ]);
    expect(new Set(events.map(({ machine }) => machine)).size).toBe(1);
    expect(events.every(({ atUs }) => atUs !== null)).toBe(true);
    const elsewhere = merge([
      oomKill({ ...dmesg, mono: 100 }, { taskMemcg: '/system.slice/a.service' }),
      unitOom('a.service', { path: '/other/unit.txt', host: 'web1', wall: 1000 }),
    ]);
    expect(new Set(elsewhere.map(({ machine }) => machine)).size).toBe(2);
  });

  it('the base is the most complete sighting, and unknowns are filled from the others', () => {
    const cut = { trigger: null, complete: false, problems: ['head-missing'], outcome: 'killed' as const };
    const [event] = merge([
      oomKill({ ...journal, wall: 1000, mono: 300.2 }, { ...cut, oomMemcg: '/app', constraint: null }),
      oomKill({ ...kern, wall: 1001 }, { oomMemcg: null, taskMemcg: '/app/x' }),
    ]);
    expect(event?.best.source.path).toBe('/logs/kern.log');
    expect(event?.gist).toMatchObject({ oomMemcg: '/app', taskMemcg: '/app/x', constraint: 'none' });
    expect(event).toMatchObject({ proved: true, monotonicUs: 300_200_000 });
  });

  it('a kill whose line was cut in one file meets the whole line of the other', () => {
    const events = merge([
      oomKill({ ...dmesg, mono: 300 }, { victims: [victim(812, 'mysqld', null)], complete: false }),
      oomKill({ ...kmsg, mono: 300.3 }),
    ]);
    expect(events).toHaveLength(1);
    expect(events[0]?.gist).toMatchObject({ victims: [{ pid: 812, anonRssBytes: 102_400_000 }] });
  });

  it('a report that lost all but its first line in the ring is the one with the same stamp in the journal', () => {
    const trigger = { comm: 'nginx', uid: null, cpu: null, gfpMask: '0xcc0', gfpFlags: ['GFP_KERNEL'], order: 0 };
    const cut = { complete: false, constraint: null, victims: [], trigger: { ...trigger, pid: null, oomScoreAdj: 0 } };
    const whole = [0, 0.1].map((at) => oomKill({ ...journal, wall: 1000 + at, mono: 300 + at }));
    const both = merge([...whole, oomKill({ ...kmsg, host: 'web1', mono: 300.1 }, cut)]);
    expect(both.map(({ sightings }) => sightings.length).sort()).toEqual([1, 2]);
    expect(both.find(({ sightings }) => sightings.length === 2)?.monotonicUs).toBe(300_100_000);
    expect(merge([...whole, oomKill({ ...kmsg, host: 'web1', mono: 300.05 }, cut)])).toHaveLength(3);
  });

  it('a group kill that another transport split over several records is one event with all victims', () => {
    const all = [1, 2, 3].map((pid) => victim(pid, 'gunicorn', 4000 + pid));
    const split = [
      ...all.map((one, at) => oomKill({ ...kmsg, mono: 300 + at / 100 }, { victims: [one], trigger: null })),
    ];
    const whole = oomKill({ ...dmesg, mono: 300 }, { victims: all, groupKill: true });
    for (const records of [
      [whole, ...split],
      [...split, whole],
    ]) {
      const events = merge(records);
      expect(events).toHaveLength(1);
      expect(events[0]?.gist).toMatchObject({ victims: [{ pid: 1 }, { pid: 2 }, { pid: 3 }], groupKill: true });
    }
  });

  it('an export pasted into the same file twice is one event', () => {
    const place = { ...kmsg, mono: 300, id: 'same' };
    expect(merge([oomKill({ ...place, line: 1 }), oomKill({ ...place, line: 90 })])).toHaveLength(1);
  });

  it('a copy of a dmesg in another folder is the same event', () => {
    expect(
      merge([
        oomKill({ path: '/a/dmesg', mono: 300, id: 'same' }),
        oomKill({ path: '/b/dmesg', mono: 300, id: 'same' }),
      ]),
    ).toHaveLength(1);
  });

  it('dmesg and messages lie in different folders of a support archive: one host, the same sizes, one event', () => {
    expect(
      merge([
        oomKill({ path: '/sos/commands/dmesg', mono: 300 }),
        oomKill({ path: '/sos/var/log/messages', host: 'db1', wall: 1000 }),
      ]),
    ).toHaveLength(1);
  });

  it('a short host name is the qualified one where only one begins with it', () => {
    expect(
      merge([
        oomKill({ path: '/a/kern.log', host: 'web1', wall: 1000 }),
        oomKill({ path: '/b/journal', host: 'web1.prod', bootId: 'b', wall: 1000, mono: 3 }),
      ]),
    ).toHaveLength(1);
  });

  it('the journal knows the pid of a program, syslog its name only', () => {
    const message = 'MemoryError';
    const journalOne = appOom(message, { ...journal, wall: 1000.2 });
    const withPid = { ...journalOne, record: { ...journalOne.record, pid: 258 } } as StoredRecord;
    expect(merge([appOom(message, { path: '/logs/syslog', host: 'web1', wall: 1000 }), withPid])).toHaveLength(1);
  });
});

/** Two events made one would hide a death. */
describe('what must stay apart', () => {
  const cases: [why: string, records: () => StoredRecord[]][] = [
    [
      'equal names, different pids',
      () => [
        oomKill({ ...kern, wall: 1000 }, { victims: [victim(1, 'php-fpm')] }),
        oomKill({ path: '/logs/syslog', host: 'web1', wall: 1000 }, { victims: [victim(2, 'php-fpm')] }),
      ],
    ],
    [
      'a pid that came back with other sizes',
      () => [
        oomKill({ ...kern, wall: 1000 }, { victims: [victim(5, 'a', 1000)] }),
        oomKill({ path: '/logs/syslog', host: 'web1', wall: 1000 }, { victims: [victim(5, 'a', 2000)] }),
      ],
    ],
    [
      'the same pid and sizes ten minutes later',
      () => [oomKill({ ...kern, wall: 1000 }), oomKill({ ...journal, wall: 1600, mono: 5 })],
    ],
    [
      'two boots, by id',
      () => [
        oomKill({ ...journal, wall: 1000, mono: 300 }),
        oomKill({ ...journal, path: '/logs/journal-0.json', bootId: 'b2', wall: 1000, mono: 300 }),
      ],
    ],
    [
      'two boots in one dmesg capture',
      () => [oomKill({ ...dmesg, mono: 300, bootIndex: 0 }), oomKill({ ...dmesg, mono: 300, bootIndex: 1 })],
    ],
    [
      'two boots of one host in two files of one folder, at different kernel times',
      () => [oomKill({ path: '/logs/dmesg.0', mono: 300 }), oomKill({ path: '/logs/dmesg', mono: 420 })],
    ],
    ['two hosts', () => [oomKill({ ...kern, wall: 1000 }), oomKill({ path: '/logs/b.log', host: 'web2', wall: 1000 })]],
    [
      'two qualified hosts with one short name',
      () => [
        oomKill({ path: '/a/l', host: 'web.prod', wall: 1000 }),
        oomKill({ path: '/b/l', host: 'web.stage', wall: 1000 }),
      ],
    ],
    [
      'hostless captures of two folders',
      () => [
        oomKill({ path: '/a/dmesg', mono: 300 }),
        oomKill({ path: '/b/dmesg', mono: 300.5 }),
        hungTask({ path: '/c/kern.log', host: 'x', wall: 0 }),
        hungTask({ path: '/d/kern.log', host: 'y', wall: 0 }),
      ],
    ],
    [
      'a task that hangs again',
      () => [
        hungTask({ ...kern, wall: 1000 }),
        hungTask({ ...kern, wall: 1120 }),
        hungTask({ ...kern, wall: 1240 }, { blockedSeconds: 241 }),
      ],
    ],
    [
      'fast repeats of "no killable processes" in one file',
      () => [0, 0.01, 0.02].map((at) => oomKill({ ...kmsg, mono: 300 + at }, { victims: [], outcome: 'no-killable' })),
    ],
    [
      'two failed allocations with different memory left',
      () =>
        [10, 20].map((free, at) =>
          allocFailure({ path: `/logs/${at}`, host: 'web1', wall: 1000 }, { memInfo: { counters: { free } } as never }),
        ),
    ],
    ['two units', () => [unitOom('a.service', { ...kern, wall: 1000 }), unitOom('b.service', { ...kern, wall: 1000 })]],
  ];
  it.each(cases)('%s', (_why, records) => {
    const all = records();
    expect(merge(all)).toHaveLength(all.length);
  });
});

it('repeats within a second find their partners in the other file one by one', () => {
  const at = [0, 0.2, 0.4, 0.6];
  const repeat = { victims: [], outcome: 'no-killable' } as const;
  const events = merge([
    ...at.map((seconds) => oomKill({ ...journal, wall: 1000 + seconds, mono: 50 + seconds }, repeat)),
    ...at.map(() => oomKill({ ...kern, wall: 1000 }, repeat)),
  ]);
  expect(events).toHaveLength(4);
  expect(events.every(({ sightings }) => sightings.length === 2)).toBe(true);
});

describe('laws', () => {
  const kills = fc.uniqueArray(
    fc.record({ pid: fc.integer({ min: 2, max: 40 }), at: fc.integer({ min: 0, max: 3000 }) }),
    {
      selector: ({ pid }) => pid,
      maxLength: 12,
    },
  );

  it('any set of files that tell of the same kills gives each kill once, in whatever order they are read', () => {
    fc.assert(
      fc.property(
        kills,
        fc.subarray([0, 1, 2, 3], { minLength: 1 }),
        fc.infiniteStream(fc.nat()),
        (list, files, order) => {
          const records = list
            .toSorted((a, b) => a.at - b.at)
            .flatMap(({ pid, at }) => {
              const facts = { victims: [victim(pid, 'w', 1000 + pid)] };
              const places: Place[] = [
                { ...journal, wall: 5000 + at + 0.3, mono: 60 + at },
                { ...kern, wall: 5000 + at },
                { ...kmsg, mono: 60 + at },
                { path: '/logs/trad.log', host: 'web1', wall: 5000 + at - 3600, inferred: true },
              ];
              return files.map((file) => oomKill(places[file] as Place, facts));
            });
          const shuffled = records
            .map((record) => ({ record, key: order.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ record }) => record);
          const events = merge(shuffled);
          expect(events).toHaveLength(list.length);
          expect(events.every(({ sightings }) => sightings.length === files.length)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
