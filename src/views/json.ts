import { cleanJson } from './sanitize.ts';
import type { View } from './view.ts';

/** The whole analysis as one JSON document, `oomtrail/analysis@1` (schemas/analysis.json). */
export const json: View = {
  name: 'json',
  summary: 'one document, oomtrail/analysis@1',
  render: (analysis) => `${cleanJson(JSON.stringify(analysis, null, 2))}\n`,
};
