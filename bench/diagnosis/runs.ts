import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KernelRecord } from '../../parsers/model/record.ts';
import { createHistoryLoader } from '../../src/alignment/load-history.ts';
import type { Incident } from '../../src/diagnosis/analysis.ts';
import type { MemoryHistory } from '../../src/diagnosis/history.ts';
import { openTimeline } from '../../src/store/index.ts';
import { examineInto } from './examine-into.ts';

export interface Truth {
  readonly id: string;
  /** Runs of one scenario on several kernels are one family: none of them is news about the others. */
  readonly family: string;
  readonly label: string;
  readonly culprit: { readonly comm: string; readonly pids: readonly number[] } | null;
  readonly victimIsCulprit: boolean | null;
}

/** One labelled run as the diagnosis sees it, read once. */
export interface Run {
  readonly truth: Truth;
  /** The worst incident, null where none was found. */
  readonly incident: Incident | null;
  readonly records: readonly KernelRecord[];
  readonly history: MemoryHistory | null;
}

interface Metadata {
  readonly id: string;
  readonly root_cause: string;
  readonly culprit: {
    readonly comm: string;
    readonly pid: number | null;
    readonly other_pids?: readonly number[];
  } | null;
  readonly victim_is_culprit: boolean | null;
}

export function runFolders(corpus: string): string[] {
  return readdirSync(corpus, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(corpus, entry.name))
    .sort();
}

export async function readRun(folder: string): Promise<Run> {
  const truth = truthOf(JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8')) as Metadata);
  const timeline = await openTimeline({ file: null, mode: 'write' });
  try {
    const incidents = await examineInto(timeline, [folder]);
    const incident = incidents[0] ?? null;
    if (!incident) return { truth, incident, records: [], history: null };
    const records: KernelRecord[] = [];
    for await (const { record } of timeline.records({ ids: incident.records, order: 'time' })) records.push(record);
    const history = await (await createHistoryLoader(timeline))(incident);
    return { truth, incident, records, history };
  } finally {
    await timeline.close();
  }
}

function truthOf({ id, root_cause, culprit, victim_is_culprit }: Metadata): Truth {
  const pids = culprit ? [culprit.pid, ...(culprit.other_pids ?? [])].filter((pid): pid is number => pid !== null) : [];
  return {
    id,
    family: id.replace(/-k[\da-z.]+$/, ''),
    label: root_cause,
    culprit: culprit ? { comm: culprit.comm, pids } : null,
    victimIsCulprit: victim_is_culprit,
  };
}
