import { workloadOf } from '../cgroup-path.ts';
import type { SeenCluster } from './cluster.ts';
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
export function tieByUnits(clusters: Iterable<SeenCluster>, boots: Union): Tie[] {
  const { dated, killsOfBoots, reports } = namedIn(clusters, (sighting) => boots.find(segmentOf(sighting)));
  const kills = [...killsOfBoots].flatMap(([boot, named]) => (dated.has(boot) ? [] : [...named.values()].flat()));
  const votes = new Map<string, { kill: Sighting; report: Sighting; ballot: Vote[] }>();
  for (const [place, named] of Map.groupBy(kills, placeOf)) {
    for (const kill of named.slice(0, mostVoters)) {
      for (const report of reports.get(place) ?? []) {
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

/** Named kills on a kernel clock, by boot and place, and what was reported of such names, by place: the first of each. */
function namedIn(
  clusters: Iterable<SeenCluster>,
  bootOf: (sighting: Sighting) => string,
): {
  readonly dated: ReadonlySet<string>;
  readonly killsOfBoots: ReadonlyMap<string, ReadonlyMap<string, readonly Named[]>>;
  readonly reports: ReadonlyMap<string, readonly Named[]>;
} {
  const dated = new Set<string>();
  const killsOfBoots = new Map<string, Map<string, Named[]>>();
  const reports = new Map<string, Named[]>();
  for (const cluster of clusters) {
    const { times, sightings } = cluster;
    if (times.monotonicUs !== null && (times.wallUs ?? times.inferredUs) !== null) {
      for (const sighting of sightings) dated.add(bootOf(sighting));
    }
    for (const kill of killsOfUnits(cluster)) {
      const boot = bootOf(kill.sighting);
      const kills = killsOfBoots.get(boot) ?? new Map<string, Named[]>();
      killsOfBoots.set(boot, kills);
      addFirst(kills, kill);
    }
    for (const report of reportsOnUnits(cluster)) addFirst(reports, report);
  }
  return { dated, killsOfBoots, reports };
}

function addFirst(places: Map<string, Named[]>, named: Named): void {
  const known = places.get(placeOf(named));
  if (known === undefined) places.set(placeOf(named), [named]);
  else if (known.length < mostVoters) known.push(named);
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
function killsOfUnits({ sightings, times }: SeenCluster): Named[] {
  const atUs = times.monotonicUs;
  if (atUs === null || times.wallUs !== null || times.inferredUs !== null) return [];
  for (const sighting of sightings) {
    const path = sighting.gist.kind === 'oom-kill' ? sighting.gist.taskMemcg : null;
    const unit = path === null ? null : workloadOf(path).unit;
    if (unit !== null) return [{ name: unit, atUs, sighting }];
  }
  return [];
}

function reportsOnUnits({ sightings, times }: SeenCluster): Named[] {
  const [sighting] = sightings;
  const atUs = times.wallUs ?? times.inferredUs;
  if (!sighting || atUs === null || sighting.gist.kind !== 'unit-oom' || sighting.gist.unit === null) return [];
  return [{ name: sighting.gist.unit, atUs, sighting }];
}
