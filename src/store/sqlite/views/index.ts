import { incident } from './incident.ts';
import { record } from './record.ts';
import { sample } from './sample.ts';
import { series } from './series.ts';
import { source } from './source.ts';
import { victim } from './victim.ts';
import type { TimelineView } from './view.ts';

/** The documented names. */
export const views: readonly TimelineView[] = [record, victim, sample, series, incident, source];
