import { framings } from '../../../parsers/framings/index.ts';
import type { FileCoverage } from '../../ingest/sink.ts';
import type { LoggedEvent } from '../clocks/alignment.ts';
import type { SampleClockGroup } from '../clocks/clock-groups.ts';
import { zoneOffsetUs } from '../clocks/zone-offset.ts';
import type { LogFolder, Owner } from './join.ts';

/** A clock of samples that belong to a log. */
export interface OwnedClock {
  readonly group: SampleClockGroup;
  /** Epoch microseconds; empty where the logs show no wall clock. */
  readonly logs: readonly { readonly fromUs: number; readonly toUs: number }[];
}

/** Where the log states a zone and the samples none, they are likely of that zone too. */
export function logZones(
  group: SampleClockGroup,
  coverage: readonly FileCoverage[],
  owner: Owner,
  { wallUs }: LoggedEvent,
): number[] {
  if (group.assumedZone === null || wallUs === null || 'unjoined' in owner) return [];
  const assumedUs = zoneOffsetUs(group.assumedZone, wallUs);
  const stated = logsOf(owner, coverage).flatMap(({ offsetMinutes }) => (offsetMinutes ? [offsetMinutes] : []));
  return [...new Set(stated)].map((minutes) => minutes * 60_000_000 - assumedUs);
}

function logsOf(owner: Owner, coverage: readonly FileCoverage[]): FileCoverage[] {
  if ('unjoined' in owner) return [];
  return coverage.filter(
    ({ directory, hosts, samples }) =>
      samples === 0 && (owner.directories.has(directory) || (owner.host !== null && hosts.includes(owner.host))),
  );
}

export function ownedClock(
  { group, owner }: { readonly group: SampleClockGroup; readonly owner: Owner },
  coverage: readonly FileCoverage[],
): OwnedClock[] {
  if ('unjoined' in owner) return [];
  const logs = logsOf(owner, coverage).flatMap(({ fromUs, toUs }) =>
    fromUs === null || toUs === null ? [] : [{ fromUs, toUs }],
  );
  return [{ group, logs }];
}

const framingNames: ReadonlySet<string> = new Set(framings.map(({ name }) => name));

/** Rows of the coverage that are logs: an empty listing in a sample format is none. */
export function logFolders(coverage: readonly FileCoverage[]): LogFolder[] {
  // What a program printed on its own error output beside the samples is no log that samples could belong to.
  const logs = coverage.filter(
    ({ fromUs, monotonicFromUs, showsKernel }) =>
      showsKernel === true || fromUs !== null || (monotonicFromUs !== null && monotonicFromUs !== undefined),
  );
  return (logs.some((file) => logFolder(file).length > 0) ? logs : coverage).flatMap(logFolder);
}

function logFolder({ directory, hosts, samples, format, records }: FileCoverage): LogFolder[] {
  const framed = samples === 0 && format !== null && format.split('+').every((name) => framingNames.has(name));
  return records > 0 || framed ? [{ directory, hosts }] : [];
}
