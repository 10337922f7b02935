import { describe, expect, it } from 'vitest';
import { type Coverage, withoutForgeries } from '../../../src/diagnosis/merge/contradiction.ts';
import { mergeSightings } from '../../../src/diagnosis/merge/merge.ts';
import { createSightings, type StoredRecord } from '../../../src/diagnosis/merge/sighting.ts';
import { coverage, epoch, hungTask, oomKill, type Place, unitOom, victim } from '../records.ts';

const syslog: Place = { path: '/logs/syslog', host: 'web1' };
const journal = coverage('/logs/journal.json', { hosts: ['web1'] });

function left(
  records: readonly StoredRecord[],
  files: readonly Coverage[],
): { kept: number; notes: readonly string[] } {
  const { genuine, notes } = withoutForgeries(mergeSightings(records.map(createSightings())), files);
  return { kept: genuine.length, notes };
}

/** A line of `logger -t kernel` must not page anybody, and a true kill must never be argued away. */
describe('withoutForgeries', () => {
  it('drops what the journal covers and does not hold, and says so', () => {
    const { kept, notes } = left([oomKill({ ...syslog, wall: 60.5 })], [journal]);
    expect(kept).toBe(0);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain('/logs/journal.json');
    expect(notes[0]).toContain('mysqld');
  });

  it('on the kernel clock: kmsg against dmesg of the same folder', () => {
    const kmsg = coverage('/logs/kmsg', {
      format: 'kmsg',
      fromUs: null,
      toUs: null,
      monotonicFromUs: 0,
      monotonicToUs: 90_000_000,
    });
    expect(left([hungTask({ path: '/logs/dmesg', mono: 64 })], [kmsg]).kept).toBe(0);
    expect(left([hungTask({ path: '/logs/dmesg', mono: 91 })], [kmsg]).kept).toBe(1);
    expect(left([hungTask({ path: '/other/dmesg', mono: 64 })], [kmsg]).kept).toBe(1);
  });

  const keeps: [why: string, record: StoredRecord, file: Coverage][] = [
    ['a file that cannot show writers', oomKill({ ...syslog, wall: 60.5 }), { ...journal, showsWriter: false }],
    [
      'a journal of one unit, without the kernel',
      oomKill({ ...syslog, wall: 60.5 }),
      { ...journal, showsKernel: false },
    ],
    ['a journal that ends before', oomKill({ ...syslog, wall: 60.5 }), { ...journal, toUs: epoch + 60_000_000 }],
    [
      'a journal that ends within the same second',
      oomKill({ ...syslog, wall: 60 }),
      { ...journal, toUs: epoch + 60_300_000 },
    ],
    ['a journal that begins later', oomKill({ ...syslog, wall: 60.5 }), { ...journal, fromUs: epoch + 61_000_000 }],
    ['another host', oomKill({ ...syslog, wall: 60.5 }), { ...journal, hosts: ['web2'] }],
    [
      'several framings in one file',
      oomKill({ ...syslog, wall: 60.5 }),
      { ...journal, format: 'mixed: journal-json, rfc3164' },
    ],
    [
      'a time whose zone is a guess and cannot be measured',
      oomKill({ ...syslog, wall: 60.5, inferred: true }),
      journal,
    ],
    ['words of a user program, which nobody else can prove', unitOom('a.service', { ...syslog, wall: 60.5 }), journal],
  ];
  it.each(keeps)('keeps: %s', (_why, record, file) => {
    expect(left([record], [file])).toEqual({ kept: 1, notes: [] });
  });

  it("keeps a kill that the journal holds as the kernel's", () => {
    const proved = oomKill({
      path: '/logs/journal.json',
      host: 'web1',
      bootId: 'b',
      wall: 60.2,
      mono: 9,
      proved: true,
    });
    expect(left([oomKill({ ...syslog, wall: 60 }), proved], [journal]).kept).toBe(1);
  });

  it('a guessed zone is measured by the ends of two logs collected together', () => {
    const twoHours = 7_200_000_000;
    const own = coverage('/logs/syslog', {
      format: 'rfc3164',
      showsWriter: false,
      hosts: ['web1'],
      fromUs: epoch - 9_000_000_000,
      toUs: (journal.toUs ?? 0) + twoHours - 4_000_000,
    });
    const inJournal = oomKill({ ...syslog, wall: 60.5 + 7200, inferred: true });
    expect(left([inJournal], [journal, own]).kept).toBe(0);
    const beforeJournal = oomKill({ ...syslog, wall: 60.5 - 3600, inferred: true }, { victims: [victim(2, 'x')] });
    expect(left([beforeJournal], [journal, own]).kept).toBe(1);
  });

  it('where nobody looked, a record proved in the same file shows that it holds the kernel', () => {
    const { showsKernel: _, ...unlooked } = journal;
    const proved = hungTask({ path: '/logs/journal.json', host: 'web1', bootId: 'b', wall: 5, mono: 9, proved: true });
    expect(left([oomKill({ ...syslog, wall: 60.5 })], [unlooked]).kept).toBe(1);
    expect(left([oomKill({ ...syslog, wall: 60.5 }), proved], [unlooked]).kept).toBe(1);
  });
});
