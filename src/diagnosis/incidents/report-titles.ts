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
export function reportText(gists: readonly Gist[]): string {
  const [first] = gists;
  switch (first?.kind) {
    case 'stall':
      return `${gists.length === 1 ? '' : `${gists.length} times `}${stallNames[first.variant]}${first.comm === null ? '' : ` (${first.comm})`}`;
    case 'unit-oom': {
      const units = gists.filter((gist) => gist.kind === 'unit-oom');
      const names = [...new Set(units.map(unitName))];
      const shown = listInWords(names.slice(0, mostNames));
      const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
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
