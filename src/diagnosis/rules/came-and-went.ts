import { growthIsExplained } from '../growth/explained.ts';
import { bytesInWords } from '../quantities.ts';
import { earlierPeak } from '../trend/earlier-peak.ts';
import type { Rule } from './rule.ts';
import { ofProgram, pointSource } from './sample-source.ts';

/** Whether the strongest grower had been as large before and given it back: a pattern that comes and goes is no leak. */
export const cameAndWent: Rule = {
  id: 'came-and-went',
  frames: ['shortage', 'userspace'],
  judge(exhibit) {
    const grower = growthIsExplained(exhibit) ? exhibit.groups[0] : undefined;
    // What went with a process that was killed was not given back.
    const sinceUs = grower?.restartedUs ?? Number.NEGATIVE_INFINITY;
    const peak = grower && earlierPeak(grower.points.filter(({ atUs }) => atUs >= sinceUs));
    if (!grower || !peak) return [];
    const at = grower.points.find(({ atUs }) => atUs === peak.at.atUs);
    if (!at) return [];
    return [
      {
        weight: 'as-high-before',
        claim: `${grower.comm} had held ${bytesInWords(peak.at.value)} before and was down to ${bytesInWords(peak.trough.value)} again, no higher than at first`,
        from: pointSource(exhibit, at, grower.metric, ofProgram(grower)),
        values: { peakBytes: peak.at.value, troughBytes: peak.trough.value, nowBytes: grower.nowBytes },
      },
    ];
  },
};
