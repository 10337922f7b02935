import { bytesInWords } from '../quantities.ts';
import { spanInWords } from '../verdict/span.ts';
import type { Rule } from './rule.ts';
import { ofCgroup, sampleSource } from './sample-source.ts';

/** Samples show the group of a unit at its limit shortly before its manager told of the kill: no report of the kernel is left. */
export const unitAtLimit: Rule = {
  id: 'unit-at-limit',
  frames: ['shortage'],
  judge({ limited, history }) {
    const { seen, limitBytes, usageBytes } = limited ?? {};
    if (!seen || !history || limitBytes == null || usageBytes == null) return [];
    const { point, unit } = seen;
    return [
      {
        weight: 'unit-at-its-limit',
        claim: `${unit} used ${bytesInWords(usageBytes)} of its limit of ${bytesInWords(limitBytes)} ${spanInWords(history.eventUs - point.atUs)} before`,
        from: sampleSource(point, 'cgroupUsageBytes', ofCgroup(limited?.path ?? null)),
        values: { usageBytes, limitBytes },
      },
    ];
  },
};
