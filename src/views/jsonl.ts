import { cleanJson } from './sanitize.ts';
import type { View } from './view.ts';

/** One incident a line, worst first, in the shape that `incidents` of `oomtrail/analysis@1` has. No incident, no line. */
export const jsonl: View = {
  name: 'jsonl',
  summary: 'one incident a line, worst first',
  render: ({ incidents }) => incidents.map((incident) => `${cleanJson(JSON.stringify(incident))}\n`).join(''),
};
