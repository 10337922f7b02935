import type { Connection } from './connection.ts';

type Links = Iterable<{ readonly id: string; readonly into: string }>;

/** Writes which records are copies of another that tells the same event. */
export function createMerger(db: Connection): (links: Links, fromUs: number | null) => void {
  const clearAll = db.prepare('DELETE FROM same_event');
  const clearFrom = db.prepare(
    `DELETE FROM same_event WHERE record IN (SELECT seq FROM kernel_record WHERE at_us >= ? OR at_us IS NULL)`,
  );
  const link = db.prepare(
    `INSERT OR IGNORE INTO same_event (record, into_record)
     SELECT r.seq, i.seq FROM kernel_record r, kernel_record i WHERE r.id = ? AND i.id = ? AND r.seq <> i.seq`,
  );
  const replace = db.transaction((links: Links, fromUs: number | null) => {
    if (fromUs === null) clearAll.run();
    else clearFrom.run(fromUs);
    for (const { id, into } of links) link.run(id, into);
  });
  return (links, fromUs) => replace.immediate(links, fromUs);
}
