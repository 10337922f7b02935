import type { Incident } from '../../diagnosis/analysis.ts';
import type { Connection } from './connection.ts';
import { pause } from './pause.ts';
import { microsecondsOf } from './sql-time.ts';

export function createIncidentWriter(db: Connection): (incidents: Iterable<Incident>) => void {
  const clear = db.prepare('DELETE FROM judged_incident');
  const insert = db.prepare('INSERT INTO judged_incident (rank, id, start_us, end_us, body) VALUES (?, ?, ?, ?, ?)');
  const replace = db.transaction((incidents: Iterable<Incident>) => {
    clear.run();
    let rank = 0;
    for (const incident of incidents) {
      insert.run(++rank, incident.id, toUs(incident.start), toUs(incident.end), JSON.stringify(incident));
    }
  });
  return (incidents) => replace.immediate(incidents);
}

function toUs(time: string | null): number | null {
  return time === null ? null : microsecondsOf(time);
}

const pageIncidents = 64;

export async function* readIncidents(db: Connection): AsyncGenerator<Incident> {
  const page = db.prepare<[number], { rank: number; body: string }>(
    `SELECT rank, body FROM judged_incident WHERE rank > ? ORDER BY rank LIMIT ${pageIncidents}`,
  );
  let after = 0;
  while (true) {
    const rows = page.all(after);
    for (const row of rows) yield JSON.parse(row.body) as Incident;
    const last = rows[rows.length - 1];
    if (!last || rows.length < pageIncidents) return;
    after = last.rank;
    await pause();
  }
}
