import { timeline } from './0001-timeline.ts';
import { extremesOfHours } from './0002-extremes-of-hours.ts';
import type { Migration } from './migration.ts';

/** In order; versions count from 1 without a gap. */
export const migrations: readonly Migration[] = [timeline, extremesOfHours];
