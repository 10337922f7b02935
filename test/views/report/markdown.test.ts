import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { lint } from 'markdownlint/sync';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { code, fenced, plain, table } from '../../../src/views/report/markdown/escape.ts';
import { cleanText } from '../../../src/views/sanitize.ts';
import { folder } from './make-examples.ts';

const render = (markdown: string): string => micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });

/** Text of rendered Markdown. */
const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\n$/, '');

/** What a log can hold, as it reaches the escaping: clean of control characters, in one line. */
const logText = fc
  .oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...'`*_[]()<>#|~!$&\\-+=:.@/1 aÄ'), maxLength: 40 }),
    fc.constantFrom(
      '<script>alert(1)</script>',
      '| a | b |',
      '```',
      '~~~',
      '# x',
      '[x](http://e.org)',
      '![x](y)',
      'https://e.org',
      '1. x',
      '- x',
      '&amp;',
      '<!-- x',
      'a_b_c',
      '\\|',
    ),
  )
  .map((text) => cleanText(text).replace(/\s+/g, ' ').trim())
  .filter((text) => text !== '');

describe('text from a log in Markdown', () => {
  // A name with stars or brackets would otherwise become bold, a link, or an element of the page that shows it.
  test('stays text, whatever it is', () => {
    fc.assert(
      fc.property(logText, (text) => {
        const html = render(`- before ${plain(text)} behind`);
        expect(textOf(html).trim()).toBe(`before ${text} behind`);
        expect(html.replaceAll(/<\/?(?:ul|li)>/g, '')).not.toMatch(/<\w/);
      }),
      { numRuns: 600 },
    );
  });

  test('begins a paragraph without becoming something else', () => {
    fc.assert(
      fc.property(logText, (text) => {
        expect(textOf(render(plain(text)))).toBe(text);
        expect(render(plain(text))).toMatch(/^<p>/);
      }),
      { numRuns: 600 },
    );
  });

  test('cannot close a code span', () => {
    fc.assert(
      fc.property(logText, (text) => {
        const html = render(`x ${code(text)} y`);
        expect(html.match(/<code>/g)).toHaveLength(1);
        expect(textOf(html)).toBe(`x ${text} y`);
      }),
      { numRuns: 600 },
    );
  });

  test('cannot close the block of raw lines', () => {
    fc.assert(
      fc.property(fc.array(logText, { minLength: 1, maxLength: 6 }), (lines) => {
        const html = render(fenced(lines).join('\n'));
        expect(textOf(html)).toBe(lines.join('\n'));
        expect(html.match(/<pre>/g)).toHaveLength(1);
      }),
      { numRuns: 400 },
    );
  });

  test('cannot add cells to a table', () => {
    fc.assert(
      fc.property(logText, logText, (a, b) => {
        const html = render(table([{ title: 'A' }, { title: 'B' }], [[plain(a), code(b, true)]]).join('\n'));
        const cells = [...html.matchAll(/<td>([\s\S]*?)<\/td>/g)].map(([, cell = '']) => textOf(cell));
        expect(cells).toEqual([a, b]);
      }),
      { numRuns: 600 },
    );
  });
});

const examples = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');

describe.each(examples)('docs/examples/%s', (name) => {
  const markdown = readFileSync(join(folder, name), 'utf8');

  test('lints clean', () => {
    const config = { default: true, MD013: false };
    const found = lint({ strings: { [name]: markdown }, config })[name] ?? [];
    expect(
      found.map(({ lineNumber, ruleNames, errorDetail }) => `${lineNumber} ${ruleNames[0]} ${errorDetail}`),
    ).toEqual([]);
  });

  test('renders as headings, lists, tables and blocks, and brings no markup of its own', () => {
    const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
    const tags = new Set([...html.matchAll(/<(\w+)/g)].map(([, tag]) => tag));
    const expected = [
      'h1',
      'h2',
      'h3',
      'p',
      'ul',
      'ol',
      'li',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'pre',
      'code',
      'strong',
    ];
    expect([...tags].filter((tag) => !expected.includes(tag ?? ''))).toEqual([]);
    expect(tags).toContain('table');
  });
});
