import type { Incident } from '../../diagnosis/analysis.ts';
import { anotherId, endMsOf, isSame, startMsOf } from './same-incident.ts';
import { type IncidentChange, whatChanged } from './what-changed.ts';

export type IncidentPhase = 'open' | 'update' | 'close';

/** The incidents of this session, as they open, grow and end. */
export interface HeldIncidents {
  /** Newest first. */
  readonly list: readonly { readonly incident: Incident; readonly open: boolean }[];
  /** When the oldest incident began that is open or ended after `us`, epoch microseconds; null where there is none. */
  sinceUs(us: number): number | null;
  /**
   * Epoch microseconds: records before this belong to an incident that was ended because it grew too long, and what comes after
   * is told as another; null where none grew so long.
   */
  readonly partedUs: number | null;
  /** An earlier run told these: what comes to them late lets them grow, and what is not quiet yet goes on. */
  recall(incidents: readonly Incident[]): void;
  /** The same, under the name it has here: of two that would be named alike, the later gets another. */
  named(incident: Incident): Incident;
  /** This is what an incident is now, under the name it has here. */
  take(incident: Incident): void;
  /** Those that are due to be judged again: each is given out once for each time. */
  due(): readonly Incident[];
  /** Ends those that had nothing added for a while. True where one ended. */
  endQuiet(): boolean;
  /** Nobody watches from here on. */
  leaveAll(): void;
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
  /** Told by an earlier run, and not touched by this one. */
  former: boolean;
  touchedMs: number;
  judgements: number;
}

export function createHeldIncidents(
  nowMs: () => number,
  tell: (phase: IncidentPhase, incident: Incident, change?: IncidentChange) => void,
): HeldIncidents {
  let held: Held[] = [];
  let partedUs: number | null = null;

  const find = (incident: Incident): Held | undefined => held.find((one) => isSame(one.incident, incident));

  function end(one: Held, change?: IncidentChange): void {
    one.open = false;
    tell('close', one.incident, change);
  }

  /** All that are open end together, since their records stand among each other. */
  function part(): void {
    const open = held.filter((one) => one.open);
    partBehind(open.map(({ incident }) => incident));
    for (const one of open) end(one, 'parted');
  }

  function partBehind(incidents: readonly Incident[]): void {
    // The end as printed has microseconds, of which Date.parse keeps the milliseconds.
    const ends = incidents.map((incident) => endMsOf(incident) * 1000 + 1000).filter((us) => !Number.isNaN(us));
    if (ends.length > 0) partedUs = Math.max(...ends, partedUs ?? Number.NEGATIVE_INFINITY);
  }

  return {
    get partedUs() {
      return partedUs;
    },
    get list() {
      return held.filter(({ former }) => !former).map(({ incident, open }) => ({ incident, open }));
    },
    sinceUs(us) {
      const starts = held
        .filter(({ open, incident }) => open || endMsOf(incident) * 1000 > us)
        .map(({ incident, touchedMs }) => (incident.start === null ? touchedMs : startMsOf(incident)) * 1000);
      return starts.length === 0 ? null : Math.min(...starts);
    },
    recall(incidents) {
      for (const incident of incidents.slice(0, mostHeld)) {
        const touchedMs = endMsOf(incident);
        const open = nowMs() - touchedMs < quietMs;
        held.push({ incident, open, former: !open, touchedMs, judgements: 0 });
      }
      partBehind(incidents.filter((incident) => countOf(incident) >= mostRecords));
    },
    named(incident) {
      const known = find(incident);
      if (!held.some((one) => one !== known && one.incident.id === incident.id)) return incident;
      return known ? { ...incident, id: known.incident.id } : anotherId(incident);
    },
    take(incident) {
      const before = find(incident);
      if (!before) {
        const opened = { incident, open: true, former: false, touchedMs: nowMs(), judgements: 0 };
        held = [opened, ...held].slice(0, mostHeld);
        tell('open', incident);
        if (countOf(incident) >= mostRecords) part();
        return;
      }
      const change = whatChanged(before.incident, incident);
      const grew = countOf(before.incident) < countOf(incident);
      before.incident = incident;
      before.former = false;
      if (grew) {
        before.touchedMs = nowMs();
        before.judgements = 0;
        // One that is over is not opened by another copy of what is known.
        before.open ||= change !== null;
      }
      if (change !== null) tell('update', incident, change);
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
    leaveAll() {
      for (const one of held) if (one.open) end(one, 'left');
    },
  };
}

/** Of a storm not all are listed. */
const countOf = ({ records, unlisted }: Incident): number => records.length + (unlisted?.records ?? 0);
