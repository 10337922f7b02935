import type { SamplePoint } from '../timeline.ts';
import type { Connection } from './connection.ts';

export const hourUs = 3_600_000_000;

/** Fewer points than this are read as fast as the row of their hour, which would be as big as they are. */
export const pointsWorthAnHour = 16;

/** Hours are counted from the epoch. */
export const hourOf = (atUs: number): number => Math.floor(atUs / hourUs);

/** The smallest and the largest point of an hour. */
export interface Extremes {
  low: number;
  lowUs: number;
  high: number;
  highUs: number;
}

/** Keeps table `point_hour` in step with the points. A row that is missing costs time, one that is wrong would hide a peak. */
export interface HourExtremes {
  /** Forgets what was noted: the transaction before may have been rolled back. */
  begin(): void;
  /** Notes a point that was stored just now. */
  note(series: number, point: SamplePoint): void;
  /** Notes that points of an hour have other values now or are gone: it is to be looked at anew. */
  changed(series: number, atUs: number): void;
  /** Writes what was noted. In the transaction that wrote the points. */
  flush(): void;
  /** Forgets the hours of a series from which points are being taken away. */
  drop(series: number, fromUs: number, toUs: number): void;
}

export function createHourExtremes(db: Connection): HourExtremes {
  const find = db.prepare<[number, number], Extremes>(
    'SELECT low, low_us AS lowUs, high, high_us AS highUs FROM point_hour WHERE series = ? AND hour = ?',
  );
  const replace = db.prepare(
    'UPDATE point_hour SET low = :low, low_us = :lowUs, high = :high, high_us = :highUs WHERE series = :series AND hour = :hour',
  );
  const drop = db.prepare('DELETE FROM point_hour WHERE series = ? AND hour = ?');
  const dropAll = db.prepare('DELETE FROM point_hour WHERE series = ? AND hour BETWEEN ? AND ?');
  const lookAnew = db.prepare(
    `INSERT OR REPLACE INTO point_hour (series, hour, low, low_us, high, high_us)
     SELECT :series, :hour, l.value, l.at_us, h.value, h.at_us FROM
       (SELECT min(value) AS value, at_us FROM point WHERE series = :series AND at_us >= :fromUs AND at_us < :beforeUs) l,
       (SELECT max(value) AS value, at_us FROM point WHERE series = :series AND at_us >= :fromUs AND at_us < :beforeUs) h
     WHERE (SELECT count(*) FROM (
       SELECT 1 FROM point WHERE series = :series AND at_us >= :fromUs AND at_us < :beforeUs LIMIT ${pointsWorthAnHour}
     )) = ${pointsWorthAnHour}`,
  );
  /** By hour, then by series. Null: to be looked at anew. */
  let noted = new Map<number, Map<number, Extremes | null>>();

  function hourNoted(hour: number): Map<number, Extremes | null> {
    const known = noted.get(hour);
    if (known) return known;
    const made = new Map<number, Extremes | null>();
    noted.set(hour, made);
    return made;
  }

  /** False where nothing is known of the hour. Most points are no extremes: nothing is written then. */
  function merge(series: number, hour: number, { low, lowUs, high, highUs }: Extremes): boolean {
    const known = find.get(series, hour);
    if (!known) return false;
    if (low >= known.low && high <= known.high) return true;
    widen(known, low, lowUs);
    widen(known, high, highUs);
    replace.run({ series, hour, ...known });
    return true;
  }

  return {
    begin: () => noted.clear(),
    note(series, { atUs, value }) {
      const hour = hourNoted(hourOf(atUs));
      const known = hour.get(series);
      if (known === undefined) hour.set(series, { low: value, lowUs: atUs, high: value, highUs: atUs });
      else if (known !== null) widen(known, value, atUs);
    },
    changed: (series, atUs) => void hourNoted(hourOf(atUs)).set(series, null),
    flush() {
      const due = noted;
      noted = new Map();
      for (const [hour, bySeries] of due) {
        for (const [series, extremes] of bySeries) {
          if (extremes === null) drop.run(series, hour);
          else if (merge(series, hour, extremes)) continue;
          lookAnew.run({ hour, series, fromUs: hour * hourUs, beforeUs: (hour + 1) * hourUs });
        }
      }
    },
    drop: (series, fromUs, toUs) => void dropAll.run(series, hourOf(fromUs), hourOf(toUs)),
  };
}

/** Takes a point into the extremes; of equal ones the first stays. */
export function widen(extremes: Extremes, value: number, atUs: number): void {
  if (value < extremes.low) {
    extremes.low = value;
    extremes.lowUs = atUs;
  }
  if (value > extremes.high) {
    extremes.high = value;
    extremes.highUs = atUs;
  }
}
