import type { Gist, StallGist, UnitOomGist } from '../merge/gist.ts';
import { listInWords } from '../quantities.ts';

/** Names in a title; the rest is counted. */
export const mostNames = 3;

export const stallNames: Readonly<Record<StallGist['variant'], string>> = {
  'soft-lockup': 'soft lockup',
  'hard-lockup': 'hard lockup',
  'rcu-stall': 'RCU stall',
  'workqueue-lockup': 'workqueue lockup',
};

function unitName({ unit, pod, container, comm }: UnitOomGist): string {
  return unit ?? pod ?? container ?? (comm === null ? 'something it does not name' : `process ${comm}`);
}

/** Incidents without a kernel record of their own. */
export function createReportText(): { add(gist: Gist): void; text(): string } {
  let first: Gist | null = null;
  const stalls = new Map<StallGist['variant'], number>();
  const units = new Set<string>();
  return {
    add(gist) {
      first ??= gist;
      if (gist.kind === 'stall') stalls.set(gist.variant, (stalls.get(gist.variant) ?? 0) + 1);
      if (gist.kind === 'unit-oom') units.add(unitName(gist));
    },
    text: () => (first === null ? '' : reportText(first, stalls, units)),
  };
}

function reportText(
  first: Gist,
  stalls: ReadonlyMap<StallGist['variant'], number>,
  units: ReadonlySet<string>,
): string {
  switch (first.kind) {
    case 'stall': {
      const counted = [...stalls].map(
        ([variant, count]) => `${count === 1 ? '' : `${count} times `}${stallNames[variant]}`,
      );
      return `${listInWords(counted)}${first.comm === null ? '' : ` (${first.comm})`}`;
    }
    case 'unit-oom': {
      const shown = listInWords([...units].slice(0, mostNames));
      const more = units.size > mostNames ? ` and ${units.size - mostNames} more` : '';
      return `OOM kill of ${shown}${more} reported by ${first.manager}; the kill itself is not in these logs`;
    }
    case 'app-oom':
      return `out of memory by the word of ${first.comm ?? programOf(first.runtime)}: ${first.message}`;
    case 'fork-refused':
      return `fork refused for want of memory${first.comm === null ? '' : ` (${first.comm})`}`;
    default:
      return 'memory trouble';
  }
}

const runtimeNames = {
  jvm: 'a Java program',
  node: 'a Node.js program',
  python: 'a Python program',
  go: 'a Go program',
  other: 'a program',
};

const programOf = (runtime: keyof typeof runtimeNames): string => runtimeNames[runtime];
