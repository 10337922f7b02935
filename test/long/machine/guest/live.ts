import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { bootId, type Kill } from './kernel.ts';
import { run } from './systemd.ts';

export const unit = 'oomtrail-live.service';
/** Where DynamicUser= puts the unit's StateDirectory=. */
export const timeline = '/var/lib/private/oomtrail/timeline.db';

let db: Database.Database | null = null;

/** Rows of a statement on the timeline, while `live` writes it. */
export function rows<Row>(sql: string, ...values: unknown[]): Row[] {
  if (db === null && !existsSync(timeline)) return [];
  db ??= new Database(timeline, { readonly: true });
  return db.prepare(sql).all(...values) as Row[];
}

export interface Told {
  /** Kind of the record, or `incident`, `warning`, `notice`, `start`, `stop`. */
  readonly word: string;
  readonly text: string;
}

/** What the service printed in this boot. */
export function told(word?: string): Told[] {
  const text = run('journalctl', '--quiet', '-b', '-u', unit, '-o', 'cat', '--no-pager');
  return [...text.matchAll(/^\d{4}-\d\d-\d\d [\d:.]+ \S+ {2}(\S+) +(.*)$/gm)]
    .map(([, first = '', rest = '']) => ({ word: first, text: rest }))
    .filter((one) => word === undefined || one.word === word);
}

export const texts = (word: string): string[] => told(word).map(({ text }) => text);

export interface Victim {
  readonly pid: number;
  readonly comm: string;
  readonly killer: string;
  readonly boot_id: string;
  readonly cgroup: string | null;
  readonly limit_cgroup: string | null;
  readonly oom_constraint: string | null;
  readonly cause: string;
}

export const victims = (comm: string): Victim[] =>
  rows('SELECT * FROM victim WHERE comm = ? AND boot_id = ? ORDER BY at_us', comm, bootId);

const incidentsTold = (comm: string, heads: readonly string[]): string[] =>
  texts('incident').filter((text) => text.includes(comm) && heads.some((head) => text.startsWith(`${head}: `)));

/** The incidents of this boot that opened, as they were told then. */
export const incidentsOf = (comm: string): string[] => incidentsTold(comm, ['incident']);

/** Also those that were open already, and which a kill joined. */
export const incidentsWith = (comm: string): string[] =>
  incidentsTold(comm, ['incident', 'incident grows', 'incident judged again']);

/** Kills that this boot's timeline does not hold exactly once, as `PID x TIMES`. */
export function notOnce(kills: readonly Kill[], boot = bootId): string[] {
  const stored = rows<{ pid: number; times: number }>(
    "SELECT pid, count(*) AS times FROM victim WHERE killer = 'kernel' AND boot_id = ? GROUP BY pid",
    boot,
  );
  const times = new Map(stored.map((row) => [row.pid, row.times]));
  return kills.filter(({ pid }) => times.get(pid) !== 1).map(({ pid }) => `${pid} x ${times.get(pid) ?? 0}`);
}
