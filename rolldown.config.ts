import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';

/** What the program reads at run time from beside itself; all of dist/ is one flat folder, so `import.meta.url` finds it. */
const besides = {
  'kernel/scan.wasm': 'src/scan/kernel/scan.wasm',
  'browser.css': 'src/views/report/html/browser.css',
  'browser.js': 'src/views/report/html/browser.js',
};

const copyBesides: Plugin = {
  name: 'copy-besides',
  generateBundle() {
    for (const [fileName, from] of Object.entries(besides)) {
      this.emitFile({ type: 'asset', fileName, source: readFileSync(from) });
    }
  },
};

/** The licences of the packages that became part of dist/, whose terms ask that their text comes along. */
const gatherLicences: Plugin = {
  name: 'gather-licences',
  generateBundle() {
    const packages = new Set<string>();
    for (const id of this.getModuleIds()) {
      const folder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0];
      if (folder !== undefined) packages.add(folder);
    }
    this.emitFile({
      type: 'asset',
      fileName: 'LICENCES.txt',
      source: [...packages].sort().map(licenceIn).join('\n\n'),
    });
  },
};

function licenceIn(folder: string): string {
  const file = ['license', 'LICENSE', 'LICENSE.md', 'license.md', 'LICENSE.txt']
    .map((name) => `${folder}/${name}`)
    .find((path) => existsSync(path));
  if (file !== undefined) return `${basename(folder)}\n\n${readFileSync(file, 'utf8')}`;
  return `${basename(folder)}: ${JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).license}`;
}

/** Where modules of Ink 8.0.0 get something of ours put in front of their own: see src/tui/ink. */
const swifter: Readonly<Record<string, readonly [theirs: string, ours: string]>> = {
  'ink/build/renderer.js': [
    "import Output from './output.js';",
    `import Cells from './output.js';
import widestLine from 'widest-line';
import { wholeRows } from '${import.meta.dirname}/src/tui/ink/whole-rows.ts';
const Output = wholeRows(Cells, widestLine);`,
  ],
  'string-width/index.js': [
    'export default function stringWidth(',
    `import { remembered } from '${import.meta.dirname}/src/tui/ink/remembered.ts';
export default remembered(stringWidth);
function stringWidth(`,
  ],
};

/** Frames of whole rows the short way. Another Ink than this was written for fails the build, not the screens. */
const swifterInk: Plugin = {
  name: 'swifter-ink',
  transform(code, id) {
    const [, change] = Object.entries(swifter).find(([end]) => id.endsWith(`node_modules/${end}`)) ?? [];
    if (change === undefined) return null;
    const [theirs, ours] = change;
    if (!code.includes(theirs)) throw new Error(`${id} has no ${JSON.stringify(theirs)} any more`);
    return { code: code.replace(theirs, ours) };
  },
};

/**
 * The program as few files: it starts in two thirds of the time that 220 modules took, and Ink with its 400 in half.
 * Names are kept, so that a stack trace can be read. Files of earlier builds stay until a package is made: a `live` that
 * runs still finds its own.
 */
export default defineConfig({
  platform: 'node',
  input: {
    main: 'src/main.ts',
    'scan-worker': 'src/ingest/ahead/scan-worker.ts',
    'reader-worker': 'src/ingest/beside/reader-worker.ts',
    worker: 'src/tui/engine/worker.ts',
    'session-worker': 'src/tui/engine/session-worker.ts',
  },
  external: ['better-sqlite3', 'luxon', 'react-devtools-core'],
  transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  plugins: [swifterInk, copyBesides, gatherLicences],
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  },
});
