import { html } from './html.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import type { ReportView } from './report-view.ts';

/** Every form of the post-incident document; the first is the default. */
export const reportViews = [markdown, html, json] as const satisfies readonly ReportView[];
