import { consumption as consumptionOf, type Gain } from '../growth/consumption.ts';
import { bytesInWords } from '../quantities.ts';
import type { Exhibit, Finding, Rule } from './rule.ts';
import { sampleSource, theHost } from './sample-source.ts';
import { type BlamedComponent, causesOf, type WeightId } from './weights.ts';

/** Shares of all that was gained while memory was used up. Above a half there is no second component like it. */
const grades: readonly (readonly [least: number, grade: 'grew-most' | 'grew-main' | 'grew-some'])[] = [
  [0.6, 'grew-most'],
  [0.4, 'grew-main'],
  [0.2, 'grew-some'],
];
/** A gain that is itself small against the RAM is the noise of a running host. */
const leastShareOfRam = 0.05;
/** A component other than processes that took this much of RAM within the time watched is no part of ordinary work. */
const muchOfRam = 0.25;

/** Which component took the memory, from samples before the event. */
export const componentGrowth: Rule = {
  id: 'component-growth',
  frames: ['shortage', 'userspace'],
  judge: (exhibit) => (exhibit.incident.scope === 'memcg' ? [] : [...lastGains(exhibit), ...tookMuch(exhibit)]),
};

function lastGains({ consumption }: Exhibit): Finding[] {
  if (!consumption || consumption.bytes < consumption.to.totalBytes * leastShareOfRam) return [];
  return consumption.gains.flatMap((gain): Finding[] => {
    const { component, bytes, share } = gain;
    const grade = grades.find(([least]) => share >= least)?.[1];
    if (!grade || !isBlamed(component)) return [];
    const before = consumption.from.parts.get(component) ?? 0;
    const after = consumption.to.parts.get(component) ?? 0;
    // What is in swap counts for those whose memory it was.
    const inSwap = bytes - (after - before);
    return [
      {
        weight: `${grade}/${component}` satisfies WeightId,
        claim: `${component} grew by ${bytesInWords(bytes)}${inSwap > 0 ? `, ${bytesInWords(inSwap)} of it into swap` : ''}, ${Math.round(share * 100)} % of all that was gained while the last third of the memory was used up`,
        from: sampleSource(consumption.from, component, consumption.from.thing ?? theHost),
        values: {
          bytesBefore: before,
          bytesAfter: after,
          ...(inSwap > 0 ? { swappedBytes: inSwap } : {}),
          share: Number(share.toPrecision(3)),
          samples: consumption.states,
        },
      },
    ];
  });
}

function tookMuch({ states }: Exhibit): Finding[] {
  const whole = consumptionOf(states, 0);
  if (!whole) return [];
  return whole.gains
    .filter(({ component, bytes }) => component !== 'anonymous' && bytes >= whole.to.totalBytes * muchOfRam)
    .flatMap(({ component, bytes }): Finding[] =>
      isBlamed(component)
        ? [
            {
              weight: `took-much-of-ram/${component}` satisfies WeightId,
              claim: `${component} took ${bytesInWords(bytes)}, ${Math.round((bytes / whole.to.totalBytes) * 100)} % of the RAM, within the time watched`,
              from: sampleSource(whole.from, component, whole.from.thing ?? theHost),
              values: { bytes, totalBytes: whole.to.totalBytes, samples: whole.states },
            },
          ]
        : [],
    );
}

function isBlamed(component: Gain['component']): component is BlamedComponent {
  return component in causesOf;
}
