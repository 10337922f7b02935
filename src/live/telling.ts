import type { KernelRecord } from '../../parsers/model/record.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import { rfc3339 } from '../ingest/envelope.ts';
import type { BareLiveEvent, LiveEvent, Outlet } from './events.ts';
import type { IncidentPhase } from './judging/held-incidents.ts';
import type { IncidentChange } from './judging/what-changed.ts';
import type { LiveHappening, MemoryNow } from './live-state.ts';
import type { Totals } from './out/exposition.ts';
import { incidentSentence, recordSentence } from './out/sentences.ts';
import { createUnitEnds } from './unit-ends.ts';
import type { WarningChange } from './warnings.ts';

/** Tells everybody what happens, and keeps the last of it for those who look at a screen. */
export interface Telling {
  tell(event: BareLiveEvent): void;
  /** Something a person should hear of a source, or of the store. */
  say(text: string, of?: 'source' | 'store'): void;
  /** Of what a service manager says of one end of a unit, the first is told. */
  record(record: KernelRecord, incident: Incident | null): void;
  incident(phase: IncidentPhase, incident: Incident, change?: IncidentChange): void;
  warning(change: WarningChange, memory: MemoryNow): void;
  /** Newest first. */
  readonly happenings: readonly LiveHappening[];
  /** What there was to tell since the start. */
  readonly totals: Totals;
  /** Calls back with the number of incidents that opened, each time one does. */
  onIncident(listener: (opened: number) => void): void;
}

export interface TellingOptions {
  readonly host: string;
  readonly nowMs: () => number;
  readonly outlets: readonly Outlet[];
  /** Something that a screen shows changed. */
  changed(): void;
}

const mostHappenings = 100;

export function createTelling({ host, nowMs, outlets, changed }: TellingOptions): Telling {
  let happenings: LiveHappening[] = [];
  let opened = 0;
  const records = new Map<string, number>();
  const unitEnds = createUnitEnds(nowMs);
  const listeners = new Set<(opened: number) => void>();

  function tell(bare: BareLiveEvent): void {
    const event = { schema: 'oomtrail/live@1', time: rfc3339(nowMs() * 1000), host, ...bare } as LiveEvent;
    for (const outlet of outlets) outlet.tell(event);
  }

  function happen(happening: Omit<LiveHappening, 'atMs'>): void {
    happenings = [{ atMs: nowMs(), ...happening }, ...happenings].slice(0, mostHappenings);
    changed();
  }

  return {
    tell,
    say(text, of = 'source') {
      tell({ event: 'notice', text });
      happen({ kind: of, text, incidentId: null });
    },
    record(record, incident) {
      records.set(record.kind, (records.get(record.kind) ?? 0) + 1);
      if (!unitEnds.isNews(record)) return;
      const text = recordSentence(record, incident);
      const incidentId = incident?.id ?? null;
      tell({ event: 'record', text, incidentId, record });
      happen({ kind: record.kind, text, incidentId });
    },
    incident(phase, incident, change) {
      tell({ event: 'incident', phase, text: incidentSentence(phase, incident, change), incident });
      if (phase === 'open') {
        opened += 1;
        for (const listener of listeners) listener(opened);
      }
      changed();
    },
    warning(change, { atMs: _atMs, ...memory }) {
      tell({ event: 'warning', ...change, memory });
      happen({ kind: 'warning', text: change.text, incidentId: null });
    },
    get happenings() {
      return happenings;
    },
    get totals() {
      return { records, incidents: opened };
    },
    onIncident: (listener) => void listeners.add(listener),
  };
}
