import { before, type MemoryHistory, systemSeries } from '../history.ts';
import { bytesInWords } from '../quantities.ts';
import { type Finding, type Rule, recordSource } from './rule.ts';
import { sampleSource, theHost } from './sample-source.ts';

/** A killer that acts on less than this share of memory available acts on a shortage. */
const lowPercent = 15;

/** They kill by levels of the file cache for each class of process, with memory still free: that is their design. */
const androidKillers: ReadonlySet<string> = new Set(['lowmemorykiller', 'lmkd']);

/** What a killer outside the kernel acted on: pressure inside a group, a shortage, or its own rules. */
export const userspaceKiller: Rule = {
  id: 'userspace-killer',
  frames: ['userspace'],
  judge({ records, history }) {
    return records.flatMap((record): Finding[] => {
      if (record.kind !== 'userspace-kill') return [];
      const from = recordSource(record);
      const { pressurePercent, pressureLimitPercent, memAvailablePercent, memUsedBytes, memTotalBytes } = record;
      if (pressurePercent !== null || pressureLimitPercent !== null) {
        const limit = pressureLimitPercent === null ? '' : ` over its limit of ${pressureLimitPercent} %`;
        return [
          {
            weight: 'killed-for-pressure',
            claim: `${record.killer} acted on memory pressure${pressurePercent === null ? '' : ` of ${pressurePercent} %`}${limit}`,
            from,
            values: {
              ...(pressurePercent === null ? {} : { pressurePercent }),
              ...(pressureLimitPercent === null ? {} : { pressureLimitPercent }),
            },
          },
        ];
      }
      if (memAvailablePercent !== null) {
        const low = memAvailablePercent <= lowPercent;
        return [
          {
            weight: low ? 'killed-when-low' : 'killed-while-memory-was-there',
            claim: `${record.killer} acted with ${memAvailablePercent} % of memory available`,
            from,
            values: { memAvailablePercent },
          },
        ];
      }
      if (memUsedBytes !== null && memTotalBytes !== null) {
        const low = memUsedBytes >= memTotalBytes * (1 - lowPercent / 100);
        return [
          {
            weight: low ? 'killed-when-low' : 'killed-while-memory-was-there',
            claim: `${record.killer} acted with ${bytesInWords(memUsedBytes)} of ${bytesInWords(memTotalBytes)} used`,
            from,
            values: { memUsedBytes, memTotalBytes },
          },
        ];
      }
      if (androidKillers.has(record.killer)) {
        return [
          {
            weight: 'killed-by-thresholds',
            claim: `${record.killer} acted by its thresholds${record.reason === null ? '' : `: ${record.reason}`}`,
            from,
            values: { killer: record.killer },
          },
        ];
      }
      return bySamples(record.killer, history);
    });
  },
};

/** What was available when it acted, where its own lines do not say. */
function bySamples(killer: string, history: MemoryHistory | null): Finding[] {
  const available = history && systemSeries(history, 'memAvailableBytes');
  const total = history && systemSeries(history, 'memTotalBytes')?.points.at(-1)?.value;
  const last = available ? before(available, history.eventUs).at(-1) : undefined;
  if (!last || !total) return [];
  const low = last.value <= (total * lowPercent) / 100;
  return [
    {
      weight: low ? 'killed-when-low' : 'killed-while-memory-was-there',
      claim: `${killer} acted with ${bytesInWords(last.value)} of ${bytesInWords(total)} available`,
      from: sampleSource(last, 'memAvailableBytes', theHost),
      values: { availableBytes: last.value, totalBytes: total },
    },
  ];
}
