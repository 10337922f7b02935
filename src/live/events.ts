import type { KernelRecord } from '../../parsers/model/record.ts';
import type { Incident } from '../diagnosis/analysis.ts';
import type { IncidentPhase } from './judging/held-incidents.ts';
import type { MemoryNow, WarningLevel } from './live-state.ts';

/** What `live` tells: one of these is one line, one JSON object (`oomtrail/live@1`), and one call of `--exec`. */
export type LiveEvent = { readonly schema: 'oomtrail/live@1'; readonly time: string; readonly host: string } & (
  | { readonly event: 'start'; readonly text: string; readonly sources: readonly string[] }
  | {
      readonly event: 'record';
      readonly text: string;
      readonly incidentId: string | null;
      readonly record: KernelRecord;
    }
  | { readonly event: 'incident'; readonly phase: IncidentPhase; readonly text: string; readonly incident: Incident }
  | {
      readonly event: 'warning';
      readonly level: WarningLevel;
      readonly text: string;
      readonly memory: Omit<MemoryNow, 'atMs'>;
    }
  | { readonly event: 'notice'; readonly text: string }
  | { readonly event: 'stop'; readonly text: string }
);

type Bare<Event> = Event extends unknown ? Omit<Event, 'schema' | 'time' | 'host'> : never;

/** An event before it is dated. */
export type BareLiveEvent = Bare<LiveEvent>;

/** Who is told. Slow ones bound and drop by themselves: telling never waits. */
export interface Outlet {
  tell(event: LiveEvent): void;
  /** Resolves when everything told has left, or cannot. */
  close(): Promise<void>;
}
