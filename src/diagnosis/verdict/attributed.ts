import type { Evidence } from '../analysis.ts';
import type { Attribution, Part } from '../growth/attribution.ts';
import { bytesInWords } from '../quantities.ts';
import type { Exhibit } from '../rules/rule.ts';
import { sampleSource, theHost } from '../rules/sample-source.ts';
import { doubtsAbout } from './doubts.ts';
import { spanInWords } from './span.ts';

/** A part below this share is left out of the sentence; below the second, of the values too. */
const least = { told: 0.05, listed: 0.01 } as const;
const mostListed = 8;

/** What the growth of all memory consists of, as a fact beside those that are weighed: it speaks for no cause by itself. Silent of samples in doubt. */
export function attributedGrowth(exhibit: Exhibit): Evidence[] {
  const { attribution, frame, incident } = exhibit;
  if (!attribution || (frame !== 'shortage' && frame !== 'userspace')) return [];
  if (doubtsAbout(exhibit).length > 0) return [];
  const { from, to, bytes } = attribution;
  return [
    {
      rule: 'attribution',
      claim: `${subjectOf(attribution.of, incident)} grew by ${bytesInWords(bytes)} in ${spanInWords(to.atUs - from.atUs)}: ${told(attribution)}`,
      weight: 0,
      from: sampleSource(
        from,
        attribution.components.length > 0 ? 'all components' : 'memory.current',
        from.thing ?? theHost,
      ),
      values: {
        formula: 'share = gain from the lowest state to the last / sum of the gains of all components but free memory',
        bytes,
        seconds: Math.round((to.atUs - from.atUs) / 1e6),
        ...valuesOf('component', attribution.components),
        ...valuesOf('process', attribution.processes),
        ...valuesOf('cgroup', attribution.cgroups),
      },
    },
  ];
}

function subjectOf(of: Attribution['of'], { workload }: Exhibit['incident']): string {
  if (of === 'memcg') return `the memory charged to ${workload?.name ?? 'the group'}`;
  return of === 'node' ? 'memory in use on the allowed nodes' : 'memory and swap in use';
}

function told({ components, processes, cgroups }: Attribution): string {
  const inWords = (parts: readonly Part[], most: number): string =>
    parts
      .filter(({ share }) => share >= least.told)
      .slice(0, most)
      .map(({ name, share }) => `${name} ${Math.floor(share * 100)} %`)
      .join(', ');
  const of = [inWords(processes, 3), inWords(cgroups, 3)].filter((text) => text !== '');
  return [inWords(components, 4), ...of.map((text) => `of it ${text}`)].filter((text) => text !== '').join('; ');
}

/** Rounded down, that the parts do not sum to more than the whole. */
function valuesOf(kind: string, parts: readonly Part[]): Record<string, number> {
  const listed = parts.filter(({ share }) => share >= least.listed).slice(0, mostListed);
  return Object.fromEntries(listed.map(({ name, share }) => [`${kind} ${name}`, Math.floor(share * 1000) / 1000]));
}
