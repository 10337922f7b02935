import { zoneNamed } from '../../ingest/zone.ts';

/** Offset of a zone (IANA name, or `UTC+2`) at a moment, microseconds east of UTC. */
export function zoneOffsetUs(zone: string, atUs: number): number {
  return zoneNamed(zone).offset(atUs / 1000) * 60_000_000;
}
