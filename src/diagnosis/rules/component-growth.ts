import { bytesInWords } from '../quantities.ts';
import type { Finding, Rule } from './rule.ts';
import { sampleSource } from './sample-source.ts';
import { type BlamedComponent, causesOf, type WeightId } from './weights.ts';

/** Shares of all that was gained while memory was used up. Above a half there is no second component like it. */
const grades: readonly (readonly [least: number, grade: 'grew-most' | 'grew-main' | 'grew-some'])[] = [
  [0.6, 'grew-most'],
  [0.4, 'grew-main'],
  [0.2, 'grew-some'],
];
/** A gain that is itself small against the RAM is the noise of a running host. */
const leastShareOfRam = 0.05;

/** Which component took the memory, from samples before the event. */
export const componentGrowth: Rule = {
  id: 'component-growth',
  frames: ['shortage', 'userspace'],
  judge({ consumption, incident }) {
    if (!consumption || incident.scope === 'memcg' || consumption.bytes < consumption.to.totalBytes * leastShareOfRam)
      return [];
    return consumption.gains.flatMap(({ component, bytes, share }): Finding[] => {
      const grade = grades.find(([least]) => share >= least)?.[1];
      if (!grade || !(component in causesOf)) return [];
      const from = consumption.from.parts.get(component) ?? 0;
      return [
        {
          weight: `${grade}/${component as BlamedComponent}` satisfies WeightId,
          claim: `${component} grew by ${bytesInWords(bytes)}, ${Math.round(share * 100)} % of all that was gained while the second half of the memory was used up`,
          from: sampleSource(consumption.to, component),
          values: {
            bytesBefore: from,
            bytesAfter: from + bytes,
            share: Number(share.toPrecision(3)),
            samples: consumption.states,
          },
        },
      ];
    });
  },
};
