import { siteOfRest } from '../accounting/allocation-site.ts';
import type { ComponentId } from '../accounting/components.ts';
import type { Evidence } from '../analysis.ts';
import { nameOf } from '../growth/attribution.ts';
import { growthIsExplained } from '../growth/explained.ts';
import { swapHides } from '../growth/swapped.ts';
import type { MeasuredPoint } from '../history.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { bytesInWords } from '../quantities.ts';
import type { Exhibit } from '../rules/rule.ts';
import { ofProgram, pointSource, theHost } from '../rules/sample-source.ts';
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
  const rose = inOneStep(step);
  return componentFor(hypothesis, exhibit.frame) === 'anonymous'
    ? `rose ${rose}, as after a deploy or a change of settings`
    : `${general}, ${rose}`;
}

const inOneStep = ({ amount, keptUs }: Step): string =>
  `by ${bytesInWords(amount)} in one step and stayed there for ${spanInWords(keptUs)}`;

/** The samples before and behind the step, as evidence that weighs nothing. */
export function stepEvidence(hypothesis: Hypothesis, exhibit: Exhibit): Evidence[] {
  const step = stepBehind(hypothesis, exhibit);
  const component = componentFor(hypothesis, exhibit.frame);
  const at = step && placesBehind(component, exhibit).find(({ atUs }) => atUs === step.to.atUs);
  if (!step || !at) return [];
  const [grower] = exhibit.groups;
  const isOfProgram = component === 'anonymous' && grower !== undefined;
  return [
    {
      rule: 'step',
      claim: `${isOfProgram ? `${nameOf(grower)}` : component} rose ${inOneStep(step)}`,
      weight: 0,
      from: isOfProgram
        ? pointSource(exhibit, at, grower.metric, ofProgram(grower))
        : pointSource(exhibit, at, component, theHost),
      values: { bytes: Math.round(step.amount), bytesBefore: step.from.value, bytesAfter: step.to.value },
    },
  ];
}

const placesBehind = (component: string, { groups, states }: Exhibit): readonly MeasuredPlace[] =>
  component === 'anonymous' ? (groups[0]?.points ?? []) : states;

type MeasuredPlace = Pick<MeasuredPoint, 'atUs' | 'source'>;

/** What samples show to have taken longer than this is not told as a matter of moments. */
const momentsUs = 120_000_000;

function inGeneral(hypothesis: Hypothesis, exhibit: Exhibit): string {
  if (hypothesis === 'kernel-unaccounted') return ofUncounted(exhibit);
  const general = mechanismFor(hypothesis, exhibit.frame);
  if (hypothesis === 'process-leak' && isOneLook(exhibit)) return ofUnknownPace;
  if (hypothesis !== 'process-spike') return general;
  const rise = describeRise(pointsBehind('anonymous', exhibit));
  const us = rise ? rise.to.atUs - rise.from.atUs : 0;
  // Two points show no more than how far the sampler's looks are apart.
  return rise && rise.risingPoints > 2 && us > momentsUs
    ? `took more than was free within ${spanInWords(us)}`
    : general;
}

/** A leak is commoner than a spike, and more than that is not known of one report. */
const ofUnknownPace = 'took what was left; whether for hours (a leak) or at once (a spike) no sample shows';

const isOneLook = ({ frame, history, records, incident }: Exhibit): boolean =>
  frame === 'shortage' &&
  history === null &&
  incident.recurrences.length === 0 &&
  records.filter(({ kind }) => kind === 'oom-kill').length === 1;

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
