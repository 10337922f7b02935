import { bytesInWords } from '../quantities.ts';
import type { EscalationRule } from './rule.ts';

const share = 0.5;

/** R3: more than half of the swap in use, (total - free) / total. */
export const swapInUse: EscalationRule = ({ exhibit }) => {
  const { swapTotalBytes = null, swapFreeBytes = null } = exhibit.report?.memInfo ?? {};
  if (!swapTotalBytes || swapFreeBytes === null) return null;
  const used = swapTotalBytes - swapFreeBytes;
  return used > swapTotalBytes * share
    ? {
        text: 'Critical: more than half of the swap is in use.',
        measured: `${bytesInWords(used)} of ${bytesInWords(swapTotalBytes)}, ${Math.round((100 * used) / swapTotalBytes)} %`,
      }
    : null;
};
