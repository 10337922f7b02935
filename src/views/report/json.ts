import { cleanJson } from '../sanitize.ts';
import type { ReportView } from './report-view.ts';

/** The document as one JSON value, `oomtrail/report@1` (schemas/report.json). */
export const json: ReportView = {
  name: 'json',
  summary: 'one document, oomtrail/report@1',
  endings: ['.json'],
  begin: (head) => `${cleanJson(JSON.stringify(head, null, 2)).replace(/\n\}$/, '')},\n  "incidents": [`,
  chapter: (incident, _head, index) => `${index === 0 ? '' : ','}\n${cleanJson(JSON.stringify(incident, null, 2))}`,
  end: () => '\n  ]\n}\n',
};
