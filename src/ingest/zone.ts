import { createRequire } from 'node:module';
import type { Zone } from 'luxon';

/** The offsets of a zone. */
export type ZoneOffsets = Pick<Zone, 'isValid' | 'offset'>;

const utc: ZoneOffsets = { isValid: true, offset: () => 0 };

/**
 * A zone of the IANA database, `UTC`, `local`, or a fixed offset such as `UTC+2`; `offset` takes epoch milliseconds and gives
 * minutes. Luxon, and the tables that it reads, are loaded where there is more to know than UTC: that takes as long as
 * reading 50 MB.
 */
export function zoneNamed(name: string): ZoneOffsets {
  if (name === 'UTC') return utc;
  const { Info } = createRequire(import.meta.url)('luxon') as typeof import('luxon');
  return Info.normalizeZone(name);
}
