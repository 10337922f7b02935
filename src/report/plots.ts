import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isInstalled } from '../sources/program.ts';
import type { Markup } from '../views/report/markup.ts';
import type { IncidentReport } from '../views/report/model.ts';
import { barsSvg } from '../views/report/svg/bars.ts';
import { chartSvg, wide } from '../views/report/svg/chart.ts';
import { writeTrouble } from '../write-trouble.ts';

const run = promisify(execFile);
/** Turns SVG into PNG, at twice the size so that text stays sharp. */
const converter = { program: 'rsvg-convert', arguments: ['--zoom', '2', '--format', 'png', '--output'] } as const;

export interface Plots {
  /** Paths, in the order of the charts. */
  readonly written: readonly string[];
  /** False where only SVG could be written. */
  readonly pictures: boolean;
}

/** What makes PNG of SVG, and the package that has it. */
export const pictureMaker = `${converter.program} (librsvg2-bin)`;

/**
 * Writes the charts of a chapter as files of their own, `2-memory.svg`, and as PNG where librsvg's converter is there.
 *
 * @throws KnownError where the folder cannot be written
 */
export async function writePlots(folder: string, incident: IncidentReport): Promise<Plots> {
  const plots: readonly (readonly [string, Markup])[] = [
    ...incident.charts.map((chart) => [chart.id, chartSvg(chart, wide, true)] as const),
    ...(incident.composition.length > 0 ? [['composition', barsSvg(incident.composition, wide, true)] as const] : []),
  ];
  const written: string[] = [];
  const pictures = await isInstalled(converter.program);
  try {
    if (plots.length > 0) await mkdir(folder, { recursive: true });
    for (const [name, { markup }] of plots) {
      const path = join(folder, `${incident.number}-${name}.svg`);
      await writeFile(path, `${markup}\n`);
      written.push(path);
      if (!pictures) continue;
      const png = path.replace(/svg$/, 'png');
      await run(converter.program, [...converter.arguments, png, path]);
      written.push(png);
    }
  } catch (error) {
    throw writeTrouble(folder, error);
  }
  return { written, pictures };
}
