import { cleanJson } from './sanitize.ts';
import { defineView } from './view.ts';

/** One incident a line, worst first, in the shape that `incidents` of `oomtrail/analysis@1` has. No incident, no line. */
export const jsonl = defineView({
  name: 'jsonl',
  summary: 'one incident a line, worst first',
  *pieces({ incidents }) {
    for (const incident of incidents) yield `${cleanJson(JSON.stringify(incident))}\n`;
  },
});
