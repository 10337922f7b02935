import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writePlots } from '../../../src/report/plots.ts';
import type { IncidentReport } from '../../../src/views/report/model.ts';
import { archiveOf } from './make-examples.ts';
import { makeModel, makeReport } from './making.ts';

const scratch = mkdtempSync(join(tmpdir(), 'oomtrail-plots-'));
afterAll(() => rmSync(scratch, { recursive: true }));

async function incidentOf(name: string): Promise<IncidentReport> {
  const [incident] = (await makeModel([archiveOf(name)])).incidents;
  if (!incident) throw new Error(`${name}: no incident`);
  return incident;
}

/** Elements open and close in pairs, attributes are quoted, and every entity is one of XML's own. */
function faultsOf(svg: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  const markup = svg.replace(/<style>[\s\S]*?<\/style>/, '');
  for (const [tag, closing = '', name = '', attributes = '', empty = ''] of markup.matchAll(
    /<(\/?)([\w:]+)((?:\s+[\w:-]+="[^"<>]*")*)\s*(\/?)>/g,
  )) {
    if (closing !== '') {
      if (open.pop() !== name) faults.push(tag);
    } else if (empty === '') open.push(name);
    if (
      new Set([...attributes.matchAll(/([\w:-]+)=/g)].map(([, one]) => one)).size !==
      [...attributes.matchAll(/="/g)].length
    )
      faults.push(tag);
  }
  if (markup.replace(/<\/?[\w:]+(?:\s+[\w:-]+="[^"<>]*")*\s*\/?>/g, '').includes('<'))
    faults.push('a < that opens nothing');
  for (const [entity] of markup.matchAll(/&[^;\s]*;?/g))
    if (!/^&(?:amp|lt|gt|quot|apos|#\d+);$/.test(entity)) faults.push(entity);
  return [...faults, ...open];
}

describe('--plots', () => {
  test.each(['leak', 'pod-limit', 'huge-pages', 'frozen-filesystem'])(
    'writes each chart of %s as an SVG file that stands alone, and names what it wrote',
    async (name) => {
      const folder = join(scratch, name);
      const incident = await incidentOf(name);
      const { written, pictures } = await writePlots(folder, incident);
      expect(written.toSorted()).toEqual(
        readdirSync(folder)
          .map((file) => join(folder, file))
          .toSorted(),
      );
      const svgs = written.filter((path) => path.endsWith('.svg'));
      expect(svgs).toHaveLength(incident.charts.length + (incident.composition.length > 0 ? 1 : 0));
      for (const path of svgs) {
        const svg = readFileSync(path, 'utf8');
        expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
        expect(faultsOf(svg), path).toEqual([]);
        expect(svg).not.toMatch(/\b(?:href|url\(|NaN|Infinity|undefined)/);
      }
      if (!pictures) {
        process.stdout.write('no PNG looked at: rsvg-convert (librsvg2-bin) is not here\n');
        return;
      }
      for (const path of svgs) {
        const png = readFileSync(path.replace(/svg$/, 'png'));
        expect(png.subarray(1, 4).toString()).toBe('PNG');
        // The header chunk: twice the size of the drawing, so that text stays sharp.
        expect(png.readUInt32BE(16)).toBe(1520);
      }
    },
  );

  // Somebody who asks for pictures and finds half of them must be told why.
  test('says so where nothing is there that makes PNG', async () => {
    const path = process.env.PATH;
    process.env.PATH = join(scratch, 'empty');
    try {
      const { written, pictures } = await writePlots(join(scratch, 'bare'), await incidentOf('leak'));
      expect(pictures).toBe(false);
      expect(written.every((file) => file.endsWith('.svg'))).toBe(true);
    } finally {
      process.env.PATH = path;
    }
  });

  test('says which folder it cannot write', async () => {
    const file = join(scratch, 'a-file');
    writeFileSync(file, '');
    await expect(writePlots(file, await incidentOf('leak'))).rejects.toThrow(`cannot write ${file}: `);
  });

  test('the command tells what was written, and with pseudonyms draws no name', async () => {
    const folder = join(scratch, 'redacted');
    const notes: string[] = [];
    await makeReport([archiveOf('leak')], { form: 'markdown', redact: true, plots: folder, notes });
    expect(notes.join('\n')).toContain(`${folder}: 1-memory.svg`);
    expect(existsSync(join(folder, '1-programs.svg'))).toBe(true);
    expect(readFileSync(join(folder, '1-programs.svg'), 'utf8')).not.toMatch(/redis-server|nginx/);
  });
});
