import { growthIsExplained } from '../growth/explained.ts';
import type { GrowingGroup } from '../growth/groups.ts';
import { type LeadingCgroup, leadingCgroup } from '../growth/leading-cgroup.ts';
import { type SwapGain, swapGain } from '../growth/swap-gain.ts';
import { swapHides } from '../growth/swapped.ts';
import { bytesInWords } from '../quantities.ts';
import { spanInWords } from '../verdict/span.ts';
import type { Exhibit, Finding, Rule } from './rule.ts';
import { lastSource, ofGrowingCgroup, ofProgram, sampleSource, theHost } from './sample-source.ts';

/** Shares of all that processes gained. */
const thresholds = {
  one: 0.6,
  /** Three names that each bring this much, and none that brings half: nobody's leak. */
  each: 0.12,
  none: 0.5,
  names: 3,
  /** On a host of dozens of programs none brings an eighth: then none may bring a third, and it takes three for the most of it. */
  third: 1 / 3,
  /** More processes than before, each of them a small part of the gain. */
  newProcesses: 5,
  /** All seen for the first time at one look may be one program that started: then there must be a crowd. */
  newAtOneLook: 8,
  smallPart: 0.25,
} as const;

/** Who gained while memory was used up: one program, many programs, or ever more processes of one. */
export const growers: Rule = {
  id: 'growers',
  frames: ['shortage', 'userspace'],
  judge(exhibit) {
    const { groups } = exhibit;
    const leading = leadingCgroup(exhibit);
    if (leading) return growthOfCgroup(leading, exhibit);
    const inSwap = swapGain(exhibit);
    if (inSwap) return [growthInSwap(inSwap)];
    if (!growthIsExplained(exhibit)) return [];
    const gaining = groups.filter((group) => group.gainBytes > 0);
    const sum = gaining.reduce((total, group) => total + group.gainBytes, 0);
    const first = gaining[0];
    const from = first ? lastSource(exhibit, first.points, first.metric, ofProgram(first)) : null;
    if (!first || !from || sum === 0) return [];
    const share = first.gainBytes / sum;
    const values = {
      comm: first.comm,
      bytes: first.gainBytes,
      share: Number(share.toPrecision(3)),
      processesBefore: first.processesBefore,
      processesAfter: first.processesAfter,
    };
    const during = timeOfGains(exhibit);
    const largestPart = first.largest.gainBytes / first.gainBytes;
    const findings: Finding[] = [];
    if (
      share >= thresholds.none &&
      first.processesAfter - first.processesBefore >=
        (first.points.length > 1 ? thresholds.newProcesses : thresholds.newAtOneLook) &&
      largestPart <= thresholds.smallPart
    ) {
      findings.push({
        weight: 'growing-number-of-processes',
        claim: `${first.comm} went from ${first.processesBefore} to ${first.processesAfter} processes and gained ${bytesInWords(first.gainBytes)}${during}, none of them more than ${Math.round(largestPart * 100)} % of it`,
        from,
        values,
      });
    } else if (share >= thresholds.one) {
      findings.push({
        weight: 'one-grower',
        claim: `${first.comm} gained ${bytesInWords(first.gainBytes)}${during}, ${Math.round(share * 100)} % of what processes gained`,
        from,
        values,
      });
    } else if (areMany(gaining, sum) && !swapHides(exhibit, first)) {
      findings.push({
        weight: 'many-growers',
        claim: `${gaining
          .slice(0, 5)
          .map((group) => `${group.comm} ${bytesInWords(group.gainBytes)}`)
          .join(', ')} grew together${during}, none of them by half of the whole`,
        from,
        values,
      });
    }
    return findings;
  },
};

/** ` in the last 28 s`: from the look at which the gains begin to the last; empty with a single look. */
function timeOfGains({ groups, gainsFromUs }: Exhibit): string {
  const ticks = groups.flatMap(({ points }) => points.map(({ atUs }) => atUs));
  const first = ticks.reduce((least, tick) => Math.min(least, tick), Number.POSITIVE_INFINITY);
  const last = ticks.reduce((most, tick) => Math.max(most, tick), Number.NEGATIVE_INFINITY);
  const start = ticks.reduce((latest, tick) => (tick <= gainsFromUs ? Math.max(latest, tick) : latest), first);
  return last > start ? ` in the last ${spanInWords(last - start)}` : '';
}

/** What the table shows of a program in swap, less what it held in memory before and what all had in swap. */
function growthInSwap({ comm, pids, swapBytes, swapBytesBefore, gainBytes, share, from }: SwapGain): Finding {
  return {
    weight: 'one-grower',
    claim: `${comm} had ${bytesInWords(swapBytes)} in swap at the kill, where all programs had ${bytesInWords(swapBytesBefore)} before: with what it held in memory it gained ${bytesInWords(gainBytes)} at least, ${Math.floor(share * 100)} % of all`,
    from: sampleSource(from, 'swapFreeBytes', from.thing ?? theHost),
    values: {
      comm,
      processes: pids.length,
      swapBytes,
      swapBytesBefore,
      bytes: gainBytes,
      share: Number(share.toPrecision(3)),
    },
  };
}

/** Whether several programs brought the rise together, and none of them most of it. */
function areMany(gaining: readonly GrowingGroup[], sum: number): boolean {
  const share = (gaining[0]?.gainBytes ?? 0) / sum;
  const large = gaining.filter(({ gainBytes }) => gainBytes >= sum * thresholds.each);
  return (
    (share < thresholds.none && large.length >= thresholds.names) ||
    (share < thresholds.third && namesForMost(gaining, sum) >= thresholds.names)
  );
}

/** How many names it takes, largest first, to bring most of the rise; 0 where those that were seen growing do not. */
function namesForMost(gaining: readonly GrowingGroup[], sum: number): number {
  // Who stands in the report's table alone was there before, for all that is known.
  const seen = gaining.filter(({ points }) => points.length > 1);
  const brought = seen.map((_, index) => seen.slice(0, index + 1).reduce((all, { gainBytes }) => all + gainBytes, 0));
  return 1 + brought.findIndex((bytes) => bytes >= sum * thresholds.one);
}

function growthOfCgroup({ group, share }: LeadingCgroup, exhibit: Exhibit): Finding[] {
  const from = lastSource(exhibit, group.points, group.metric, ofGrowingCgroup(group));
  if (!from) return [];
  const counted = group.basis === 'counter' ? group.cgroup : `the processes in ${group.cgroup} together`;
  return [
    {
      weight: 'one-grower',
      claim: `${counted} gained ${bytesInWords(group.gainBytes)}, ${Math.round(share * 100)} % of what cgroups gained, and no one program most of it`,
      from,
      values: { cgroup: group.cgroup, bytes: group.gainBytes, share: Number(share.toPrecision(3)) },
    },
  ];
}
