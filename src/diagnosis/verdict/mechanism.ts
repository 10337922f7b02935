import { siteOfRest } from '../accounting/allocation-site.ts';
import type { ComponentId } from '../accounting/components.ts';
import { growthIsExplained } from '../growth/explained.ts';
import { swapHides } from '../growth/swapped.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { bytesInWords } from '../quantities.ts';
import type { Exhibit } from '../rules/rule.ts';
import type { Point } from '../trend/point.ts';
import { describeRise } from '../trend/rise.ts';
import { type Step, stepOf } from '../trend/step.ts';
import { componentFor, mechanismFor } from './hypotheses.ts';
import { spanInWords } from './span.ts';
import { uncountedIn, uncountedMechanism } from './uncounted.ts';

/** A step of less than this share of RAM or of the limit is no account of how it ran out. */
const leastOfWhole = 0.05;

/** How it came about: the mechanism of the cause, with the one step in which samples show that the memory rose and stayed. */
export function mechanismOf(hypothesis: Hypothesis, exhibit: Exhibit): string {
  const general = inGeneral(hypothesis, exhibit);
  const step = stepBehind(hypothesis, exhibit);
  if (!step) return general;
  const rose = `by ${bytesInWords(step.amount)} in one step and stayed there for ${spanInWords(step.keptUs)}`;
  return componentFor(hypothesis, exhibit.frame) === 'anonymous'
    ? `rose ${rose}, as after a deploy or a change of settings`
    : `${general}, ${rose}`;
}

/** What samples show to have taken longer than this is not told as a matter of moments. */
const momentsUs = 120_000_000;

function inGeneral(hypothesis: Hypothesis, exhibit: Exhibit): string {
  if (hypothesis === 'kernel-unaccounted') return ofUncounted(exhibit);
  const general = mechanismFor(hypothesis, exhibit.frame);
  if (hypothesis !== 'process-spike') return general;
  const rise = describeRise(pointsBehind('anonymous', exhibit));
  const us = rise ? rise.to.atUs - rise.from.atUs : 0;
  // Two points show no more than how far the sampler's looks are apart.
  return rise && rise.risingPoints > 2 && us > momentsUs
    ? `took more than was free within ${spanInWords(us)}`
    : general;
}

/** With the caller where the kernel's profile of allocations names one. */
function ofUncounted(exhibit: Exhibit): string {
  const component = uncountedIn(exhibit);
  const site = component === 'unaccounted' ? siteOfRest(exhibit) : null;
  return site
    ? `pages that ${site.owner} allocated (${site.function ?? site.site}) grew, which no counter shows`
    : uncountedMechanism[component];
}

/** The step by which the memory rose that the cause is about; null where samples show none or do not follow it. */
function stepBehind(hypothesis: Hypothesis, exhibit: Exhibit): Step | null {
  const whole =
    exhibit.report?.memcg?.limitBytes ?? exhibit.states.at(-1)?.totalBytes ?? exhibit.accounting?.totalBytes;
  const step = stepOf(pointsBehind(componentFor(hypothesis, exhibit.frame), exhibit));
  return step && whole !== undefined && step.amount >= whole * leastOfWhole ? step : null;
}

function pointsBehind(component: string, exhibit: Exhibit): readonly Point[] {
  if (exhibit.frame !== 'shortage' && exhibit.frame !== 'userspace') return [];
  if (component === 'anonymous') {
    const [first] = exhibit.groups;
    return first && growthIsExplained(exhibit) && !swapHides(exhibit, first) ? first.points : [];
  }
  if (exhibit.incident.scope === 'memcg') return [];
  return exhibit.states.flatMap(({ atUs, parts }) => {
    const value = parts.get(component as ComponentId);
    return value === undefined ? [] : [{ atUs, value }];
  });
}
