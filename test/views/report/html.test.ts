import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { safeJson } from '../../../src/views/report/html/pieces.ts';
import { el } from '../../../src/views/report/markup.ts';
import { withHostileLog } from './hostile.ts';
import { examples, folder } from './make-examples.ts';
import { makeReport } from './making.ts';

const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code: string | undefined, name: string | undefined) =>
    code !== undefined
      ? String.fromCodePoint(Number(code))
      : ({ lt: '<', gt: '>', amp: '&', quot: '"' }[name ?? ''] ?? whole),
  );

describe('markup', () => {
  // Every character of a log passes through this one door: nothing may leave it as a tag, and nothing may be lost.
  test('text stays text in elements and in attributes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const { markup } = el('p', { title: text }, text);
        const [, attribute = '', content = ''] = /^<p title="([^"<>]*)">([^<>]*)<\/p>$/.exec(markup) ?? [];
        expect(unescaped(attribute)).toBe(text);
        expect(unescaped(content)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  test('data for the script is JSON that can neither end its element nor begin a comment', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('</script>', '<!--', ']]>', '\u2028')),
        (text) => {
          const json = safeJson({ text });
          expect(json).not.toMatch(/[<>&\u2028\u2029]/);
          expect(JSON.parse(json)).toEqual({ text });
        },
      ),
    );
  });
});

const elementsOf = (html: string, name: string): string[] =>
  [...html.matchAll(new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map(([, content = '']) => content);

describe('a page', () => {
  test.each(examples.map(({ name }) => name))(
    '%s needs nothing from outside and lets nothing run but its own',
    (name) => {
      const html = readFileSync(join(folder, `${name}.html`), 'utf8');
      expect(Buffer.byteLength(html)).toBeLessThan(1_500_000);
      expect(html).not.toMatch(/ (?:src|href|action|data|poster|srcset)="(?!#)/);
      expect(html).not.toMatch(/@import|url\(/);
      expect(html).not.toMatch(/ style="/);
      const policy = unescaped(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '');
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      for (const script of [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text)) {
        expect(policy).toContain(createHash('sha256').update(script).digest('base64'));
      }
      for (const style of elementsOf(html, 'style')) {
        expect(policy).toContain(createHash('sha256').update(style).digest('base64'));
      }
    },
  );
});

describe('a hostile log', () => {
  test('makes a page of the usual elements and of bounded size', async () => {
    const html = await withHostileLog((log) => makeReport([log], { form: 'html' }));
    const own = /<(script|style)>[\s\S]*?<\/\1>/g;
    const body = html.replaceAll(own, '');
    const known =
      /^(?:!doctype|html|head|meta|title|body|a|header|main|nav|article|section|footer|div|h[1-4]|p|span|code|pre|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|th|td|figure|figcaption|details|summary|strong|br|label|input|output|svg|g|path|line|rect|text|script)$/;
    const strange = [...body.matchAll(/<\/?([^\s>]*)/g)].flatMap(([, tag = '']) => (known.test(tag) ? [] : [tag]));
    expect([...new Set(strange)]).toEqual([]);
    expect(body).not.toMatch(/<[^>]* on\w+=/);
    expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
    expect(Buffer.byteLength(html)).toBeLessThan(6_000_000);
  });

  test('makes Markdown without an element', async () => {
    const markdown = await withHostileLog((log) => makeReport([log], { form: 'markdown' }));
    const html = micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
    const expected = /^(?:h[1-3]|p|ul|ol|li|table|thead|tbody|tr|th|td|pre|code|strong)$/;
    expect(
      [...new Set([...html.matchAll(/<(\w+)/g)].map(([, tag = '']) => tag))].filter((tag) => !expected.test(tag)),
    ).toEqual([]);
  });
});
