import type { Consumer } from '../analysis.ts';
import { bytesInWords } from '../quantities.ts';
import { chargedElsewhere, ownBytes } from '../selection/charged.ts';
import type { EscalationRule } from './rule.ts';

const share = 0.5;

interface Largest {
  readonly comm: string;
  readonly pid: number;
  readonly bytes: number;
  readonly basis: Consumer['basis'];
}

/** R4: one process above half of the memory. That it is large is no proof of a leak. */
export const oneProcess: EscalationRule = ({ incident, exhibit }) => {
  const limit = incident.scope === 'memcg' ? exhibit.report?.memcg?.limitBytes : exhibit.accounting?.totalBytes;
  const largest = incident.consumers.reduce<Largest | null>(
    (most, { comm, basis, largest: one }) => (most === null || one.bytes > most.bytes ? { comm, basis, ...one } : most),
    null,
  );
  if (!limit || largest === null) return null;
  const { comm, pid, basis } = largest;
  const own = incident.scope === 'memcg' && basis === 'rss' ? ownBytes(incident, pid) : null;
  const bytes = own ?? largest.bytes;
  if (bytes <= limit * share) return null;
  const held = `${comm} (pid ${pid}) ${bytesInWords(bytes)}${own === null ? '' : ' anonymous'}`;
  return {
    text: `Warning: one process holds more than half of the ${incident.scope === 'memcg' ? 'limit' : 'RAM'}. Being large alone is no leak.`,
    measured:
      incident.scope === 'memcg' && bytes > limit
        ? `${held}, more than the limit of ${bytesInWords(limit)}: ${chargedElsewhere}`
        : `${held} of ${bytesInWords(limit)}, ${Math.round((100 * bytes) / limit)} %`,
  };
};
