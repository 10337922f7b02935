import { toCivil } from '../../views/times.ts';

const timeOf = (us: number): string => new Date(us / 1000).toISOString();

/** `2026-01-06 11:57:41 +05:30`. */
export function moment(us: number, zone: string): string {
  const civil = toCivil(timeOf(us), zone);
  return civil === null ? '-' : `${civil.date} ${civil.clock} ${civil.offset}`;
}

/** `2026-01-06 11:57:41`: where only the zone stands elsewhere. */
export function datedMoment(us: number, zone: string): string {
  const civil = toCivil(timeOf(us), zone);
  return civil === null ? '-' : `${civil.date} ${civil.clock}`;
}

/** `01-06 11:57:41`: where the year and the zone stand elsewhere. */
export function shortMoment(us: number, zone: string): string {
  const civil = toCivil(timeOf(us), zone);
  return civil === null ? '-' : `${civil.date.slice(5)} ${civil.clock}`;
}

/** `11:57:41`, or `11:57` where seconds do not matter, or `01-06` where hours do not. */
export function tick(us: number, zone: string, stepUs: number): string {
  const civil = toCivil(timeOf(us), zone);
  if (civil === null) return '';
  if (stepUs >= 86_400_000_000) return civil.date.slice(5);
  return stepUs >= 60_000_000 ? civil.clock.slice(0, 5) : civil.clock;
}

export function zoneOffset(us: number, zone: string): string {
  return toCivil(timeOf(us), zone)?.offset ?? '';
}

/** How times of one machine are written: its clock may have been corrected. */
export interface Times {
  clock(us: number): string;
  moment(us: number): string;
}

export const timesOf = (zone: string, clockUs: number): Times => ({
  clock: (us) => tick(us + clockUs, zone, 1),
  moment: (us) => moment(us + clockUs, zone),
});
