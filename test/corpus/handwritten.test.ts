import { expect, it } from 'vitest';
import type { MemInfo } from '../../parsers/model/records/mem-info.ts';
import { replayCase } from '../../src/corpus/replay.ts';
import { cases } from './cases.ts';

const byHand = cases.filter(({ facts }) => facts?.origin.startsWith('Written by hand'));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A log that no kernel could have printed proves nothing: what is written by hand must add up as a kernel's does. */
it.each(byHand.map((each) => [each.name, each] as const))('%s adds up', async (_name, each) => {
  for (const record of (await replayCase(each)).records) {
    if (record.kind !== 'oom-kill' && record.kind !== 'alloc-failure') continue;
    const { memInfo, pageSizeBytes } = record;
    if (memInfo !== null && pageSizeBytes !== null) expectSums(memInfo, pageSizeBytes);
    if (record.kind !== 'oom-kill') continue;
    for (const { pid, totalVmBytes, anonRssBytes, fileRssBytes, shmemRssBytes } of record.victims) {
      const row = record.tasks.find((task) => task.pid === pid);
      if (row === undefined || anonRssBytes === null) continue;
      expect(totalVmBytes).toBe(row.totalVmBytes);
      expect(anonRssBytes + (fileRssBytes ?? 0) + (shmemRssBytes ?? 0)).toBe(row.rssBytes);
    }
  }
});

function expectSums({ zones, counters, ramPages, reservedPages }: MemInfo, pageSizeBytes: number): void {
  for (const { freeBytes, buddy } of zones) {
    if (buddy !== null) expect(sum(buddy.map(({ count, blockBytes }) => count * blockBytes))).toBe(freeBytes);
  }
  const inZones = (key: string): number => sum(zones.map((zone) => zone.counters[key] ?? 0)) / pageSizeBytes;
  for (const key of ['free', 'active_anon', 'inactive_anon', 'active_file', 'inactive_file']) {
    if (counters[key] !== undefined) expect([key, inZones(key)]).toEqual([key, counters[key]]);
  }
  if (zones.every(({ managedBytes }) => managedBytes !== null) && ramPages !== null) {
    expect(inZones('present')).toBe(ramPages);
    expect(inZones('managed')).toBe(ramPages - (reservedPages ?? 0));
  }
}
