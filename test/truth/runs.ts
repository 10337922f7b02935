import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Incidents that were provoked on purpose, captured in every framing. They lie beside the checkout and are no part of it. */
export const captureFolder = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

export const skipNote = existsSync(captureFolder) ? '' : ' (skipped: no ../shared/corpus)';

/** What the machine that was watched says of one run: known by construction, never taken from the log's reader. */
export interface RunTruth {
  readonly id: string;
  readonly page_size: number;
  readonly modifiers: readonly string[];
  readonly constraint: string | null;
  readonly victims: readonly VictimTruth[];
  readonly victims_unique: number;
  readonly oom_decisions: readonly DecisionTruth[];
  /** By the words of `metadata.json`; a word that is absent means none. */
  readonly event_counts: Readonly<Record<string, number>>;
  /** The capture that was counted, as the first word of a sentence. */
  readonly event_counts_source: string;
  readonly event_counts_per_file?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly event_counts_userspace_lines_in_kmsg: Readonly<Record<string, number>>;
}

interface VictimTruth {
  readonly pid: number;
  readonly comm: string;
  readonly uid: number | null;
  readonly oom_score_adj: number | null;
  readonly total_vm_kb: number | null;
  readonly anon_rss_kb: number | null;
  readonly file_rss_kb: number | null;
  readonly shmem_rss_kb: number | null;
  readonly pgtables_kb: number | null;
}

interface DecisionTruth {
  readonly constraint: string;
  readonly nodemask: string;
  readonly cpuset: string;
  readonly mems_allowed: string;
  readonly oom_memcg?: string;
  readonly task_memcg?: string;
  readonly task: string;
  readonly pid: string;
}

export interface Run {
  readonly name: string;
  readonly folder: string;
  readonly truth: RunTruth;
  /** Names of the log captures; samples and end states lie beside them. */
  readonly captures: readonly string[];
}

const isCapture = (name: string): boolean => /^(kmsg|dmesg|console|kern|syslog|journal)[\w.-]*$/.test(name);

/** Every run, empty where there is no corpus. */
export const runs: readonly Run[] = existsSync(captureFolder)
  ? readdirSync(captureFolder)
      .sort()
      .filter((name) => existsSync(join(captureFolder, name, 'metadata.json')))
      .map((name) => {
        const folder = join(captureFolder, name);
        const truth = JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8')) as RunTruth;
        return { name, folder, truth, captures: readdirSync(folder).filter(isCapture).sort() };
      })
  : [];
