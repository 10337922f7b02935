import { rmSync, statSync, writeFileSync } from 'node:fs';
import { megabyte, oomtrail, piped, settings, sparse } from '../setup.ts';
import { type SizeCost, sizePlot } from '../size-plot.ts';
import { type Named, print, table } from '../table.ts';

const { rounds } = settings;

/** (g) Cost against the size of the input, and its plot. */
export async function sizes(): Promise<void> {
  const costs: SizeCost[] = [];
  const measure = async (title: string, bytes: number, command: Named, often: number): Promise<void> => {
    const [result] = (
      await table(`(g) Cost against size, ${title}`, { bytes, commands: [command], rounds: often })
    ).values();
    if (result) costs.push({ bytes, ...result });
  };
  let path = '';
  for (const size of settings.sizesMb) {
    path = sparse('sized.log', size * megabyte);
    await measure(`${size} MB`, statSync(path).size, ['extract', oomtrail(path)], rounds);
  }
  const bytes = settings.pipedTimes * statSync(path).size;
  await measure(`${(bytes / 1e9).toFixed(0)} GB through a pipe`, bytes, ['cat, extract -', piped(path)], 1);
  rmSync(path);
  if (settings.plot === null) return;
  writeFileSync(settings.plot, sizePlot(costs));
  print(`\nThe plot is in ${settings.plot}.`);
}
