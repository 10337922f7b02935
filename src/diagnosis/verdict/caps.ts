import { failuresBefore } from '../frame.ts';
import { cannotReclaim } from '../gfp.ts';
import { growthIsExplained } from '../growth/explained.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { bytesInWords } from '../quantities.ts';
import { levels } from '../rules/component-level.ts';
import { fillerBeside } from '../rules/fills-the-rest.ts';
import { kernelHolds, reachOfKill } from '../rules/full-zone.ts';
import type { Exhibit } from '../rules/rule.ts';
import type { BlamedComponent } from '../rules/weights.ts';
import { earlierPeak } from '../trend/earlier-peak.ts';
import type { Cap } from './cap.ts';
import { historyCaps } from './history-caps.ts';
import { definedByHistory } from './hypotheses.ts';
import { spanInWords } from './span.ts';
import { uncountedIn } from './uncounted.ts';

type Reserve = (hypothesis: Hypothesis, exhibit: Exhibit) => Cap | readonly Cap[] | null;

/** How far a cause may be believed with what there is; the least of all that apply. */
export function capOf(hypothesis: Hypothesis, exhibit: Exhibit): Cap | null {
  return reserves
    .flatMap((reserve) => reserve(hypothesis, exhibit) ?? [])
    .reduce<Cap | null>((least, cap) => (least === null || cap.most < least.most ? cap : least), null);
}

const waitsForDevice: Reserve = (hypothesis) =>
  hypothesis === 'io-stall' || hypothesis === 'suspended-device'
    ? { most: 0.7, reason: 'a stack does not show whether the device is slow, lost or suspended' }
    : null;

/** Many processes at one look may be one program that started. */
const leastLooks = 3;

const seldomSeen: Reserve = (hypothesis, { history, report, groups }) =>
  hypothesis === 'process-swarm' &&
  history !== null &&
  !report?.tasks.length &&
  (groups[0]?.points.length ?? 0) < leastLooks
    ? { most: 0.65, reason: 'the processes were seen too rarely to know that they multiplied' }
    : null;

/** Beside a crowd that may always have been there, one process of this share of the whole may be what grew. */
const standsOut = 0.1;

const oneBesideTheCrowd: Reserve = (hypothesis, { history, accounting, incident }) => {
  if (hypothesis !== 'process-swarm' || history !== null || !accounting) return null;
  const [crowd, ...others] = incident.consumers;
  const large = others.find(({ largest }) => largest.bytes >= accounting.totalBytes * standsOut);
  return crowd && large
    ? {
        most: 0.75,
        reason: `${large.comm} held ${bytesInWords(large.largest.bytes)} beside the many of ${crowd.comm}, and one report does not show which of them grew`,
      }
    : null;
};

/** Without its list of free blocks a report cannot show that it was blocks of that order that were lacking. */
const blocksUnseen: Reserve = (hypothesis, { frame, report }) => {
  const order = report?.trigger?.order ?? 0;
  if (frame !== 'shortage' || hypothesis === 'fragmentation' || order === 0) return null;
  if (report?.memInfo || report?.constraint === 'memcg') return null;
  return {
    most: 0.75,
    reason: `a block of order ${order} was asked for, and the report does not show the free blocks`,
  };
};

/** That memory was free, and in small pieces, only a dump of the zones shows. */
const freeUnseen: Reserve = (hypothesis, { failures, report }) =>
  hypothesis === 'fragmentation' && ![...failures, report].some((record) => (record?.memInfo?.zones.length ?? 0) > 0)
    ? { most: 0.7, reason: 'no report shows what memory was free when the request failed' }
    : null;

/** Such a request takes the reserve and not ordinary memory: if that was there, its failure is the cause. */
export function reserveMayBeIt(hypothesis: Hypothesis, { report, states, records }: Exhibit): Cap | null {
  if (!definedByHistory.has(hypothesis) || !report) return null;
  if (states.some(({ availableBytes }) => availableBytes !== null)) return null;
  return failuresBefore(records, report).some(({ gfpFlags }) => cannotReclaim(gfpFlags))
    ? {
        most: 0.7,
        reason: 'a request that could not wait failed just before, and no samples show whether memory was there then',
      }
    : null;
}

/** Samples that begin when another component already held much of the RAM do not show how it came to that. */
const gainThatCounts = 0.1;

const heldBefore: Reserve = (hypothesis, { parts, accounting, consumption }) => {
  if (!definedByHistory.has(hypothesis) || !consumption || !parts || accounting?.scope !== 'host') return null;
  const held = [...parts].find(([component, bytes]) => {
    const level = component === 'anonymous' ? undefined : levels[component as BlamedComponent];
    const gain = consumption.gains.find((one) => one.component === component)?.share ?? 0;
    return level !== undefined && bytes >= accounting.totalBytes * level.most && gain < gainThatCounts;
  });
  return held
    ? {
        most: 0.75,
        reason: `${held[0]} held ${Math.round((100 * held[1]) / accounting.totalBytes)} % of the RAM before the samples show growth`,
      }
    : null;
};

/** A zone that one kind of kernel memory fills is empty because of it. */
const fillsZone = 0.5;

const filledByKernel: Reserve = (hypothesis, { report }) => {
  const reach = hypothesis === 'zone-exhausted' ? reachOfKill(report) : null;
  if (!reach || !report?.memInfo || reach.managedBytes === 0) return null;
  const holder = kernelHolds(report.memInfo, report.pageSizeBytes).find(
    ({ bytes }) => bytes >= reach.managedBytes * fillsZone,
  );
  return holder
    ? { most: 0.85, reason: `${holder.name} may be what filled the zone: ${bytesInWords(holder.bytes)} were held` }
    : null;
};

/** Memory that one process takes and gives back, again and again, is a working set or a collector's. */
const gaveItBack: Reserve = (hypothesis, exhibit) => {
  const grower = hypothesis === 'process-leak' && growthIsExplained(exhibit) ? exhibit.groups[0] : undefined;
  return grower && earlierPeak(grower.largest.points)
    ? { most: 0.7, reason: `${grower.comm} had held as much before and given it back` }
    : null;
};

/** A process younger than this share of the time watched has shown how it starts, and not how it goes on. */
const young = { ofWatched: 0.1, looksBefore: 10, looksRising: 5 } as const;

const justStarted: Reserve = (hypothesis, exhibit) => {
  const { groups, states, history } = exhibit;
  if (hypothesis !== 'process-leak' && hypothesis !== 'process-spike') return null;
  const grower = growthIsExplained(exhibit) ? groups[0] : undefined;
  const [start, first] = [grower?.largest.points[0], states[0]];
  if (!history || !grower || !start || !first || grower.restartedUs !== null || grower.thereFromFirst > 0) return null;
  const looksBefore = states.filter(({ atUs }) => atUs < start.atUs).length;
  const ageUs = history.eventUs - start.atUs;
  const isYoung = looksBefore >= young.looksBefore && ageUs < (history.eventUs - first.atUs) * young.ofWatched;
  // What took it all between two looks is no matter of how it would have gone on.
  const wasSeenRising = grower.largest.points.length >= young.looksRising;
  return isYoung && (hypothesis === 'process-leak' || wasSeenRising)
    ? {
        most: 0.75,
        reason: `${grower.comm} had been seen for ${spanInWords(ageUs)} only: whether it would have grown without end or was loading what it needs is not known`,
      }
    : null;
};

/** Caches of file systems (ZFS) and memory of drivers are in no counter, and large by design. */
const mayBeByDesign: Reserve = (hypothesis, exhibit) => {
  const component = uncountedIn(exhibit);
  const byDesign = component === 'unaccounted' || component === 'graphics';
  const filler = hypothesis === 'kernel-unaccounted' && byDesign ? fillerBeside(exhibit, component) : null;
  return filler
    ? {
        most: 0.7,
        reason: `${filler.comm} held ${bytesInWords(filler.bytes)} beside it, and one report does not show which of them grew`,
      }
    : null;
};

/** Shared memory that nobody maps: of a report or of /proc/meminfo, files in a tmpfs and what is left of others are one number. */
const filesOrLeftovers: Reserve = (hypothesis, { parts }) =>
  hypothesis === 'tmpfs-growth' && (parts?.get('shared-memory') ?? 0) > 0
    ? {
        most: 0.85,
        reason:
          'segments that nobody is attached to and buffers of a graphics driver count as shared memory as files in a tmpfs do',
      }
    : null;

const restsOnHistory: Reserve = (hypothesis, exhibit) =>
  definedByHistory.has(hypothesis) ? historyCaps(exhibit) : null;

const reserves: readonly Reserve[] = [
  waitsForDevice,
  seldomSeen,
  oneBesideTheCrowd,
  blocksUnseen,
  freeUnseen,
  reserveMayBeIt,
  heldBefore,
  filledByKernel,
  gaveItBack,
  justStarted,
  mayBeByDesign,
  filesOrLeftovers,
  restsOnHistory,
];
