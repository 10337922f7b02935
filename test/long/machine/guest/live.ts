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
  readonly event: string;
  readonly text: string;
  readonly [key: string]: unknown;
}

/** What the service printed in this boot, one object an event. */
export function told(event: string): Told[] {
  return run('journalctl', '--quiet', '-b', '-u', unit, '-o', 'cat', '--no-pager')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Told)
    .filter((one) => one.event === event);
}

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

interface Incident {
  readonly id: string;
  readonly title: string;
  readonly scope: string;
  readonly kills: number;
  readonly victims: readonly { readonly comm: string | null }[];
  readonly verdict: {
    readonly cause: string;
    readonly confidence: number;
    readonly words: string;
    readonly who: { readonly comm: string | null; readonly cgroup: string | null };
  };
}

/** What a check needs of an incident. */
export interface Judged {
  readonly title: string;
  readonly scope: string;
  readonly kills: number;
  readonly cause: string;
  readonly confidence: number;
  readonly words: string;
  readonly culprit: string | null;
  readonly cgroup: string | null;
}

/** The incidents of this boot whose title or victims name a program, each as it was told last. */
export function incidentsOf(comm: string): Judged[] {
  const all = new Map(told('incident').map(({ incident }) => [(incident as Incident).id, incident as Incident]));
  return [...all.values()]
    .filter(({ title, victims }) => title.includes(comm) || victims.some((victim) => victim.comm === comm))
    .map(({ title, scope, kills, verdict: { cause, confidence, words, who } }) => ({
      ...{ title, scope, kills, cause, confidence, words },
      ...{ culprit: who.comm, cgroup: who.cgroup },
    }));
}

/** Kills that this boot's timeline does not hold exactly once, as `PID x TIMES`. */
export function notOnce(kills: readonly Kill[], boot = bootId): string[] {
  const stored = rows<{ pid: number; times: number }>(
    "SELECT pid, count(*) AS times FROM victim WHERE killer = 'kernel' AND boot_id = ? GROUP BY pid",
    boot,
  );
  const times = new Map(stored.map((row) => [row.pid, row.times]));
  return kills.filter(({ pid }) => times.get(pid) !== 1).map(({ pid }) => `${pid} x ${times.get(pid) ?? 0}`);
}
