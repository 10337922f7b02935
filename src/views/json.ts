import { cleanJson } from './sanitize.ts';
import { defineView } from './view.ts';

/** The whole analysis as one JSON document, `oomtrail/analysis@1` (schemas/analysis.json). */
export const json = defineView({
  name: 'json',
  summary: 'one document, oomtrail/analysis@1',
  *pieces(analysis) {
    const { incidents } = analysis;
    if (incidents.length === 0) {
      yield `${jsonText({ ...analysis, incidents: [] })}\n`;
      return;
    }
    // What a string says cannot look like this: in JSON its quotes would be escaped.
    const [head = '', tail = ''] = jsonText({ ...analysis, incidents: [0] }).split('"incidents": [\n    0\n  ]');
    yield `${head}"incidents": [\n`;
    let rest = incidents.length;
    for (const incident of incidents) {
      rest -= 1;
      yield `    ${jsonText(incident).replaceAll('\n', '\n    ')}${rest > 0 ? ',' : ''}\n`;
    }
    yield `  ]${tail}\n`;
  },
});

const jsonText = (value: unknown): string => cleanJson(JSON.stringify(value, null, 2));
