import type { Hypothesis } from '../hypothesis.ts';
import type { Exhibit } from '../rules/rule.ts';
import { reserveMayBeIt } from './caps.ts';
import { doubtsAbout } from './doubts.ts';
import { componentFor } from './hypotheses.ts';
import { byCgroupGrowth, byGrowth } from './suspects/growth.ts';
import { risenWithLocked } from './suspects/locked.ts';
import { mapper, pageTableOwner } from './suspects/mapper.ts';
import { groupAtLimit, holder, hung, killedOutside, refusedGroup } from './suspects/outside.ts';
import { byTable, onlyProgram } from './suspects/table.ts';
import { confidences, held, kernel, nobody, type Who } from './suspects/who.ts';
import { uncountedIn } from './uncounted.ts';

export type { Who } from './suspects/who.ts';

/** Who took the memory if the given cause is right. A wrong name is worse than none. */
export function suspectFor(hypothesis: Hypothesis, exhibit: Exhibit): Who {
  if (exhibit.frame === 'allocation' && hypothesis === 'limit-too-small') return nobody;
  if (exhibit.frame === 'refusal') return refusedGroup(exhibit) ?? nobody;
  switch (componentFor(hypothesis, exhibit.frame)) {
    case 'locked':
      return risenWithLocked(exhibit) ?? lockHolder(hypothesis, exhibit) ?? nobody;
    case 'anonymous':
      if (hypothesis === 'undersized') return mainGrower(exhibit) ?? nobody;
      return (
        holderOfMost(hypothesis, exhibit) ??
        killedOutside(exhibit) ??
        (exhibit.report ? null : groupAtLimit(exhibit)) ??
        nobody
      );
    case 'memory':
      return holderOfMost(hypothesis, exhibit) ?? killedOutside(exhibit) ?? nobody;
    case 'shared-memory':
      return mapper(exhibit) ?? groupAtLimit(exhibit) ?? nobody;
    case 'page-tables':
      return pageTableOwner(exhibit) ?? byGrowth(exhibit, hypothesis) ?? kernel;
    case 'lock':
      return holder(exhibit) ?? nobody;
    case 'driver':
      return hung(exhibit) ?? kernel;
    case 'kernel-stacks':
      return onlyProgram(exhibit) ?? kernel;
    case 'unaccounted':
      return (uncountedIn(exhibit) === 'sockets' ? onlyProgram(exhibit) : null) ?? kernel;
    case 'slab-unreclaimable':
    case 'vmalloc':
    case 'hugetlb':
    case 'zone':
    case 'reserve':
    case 'free-blocks':
    case 'request':
      return kernel;
    default:
      return nobody;
  }
}

/** Several working sets together are nobody's fault, unless one of them brought most of the rise. */
function mainGrower(exhibit: Exhibit): Who | null {
  const who = byGrowth(exhibit, 'undersized');
  return who?.confidence === confidences.byGrowth ? who : null;
}

/** Whoever holds less than this of what is locked did not lock it: files in a ramfs are unevictable without any process. */
const ofLocked = 0.5;

function lockHolder(hypothesis: Hypothesis, exhibit: Exhibit): Who | null {
  const who = holderOfMost(hypothesis, exhibit);
  const lockedBytes = exhibit.parts?.get('locked') ?? 0;
  return who && who.bytes !== null && who.bytes < lockedBytes * ofLocked ? null : who;
}

/** Growth before size: being large is no guilt. Samples that are in doubt come after what the records say themselves. */
function holderOfMost(hypothesis: Hypothesis, exhibit: Exhibit): Who | null {
  const who = largestTaker(hypothesis, exhibit);
  const reserve = reserveMayBeIt(hypothesis, exhibit);
  return who && reserve ? held(who, reserve.most) : who;
}

function largestTaker(hypothesis: Hypothesis, exhibit: Exhibit): Who | null {
  const program = byGrowth(exhibit, hypothesis);
  const grown = program && program.kind !== 'none' ? program : (byCgroupGrowth(exhibit) ?? program);
  if (doubtsAbout(exhibit).length === 0) return grown ?? byTable(exhibit);
  return byTable(exhibit) ?? killedOutside(exhibit) ?? grown;
}
