import type { Migration } from './migration.ts';

/**
 * The smallest and the largest point of each series and hour, so that a year is drawn without reading every point of it.
 * Nothing but a shortcut: a row that is there is right, and where none is the points are asked (as in a timeline that was
 * filled before).
 */
export const extremesOfHours: Migration = {
  version: 2,
  name: 'extremes of hours',
  sql: `
CREATE TABLE point_hour (
  series INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  low REAL NOT NULL,
  low_us INTEGER NOT NULL,
  high REAL NOT NULL,
  high_us INTEGER NOT NULL,
  PRIMARY KEY (series, hour)
) STRICT, WITHOUT ROWID;
`,
};
