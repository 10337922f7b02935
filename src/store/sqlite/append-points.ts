import type { AppendResult, StoredSample } from '../timeline.ts';
import type { Connection } from './connection.ts';
import type { FileTable } from './files.ts';
import { createHourExtremes } from './hour-extremes.ts';
import type { SeriesTable } from './series-table.ts';

type PointOutcome = keyof AppendResult['points'];

interface KnownPoint {
  readonly value: number;
  readonly stale: number;
}

interface Range {
  fromUs: number;
  toUs: number;
}

/** Stores the points of a batch and notes which file gave to which series. */
export function createPointAppender(
  db: Connection,
  files: FileTable,
  series: SeriesTable,
): (samples: readonly StoredSample[]) => AppendResult['points'] {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO point (series, at_us, value, file, line, byte_start, byte_length) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const find = db.prepare<[number, number], KnownPoint>(
    'SELECT p.value, f.stale FROM point p JOIN file f ON f.id = p.file WHERE p.series = ? AND p.at_us = ?',
  );
  const renew = db.prepare(
    'UPDATE point SET value = ?, file = ?, line = ?, byte_start = ?, byte_length = ? WHERE series = ? AND at_us = ?',
  );
  const note = db.prepare(
    `INSERT INTO series_file (series, file, from_us, to_us) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET from_us = min(from_us, excluded.from_us), to_us = max(to_us, excluded.to_us)`,
  );

  const hours = createHourExtremes(db);

  function store(seriesId: number, fileId: number, { point, source }: StoredSample): PointOutcome {
    const { line, byteStart } = source;
    const length = source.byteEnd - byteStart;
    if (insert.run(seriesId, point.atUs, point.value, fileId, line, byteStart, length).changes === 1) return 'fresh';
    const known = find.get(seriesId, point.atUs);
    if (known?.stale) {
      renew.run(point.value, fileId, line, byteStart, length, seriesId, point.atUs);
      return 'renewed';
    }
    return known?.value === point.value ? 'duplicate' : 'conflicting';
  }

  return (samples) => {
    const counts = { fresh: 0, duplicate: 0, renewed: 0, conflicting: 0, refused: 0 };
    /** By file, then by series: the range that this batch adds. */
    const ranges = new Map<number, Map<number, Range>>();
    hours.begin();

    for (const sample of samples) {
      const { atUs, value } = sample.point;
      if (!Number.isSafeInteger(atUs) || !Number.isFinite(value)) {
        counts.refused += 1;
        continue;
      }
      const fileId = files.idOf(sample.source.path, sample.series.directory);
      const seriesId = series.idOf(sample.series);
      const outcome = store(seriesId, fileId, sample);
      counts[outcome] += 1;
      if (outcome === 'duplicate' || outcome === 'conflicting') continue;
      if (outcome === 'fresh') hours.note(seriesId, sample.point);
      else hours.changed(seriesId, atUs);

      const bySeries = ranges.get(fileId) ?? new Map<number, Range>();
      ranges.set(fileId, bySeries);
      const range = bySeries.get(seriesId);
      if (!range) bySeries.set(seriesId, { fromUs: atUs, toUs: atUs });
      else if (atUs < range.fromUs) range.fromUs = atUs;
      else if (atUs > range.toUs) range.toUs = atUs;
    }

    for (const [fileId, bySeries] of ranges) {
      for (const [seriesId, { fromUs, toUs }] of bySeries) note.run(seriesId, fileId, fromUs, toUs);
    }
    hours.flush();
    return counts;
  };
}
