import { rowJson } from './jsonl.ts';
import type { RowView } from './row-view.ts';

/** One array of objects. */
export const json: RowView = {
  name: 'json',
  writer(columns) {
    let opening = '[\n';
    return {
      row(cells) {
        const text = `${opening}  ${rowJson(columns, cells)}`;
        opening = ',\n';
        return text;
      },
      end: () => (opening === ',\n' ? '\n]\n' : '[]\n'),
    };
  },
};
