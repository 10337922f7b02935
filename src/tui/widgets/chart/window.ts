/** A stretch of time, epoch microseconds. */
export interface TimeWindow {
  readonly fromUs: number;
  readonly toUs: number;
}

/** Which of a number of cells side by side holds a moment; null outside of the window. */
export function cellAt(atUs: number, { fromUs, toUs }: TimeWindow, cells: number): number | null {
  if (atUs < fromUs || atUs > toUs) return null;
  return Math.min(cells - 1, Math.floor(((atUs - fromUs) / Math.max(1, toUs - fromUs)) * cells));
}

/** Below this a sampler cannot fill a chart. */
const shortestUs = 2_000_000;

const span = ({ fromUs, toUs }: TimeWindow): number => toUs - fromUs;

/** Keeps a window inside the whole, with its length where that fits. */
function within(window: TimeWindow, whole: TimeWindow): TimeWindow {
  const length = Math.min(span(window), span(whole));
  const fromUs = Math.max(whole.fromUs, Math.min(window.fromUs, whole.toUs - length));
  return { fromUs, toUs: fromUs + length };
}

/** Shortens or lengthens a window; what is at `aroundUs` stays where it is on the screen. */
export function zoomWindow(window: TimeWindow, factor: number, aroundUs: number, whole: TimeWindow): TimeWindow {
  const anchor = Math.max(window.fromUs, Math.min(window.toUs, aroundUs));
  const length = Math.max(shortestUs, span(window) * factor);
  const share = span(window) === 0 ? 0.5 : (anchor - window.fromUs) / span(window);
  const fromUs = anchor - share * length;
  return within({ fromUs, toUs: fromUs + length }, whole);
}

/** Moves a window no further than needed to hold a moment, with a little room beside it. */
export function moveWindow(window: TimeWindow, atUs: number, whole: TimeWindow): TimeWindow {
  if (atUs >= window.fromUs && atUs <= window.toUs) return window;
  const room = span(window) * 0.1;
  const fromUs = atUs < window.fromUs ? atUs - room : atUs + room - span(window);
  return within({ fromUs, toUs: fromUs + span(window) }, whole);
}

/** The window of a chart around an event: from half an hour before to ten minutes after, no more than there are samples. */
export function windowAround(eventUs: number | null, samples: TimeWindow): TimeWindow {
  const before = 1_800_000_000;
  const after = 600_000_000;
  const margin = Math.max(1_000_000, span(samples) * 0.01);
  const fromUs = eventUs === null ? samples.fromUs : Math.max(samples.fromUs, eventUs - before);
  const toUs = eventUs === null ? samples.toUs : Math.min(samples.toUs, eventUs + after);
  if (toUs - fromUs < shortestUs) return { fromUs: samples.fromUs - margin, toUs: samples.toUs + margin };
  return { fromUs, toUs: eventUs === null ? toUs : Math.max(toUs, eventUs + (toUs - fromUs) * 0.02) };
}
