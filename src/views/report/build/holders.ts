import { chargedElsewhere } from '../../../diagnosis/selection/charged.ts';
import { counted, formatBytes, formatShare } from '../../quantities.ts';
import type { Dossier } from '../dossier.ts';
import type { Statement } from '../model.ts';
import { mainPlace } from './main-place.ts';
import { lineWith, say } from './reference.ts';

const most = 6;

/** Who held the memory when the kernel printed its table, processes of one name together. */
export function holdersOf(dossier: Dossier): Statement[] {
  const { consumers } = dossier.incident;
  return consumers.slice(0, most).map(({ comm, processes, bytes, swapBytes, share, shareOf, basis, largest }) => {
    const of =
      share === null ? '' : `, ${formatShare(share, 1)} of ${shareOf === 'limit' ? 'the limit' : 'RAM and swap'}`;
    const swap = swapBytes === null || swapBytes === 0 ? '' : ` (${formatBytes(swapBytes)} of it in swap)`;
    const who =
      processes === 1
        ? `${comm} (pid ${largest.pid})`
        : `${comm} (${counted(processes, 'process', 'processes')}, largest pid ${largest.pid})`;
    const held = say(
      `${who}: ${formatBytes(bytes)}${swap}${of}${basis === 'rss' ? ', shared pages counted in each' : ''}${shareOf === 'limit' && (share ?? 0) > 1 ? `; above the limit, since ${chargedElsewhere}` : ''}`,
    );
    const row = rowOf(dossier, largest.pid);
    return { ...held, refs: row.length > 0 ? row : say('', mainPlace(dossier)).refs };
  });
}

function rowOf(dossier: Dossier, pid: number): Statement['refs'] {
  return say('', lineWith(dossier, new RegExp(`\\[\\s*${pid}\\]`))).refs;
}
