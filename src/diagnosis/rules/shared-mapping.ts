import { before } from '../history.ts';
import { bytesInWords } from '../quantities.ts';
import { type Exhibit, type Finding, type Rule, recordSource } from './rule.ts';
import { ofSeries, sampleSource } from './sample-source.ts';

/** Shared memory that processes map shows in their rss; files in tmpfs that nobody maps show in no process. */
const mapped = 0.5;
const barelyMapped = 0.2;
/** Less shared memory than this share of the whole is not what the incident is about. */
const leastShare = 0.1;

/** Whether the shared memory belongs to processes that map it, or to files that lie in a tmpfs. */
export const sharedMapping: Rule = {
  id: 'shared-mapping',
  frames: ['shortage'],
  judge(exhibit) {
    const { accounting } = exhibit;
    const shared = accounting?.parts.find(({ component }) => component === 'shared-memory')?.bytes ?? 0;
    if (!accounting || shared < accounting.totalBytes * leastShare) return [];
    const told = [fromTable(exhibit), fromSamples(exhibit), fromOldTable(exhibit, shared), fromCounters(exhibit)];
    for (const mapper of told) {
      const finding = mapper && findingOf(mapper, shared);
      if (finding) return [finding];
    }
    return [];
  },
};

function findingOf({ name, bytes, from, showsAll, atMost }: Mapper, shared: number): Finding | null {
  const values = { mappedBytes: bytes, sharedBytes: shared };
  if (bytes >= shared * mapped && !atMost)
    return {
      weight: 'mapped-by-processes',
      claim: `${name} maps ${bytesInWords(bytes)} of the ${bytesInWords(shared)} shared memory`,
      from,
      values,
    };
  if (bytes < shared * barelyMapped && showsAll)
    return {
      weight: 'mapped-by-nobody',
      claim: `processes map no more than ${bytesInWords(bytes)} of the ${bytesInWords(shared)} shared memory: it lies in files`,
      from,
      values,
    };
  return null;
}

interface Mapper {
  readonly name: string;
  readonly bytes: number;
  readonly from: Finding['from'];
  /** Every process was looked at, so that nobody maps more. */
  readonly showsAll: boolean;
  /** Others are counted in it too: a small number proves, a large one does not. */
  readonly atMost?: boolean;
}

/** Tables since 6.8 split rss. */
function fromTable({ report }: Exhibit): Mapper | null {
  const rows = report?.tasks.filter((row) => row.rssShmemBytes !== null) ?? [];
  const row = rows.reduce<(typeof rows)[number] | null>(
    (most, one) => ((one.rssShmemBytes ?? 0) > (most?.rssShmemBytes ?? -1) ? one : most),
    null,
  );
  return report && row
    ? {
        name: row.comm,
        bytes: row.rssShmemBytes ?? 0,
        from: recordSource(report),
        // A cut table may lack whoever maps it.
        showsAll: !report.problems.some((problem) => /table/.test(problem)),
      }
    : null;
}

/** Samplers that split rss, at their last look before the event. */
function fromSamples({ history }: Exhibit): Mapper | null {
  if (!history) return null;
  let most: Mapper | null = null;
  for (const series of history.series) {
    if (series.scope !== 'process' || series.metric !== 'rssShmemBytes') continue;
    const last = before(series, history.eventUs).at(-1);
    if (last && (most === null || last.value > most.bytes)) {
      most = {
        name: series.comm ?? `pid ${series.pid}`,
        bytes: last.value,
        from: sampleSource(last, series.metric, ofSeries(series)),
        showsAll: true,
      };
    }
  }
  return most;
}

/** Old tables do not split rss: what a process holds beyond all anonymous memory there is, it holds of shared memory. */
function fromOldTable({ report, accounting }: Exhibit, shared: number): Mapper | null {
  const anonymous = accounting?.parts.find(({ component }) => component === 'anonymous')?.bytes ?? 0;
  const row = report?.tasks.find((task) => (task.rssBytes ?? 0) - anonymous >= shared * mapped);
  const victim = report?.victims.find((one) => (one.shmemRssBytes ?? 0) >= shared * mapped);
  if (report && victim)
    return { name: victim.comm, bytes: victim.shmemRssBytes ?? 0, from: recordSource(report), showsAll: false };
  return report && row
    ? { name: row.comm, bytes: (row.rssBytes ?? 0) - anonymous, from: recordSource(report), showsAll: false }
    : null;
}

/** Mapped pages of files and of shared memory together (NR_FILE_MAPPED): no process can map more than that. */
function fromCounters({ report, accounting }: Exhibit): Mapper | null {
  const page = report?.memInfo?.pageSizeBytes ?? report?.pageSizeBytes ?? null;
  const stats = report?.memcg?.stats;
  const bytes =
    accounting?.scope === 'memcg'
      ? (stats?.['file_mapped'] ?? stats?.['total_mapped_file'] ?? stats?.['mapped_file'] ?? null)
      : page === null || report?.memInfo?.counters['mapped'] === undefined
        ? null
        : report.memInfo.counters['mapped'] * page;
  return report && bytes !== null
    ? { name: 'all processes together', bytes, from: recordSource(report), showsAll: true, atMost: true }
    : null;
}
