import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pageChartCss, scriptPalettes } from '../svg/palette.ts';

/** What every page carries inside itself, and the hashes by which its policy lets it run. */
export interface PageAssets {
  readonly style: string;
  readonly scripts: readonly string[];
  readonly policy: string;
}

let loaded: PageAssets | null = null;

/** The style sheet and the scripts: ours, and uPlot (MIT) for charts that answer. Read once. */
export function pageAssets(): PageAssets {
  loaded ??= load();
  return loaded;
}

function load(): PageAssets {
  const require = createRequire(import.meta.url);
  const own = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
  const style = readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8') + own('./browser.css') + pageChartCss;
  const scripts = [
    readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8'),
    own('./browser.js').replace('@palettes@', JSON.stringify(scriptPalettes)),
  ];
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${scripts.map(hashOf).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return { style, scripts, policy };
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
