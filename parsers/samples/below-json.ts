import { belowHeading, belowRow } from './below/row.ts';
import { defineFormat } from './define-format.ts';
import { jsonDocumentReader } from './json/document.ts';
import { spanOf, toSample } from './sample-draft.ts';

/**
 * `below dump ... -O json`: one array, an element for each row, every value a text as the table prints it.
 *
 * Source: below/dump/src/print.rs (`dump_json`), below 0.8.
 */
export const belowJson = defineFormat({
  name: 'below-json',
  samples: [
    [
      '[{"Datetime":"2026-11-20 09:35:43","Free":"17.9 GB","Hostname":"host1","Timestamp":"1795167343","Total":"23.5 GB"}',
      ',{"Datetime":"2026-11-20 09:35:48","Free":"17 GB","Hostname":"host1","Timestamp":"1795167348","Total":"23.5 GB"}',
      ']',
    ].join('\n'),
  ],
  open: () =>
    jsonDocumentReader({
      opens: (head) => /^\s*\[\s*\{\s*"/.test(head) && /"(?:Datetime|Timestamp)"\s*:\s*"\d/.test(head),
      wants: (place) => place === '[]',
      piece(_place, value, first, last, sink) {
        if (typeof value !== 'object' || value === null) return;
        const cells = new Map(Object.entries(value).filter(([, cell]) => typeof cell === 'string'));
        const heading = belowHeading([...cells.keys()]);
        const row = heading && belowRow(heading, (title) => cells.get(title));
        if (typeof row === 'string') sink.reject(last, row);
        else if (row) sink.sample(toSample({ format: 'below-json', span: spanOf(first, last), ...row }));
      },
      end() {},
    }),
});
