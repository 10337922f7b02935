import type { Incident } from '../../diagnosis/analysis.ts';

export type IncidentPhase = 'open' | 'update' | 'close';

/** The incidents of this session, as they open, grow and end. */
export interface HeldIncidents {
  /** Newest first. */
  readonly list: readonly { readonly incident: Incident; readonly open: boolean }[];
  /** When the oldest open incident began, epoch microseconds; null where none is open. */
  readonly openSinceUs: number | null;
  /**
   * Epoch microseconds: records before this belong to an incident that was ended because it grew too long, and what comes after
   * is told as another; null where none grew so long.
   */
  readonly partedUs: number | null;
  /** This is what an incident is now. */
  take(incident: Incident): void;
  /** Those that are due to be judged again: each is given out once for each time. */
  due(): readonly Incident[];
  /** Ends those that had nothing added for a while. True where one ended. */
  endQuiet(): boolean;
  endAll(): void;
}

/** An incident is over when nothing was added for so long. */
const quietMs = 120_000;
/** After the last record, samples still come in that tell what the kill freed: judged again then. */
const judgeAgainMs = [3000, 15_000, 60_000];
const mostHeld = 50;
/** All records of an open incident are read each time one is added: a longer one is told in parts. */
const mostRecords = 1000;

interface Held {
  incident: Incident;
  open: boolean;
  touchedMs: number;
  judgements: number;
}

export function createHeldIncidents(
  nowMs: () => number,
  tell: (phase: IncidentPhase, incident: Incident) => void,
): HeldIncidents {
  let held: Held[] = [];
  let partedUs: number | null = null;

  function end(one: Held): void {
    one.open = false;
    tell('close', one.incident);
  }

  /** All that are open end together, since their records stand among each other. */
  function part(): void {
    const open = held.filter((one) => one.open);
    const ends = open.flatMap(({ incident }) => (incident.end === null ? [] : Date.parse(incident.end) * 1000));
    if (ends.length === 0) return;
    // The end as printed has microseconds, of which Date.parse keeps the milliseconds.
    partedUs = Math.max(...ends) + 1000;
    for (const one of open) end(one);
  }

  return {
    get partedUs() {
      return partedUs;
    },
    get list() {
      return held.map(({ incident, open }) => ({ incident, open }));
    },
    get openSinceUs() {
      const starts = held
        .filter(({ open }) => open)
        .map(({ incident, touchedMs }) => (incident.start === null ? touchedMs : Date.parse(incident.start)) * 1000);
      return starts.length === 0 ? null : Math.min(...starts);
    },
    take(incident) {
      const ids = new Set(incident.records);
      const before = held.find(
        (one) => one.incident.id === incident.id || one.incident.records.some((id) => ids.has(id)),
      );
      if (!before) {
        held = [{ incident, open: true, touchedMs: nowMs(), judgements: 0 }, ...held].slice(0, mostHeld);
        tell('open', incident);
        if (countOf(incident) >= mostRecords) part();
        return;
      }
      const changed = summary(before.incident) !== summary(incident);
      const grew = countOf(before.incident) < countOf(incident);
      before.incident = incident;
      if (grew) {
        before.touchedMs = nowMs();
        before.judgements = 0;
        before.open = true;
      }
      if (changed) tell('update', incident);
      if (before.open && countOf(incident) >= mostRecords) part();
    },
    due() {
      const due = held.filter(({ open, touchedMs, judgements }) => {
        const after = judgeAgainMs[judgements];
        return open && after !== undefined && nowMs() - touchedMs >= after;
      });
      for (const one of due) one.judgements += 1;
      return due.map(({ incident }) => incident);
    },
    endQuiet() {
      const quiet = held.filter(({ open, touchedMs }) => open && nowMs() - touchedMs >= quietMs);
      for (const one of quiet) end(one);
      return quiet.length > 0;
    },
    endAll() {
      for (const one of held) if (one.open) end(one);
    },
  };
}

/** Of a storm not all are listed. */
const countOf = ({ records, unlisted }: Incident): number => records.length + (unlisted?.records ?? 0);

/** What a reader would notice if it changed. */
function summary({ title, kills, kinds, verdict, end }: Incident): string {
  const { cause, words, who } = verdict ?? {};
  return JSON.stringify([title, kills, kinds, cause, words, who?.comm, who?.pid, end]);
}
