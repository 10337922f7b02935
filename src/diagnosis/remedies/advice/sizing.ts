import { bytesInWords } from '../../quantities.ts';
import { type Adviser, held, prevent, todo } from '../advice.ts';
import { roundUp } from '../situation.ts';

/** Advice where healthy programs need more than there is, on the host or under a limit. */

/** Of what a program needs, so much is left free for what was not measured. */
const headroom = 1.2;

/** Base, caches and all else, and a fifth more. */
export const rightSize: Adviser = ({ exhibit, limitBytes, swapTotalBytes }) => {
  if (limitBytes === null) return null;
  const free = exhibit.accounting?.parts.find(({ component }) => component === 'free')?.bytes ?? 0;
  const swapped =
    swapTotalBytes === null ? 0 : swapTotalBytes - (exhibit.report?.memInfo?.swapFreeBytes ?? swapTotalBytes);
  const needed = limitBytes - free + swapped;
  return todo(
    `Add memory or take services away: ${roundUp(needed * headroom)} would do for what ran here`,
    `${bytesInWords(needed)} in use${swapped > 0 ? `, ${bytesInWords(swapped)} of it in swap` : ''}, and 20 % headroom, rounded up`,
  );
};

export const shrinkConfigured: Adviser = ({ incident }) => {
  const [first, second] = incident.consumers;
  if (!first || !second) return null;
  return todo(
    `Lower the configured sizes (heap, buffers, caches) of the largest: ${first.comm} and ${second.comm}`,
    `${bytesInWords(first.bytes)} and ${bytesInWords(second.bytes)}`,
  );
};

export const raiseLimit: Adviser = ({ exhibit, unit, limitBytes }) => {
  const of = unit === null ? '' : ` of ${unit}`;
  const test =
    'and watch: if the time between kills grows with the limit it is a leak, if they stop the limit was too small';
  if (limitBytes === null) return todo(`Raise the limit${of} by a quarter ${test}`, 'the limit is not printed');
  const { report } = exhibit;
  const usage = report?.memcg?.usageBytes ?? limitBytes;
  const above = report?.oomMemcg && report.taskMemcg && report.oomMemcg !== report.taskMemcg;
  return todo(
    `Raise the limit${of} to ${roundUp(Math.max(usage, limitBytes) * 1.25)} ${test}${above ? ` (the limit reached is that of ${report.oomMemcg}, above it)` : ''}`,
    `${bytesInWords(usage)} used of ${bytesInWords(limitBytes)}; the need is at least that much, and 25 % more, rounded up`,
  );
};

export const heapBelowLimit: Adviser = ({ limitBytes, who }) =>
  limitBytes === null
    ? null
    : prevent(
        `Keep the runtime of ${who} below its limit: a heap of at most ${bytesInWords(limitBytes * 0.7)} (-Xmx, --max-old-space-size, GOMEMLIMIT)`,
        `70 % of ${bytesInWords(limitBytes)}; stacks, code and buffers come on top`,
      );

export const relievePressure: Adviser = (situation) =>
  todo(`Relieve the group: a higher memory.high or limit, or less work in it at once`, held(situation));

export const swapAsCushion: Adviser = ({ incident, limitBytes }) =>
  incident.verdict?.contributing.includes('no-swap') === true && incident.scope === 'host'
    ? prevent(
        `A little swap or zram buys minutes in which an alert can be heard${limitBytes === null ? '' : `: ${roundUp(limitBytes * 0.25)} would do`}; it does not mend a leak`,
        limitBytes === null
          ? 'the host has no swap'
          : `a quarter of ${bytesInWords(limitBytes)} of RAM, rounded up; the host has no swap`,
      )
    : null;
