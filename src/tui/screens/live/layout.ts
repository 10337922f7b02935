import { bodySize, type Size, sizeClass } from '../../size.ts';

/** Rows of each part of the live screen; 0 where it has no room. Frames count with their borders. */
export interface LiveLayout {
  readonly sources: number;
  readonly now: number;
  readonly growing: Size;
  readonly events: Size;
  /** Growing and events beside each other. */
  readonly beside: boolean;
  readonly lines: number;
}

const pace = 1;

/** What matters most gets its rows first: memory now, the last events, the sources, who grows, the lines of the logs. */
export function liveLayout(size: Size, sourceCount: number): LiveLayout {
  const { columns, rows } = bodySize(size);
  if (sizeClass(size) === 'tiny') {
    const now = Math.min(3, rows - pace);
    const events = Math.max(0, rows - pace - now);
    return {
      sources: 0,
      now,
      growing: { columns, rows: 0 },
      events: { columns, rows: events },
      beside: false,
      lines: 0,
    };
  }
  const sources = Math.min(sourceCount, rows < 24 ? 3 : 6);
  const now = rows < 24 ? 5 : 6;
  const left = Math.max(0, rows - pace - sources - now);
  const beside = columns >= 100;
  if (beside) {
    const lines = Math.max(0, Math.min(Math.floor(left * 0.4), left - 8));
    const growing = Math.floor(columns * 0.42);
    const height = left - lines;
    return {
      sources,
      now,
      growing: { columns: growing, rows: height },
      events: { columns: columns - growing, rows: height },
      beside,
      lines,
    };
  }
  const growing = Math.min(7, Math.max(0, Math.floor(left * 0.4)));
  const lines = Math.max(0, Math.min(4, left - growing - 8));
  return {
    sources,
    now,
    growing: { columns, rows: growing },
    events: { columns, rows: left - growing - lines },
    beside,
    lines,
  };
}

/** Events that can be seen at once. */
export const eventsHeight = (size: Size, sourceCount: number): number =>
  Math.max(1, liveLayout(size, sourceCount).events.rows - (sizeClass(size) === 'tiny' ? 0 : 2));
