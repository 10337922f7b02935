import type { TimelineAction } from './state.ts';

const actions: Readonly<Record<string, TimelineAction>> = {
  left: { type: 'cursor', cells: -1 },
  right: { type: 'cursor', cells: 1 },
  farLeft: { type: 'cursor', cells: -10 },
  farRight: { type: 'cursor', cells: 10 },
  zoomIn: { type: 'zoom', factor: 0.5 },
  zoomOut: { type: 'zoom', factor: 2 },
  zoomAll: { type: 'all' },
  up: { type: 'lane', by: -1 },
  down: { type: 'lane', by: 1 },
  pageUp: { type: 'lane', by: -5 },
  pageDown: { type: 'lane', by: 5 },
  first: { type: 'lane', by: Number.NEGATIVE_INFINITY },
  last: { type: 'lane', by: Number.POSITIVE_INFINITY },
  hideLane: { type: 'hide' },
};

export const timelineAction = (command: string): TimelineAction | null => actions[command] ?? null;
