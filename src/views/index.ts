import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { text } from './text.ts';
import type { View } from './view.ts';

/** Every way to present an analysis; the first is the default. */
export const views = [text, json, jsonl] as const satisfies readonly View[];
