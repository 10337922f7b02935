import { cleanDeep } from '../sanitize.ts';
import { appendixHtml } from './html/appendix.ts';
import { pageAssets } from './html/assets.ts';
import { chapterHtml } from './html/chapter.ts';
import { frontHtml, indexHtml } from './html/front.ts';
import { el, raw } from './markup.ts';
import type { ReportHead } from './model.ts';
import type { ReportView } from './report-view.ts';

/**
 * One file that needs nothing else: styles, scripts and charts are inside, the policy allows these by their hashes and no
 * request at all. Legible without a script.
 */
export const html: ReportView = {
  name: 'html',
  summary: 'one self-contained page with charts',
  endings: ['.html', '.htm'],
  begin: (dirty) => begin(cleanDeep(dirty)),
  chapter: (incident, head) => `${chapterHtml(cleanDeep(incident), head).markup}\n`,
  end: (dirty) => end(cleanDeep(dirty)),
};

function begin(head: ReportHead): string {
  const { policy, style } = pageAssets();
  const meta = [
    el('meta', { charset: 'utf-8' }),
    el('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    el('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    el('meta', { name: 'color-scheme', content: 'light dark' }),
    el('meta', { name: 'referrer', content: 'no-referrer' }),
    el('meta', { name: 'generator', content: `oomtrail ${head.tool.version}` }),
    el('title', {}, head.title),
    el('style', {}, raw(style)),
  ];
  return [
    '<!doctype html>\n<html lang="en">\n<head>',
    meta.map(({ markup }) => markup).join('\n'),
    '</head>\n<body>',
    el('a', { class: 'skip', href: head.index.length > 1 ? '#incidents' : '#i1' }, 'To the findings').markup,
    frontHtml(head).markup,
    '<main>',
    el('div', {}, indexHtml(head)).markup,
    '',
  ].join('\n');
}

function end(head: ReportHead): string {
  const scripts = pageAssets().scripts.map((script) => el('script', {}, raw(script)).markup);
  return ['</main>', appendixHtml(head).markup, ...scripts, '</body>\n</html>\n'].join('\n');
}
