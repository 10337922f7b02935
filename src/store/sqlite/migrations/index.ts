import { timeline } from './0001-timeline.ts';
import type { Migration } from './migration.ts';

/** In order; versions count from 1 without a gap. */
export const migrations: readonly Migration[] = [timeline];
