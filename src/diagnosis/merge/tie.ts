import { workloadOf } from '../cgroup-path.ts';
import type { Cluster } from './cluster.ts';
import { electOffset, exactWeight, type Vote } from './offsets.ts';
import { segmentOf } from './segment.ts';
import type { Sighting } from './sighting.ts';
import type { Union } from './union.ts';

/** Wall clock minus kernel clock of a boot, proved by events of two kinds that belong together. */
export interface Tie {
  readonly segment: string;
  readonly offsetUs: number;
}

/**
 * Ties a capture that knows the kernel's clock only (dmesg, kmsg) to a log of its folder that holds no kernel record, as
 * `journalctl -u` writes it: the kernel names the unit of its victim, and systemd says a moment later that this unit was
 * hit. Joins their boots.
 */
export function tieByUnits(clusters: readonly Cluster[], boots: Union): Tie[] {
  const dated = new Set(
    clusters.flatMap(({ times, sightings }) =>
      times.monotonicUs !== null && (times.wallUs ?? times.inferredUs) !== null ? sightings.map(bootOf) : [],
    ),
  );
  const kills = clusters.flatMap(killsOfUnits).filter(({ sighting }) => !dated.has(bootOf(sighting)));
  if (kills.length === 0) return [];
  const reports = Map.groupBy(clusters.flatMap(reportsOnUnits), placeOf);
  const votes = new Map<string, { kill: Sighting; report: Sighting; ballot: Vote[] }>();
  for (const [place, named] of Map.groupBy(kills, placeOf)) {
    for (const kill of named.slice(0, mostVoters)) {
      for (const report of reports.get(place)?.slice(0, mostVoters) ?? []) {
        const pair = `${bootOf(kill.sighting)}\n${bootOf(report.sighting)}`;
        const vote = votes.get(pair) ?? { kill: kill.sighting, report: report.sighting, ballot: [] };
        vote.ballot.push({ bridge: 'monotonic-wall', offsetUs: report.atUs - kill.atUs, weight: exactWeight });
        votes.set(pair, vote);
      }
    }
  }
  const ties: Tie[] = [];
  for (const { kill, report, ballot } of votes.values()) {
    const offsetUs = electOffset(ballot);
    if (offsetUs === null) continue;
    ties.push({ segment: segmentOf(kill), offsetUs });
    boots.join(segmentOf(kill), segmentOf(report));
  }
  return ties;

  function bootOf(sighting: Sighting): string {
    return boots.find(segmentOf(sighting));
  }
}

/** Pairs looked at for one unit: a loop of restarts needs no more to show its offset. */
const mostVoters = 50;

const placeOf = ({ name, sighting }: Named): string => `${sighting.directory}\0${name}`;

interface Named {
  readonly name: string;
  readonly atUs: number;
  readonly sighting: Sighting;
}

/** One capture may have lost the line that names the group while another holds it. */
function killsOfUnits({ sightings, times }: Cluster): Named[] {
  const atUs = times.monotonicUs;
  if (atUs === null || times.wallUs !== null || times.inferredUs !== null) return [];
  for (const sighting of sightings) {
    const path = sighting.gist.kind === 'oom-kill' ? sighting.gist.taskMemcg : null;
    const unit = path === null ? null : workloadOf(path).unit;
    if (unit !== null) return [{ name: unit, atUs, sighting }];
  }
  return [];
}

function reportsOnUnits({ sightings, times }: Cluster): Named[] {
  const [sighting] = sightings;
  const atUs = times.wallUs ?? times.inferredUs;
  if (!sighting || atUs === null || sighting.gist.kind !== 'unit-oom' || sighting.gist.unit === null) return [];
  return [{ name: sighting.gist.unit, atUs, sighting }];
}
