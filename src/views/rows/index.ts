import { csv } from './csv.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import type { RowView } from './row-view.ts';
import { table } from './table.ts';

/** Every way to write the rows of a query; the first is the default. */
export const rowViews = [table, json, jsonl, csv] as const satisfies readonly RowView[];
