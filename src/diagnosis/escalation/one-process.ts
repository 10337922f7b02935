import { bytesInWords } from '../quantities.ts';
import type { EscalationRule } from './rule.ts';

const share = 0.5;

/** R4: one process above half of the memory. That it is large is no proof of a leak. */
export const oneProcess: EscalationRule = ({ incident, exhibit }) => {
  const limit = incident.scope === 'memcg' ? exhibit.report?.memcg?.limitBytes : exhibit.accounting?.totalBytes;
  const largest = incident.consumers.reduce<{ comm: string; pid: number; bytes: number } | null>(
    (most, { comm, largest: one }) => (most === null || one.bytes > most.bytes ? { comm, ...one } : most),
    null,
  );
  if (!limit || largest === null || largest.bytes <= limit * share) return null;
  return {
    text: `Warning: one process holds more than half of the ${incident.scope === 'memcg' ? 'limit' : 'RAM'}. Being large alone is no leak.`,
    measured: `${largest.comm} (pid ${largest.pid}) ${bytesInWords(largest.bytes)} of ${bytesInWords(limit)}, ${Math.round((100 * largest.bytes) / limit)} %`,
  };
};
