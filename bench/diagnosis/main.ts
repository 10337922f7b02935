import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { exhibitOf } from '../../src/diagnosis/exhibit.ts';
import { calibration } from '../../src/diagnosis/verdict/calibration.ts';
import { judge } from '../../src/diagnosis/verdict/judge.ts';
import { growthTable } from './benign.ts';
import { causeOfLabel } from './labels.ts';
import type { Judged } from './measures.ts';
import { type Run, readRun, runFolders } from './runs.ts';
import { stresses } from './stress.ts';
import { accuracyTable, confusionTable, misses, reliabilityTable, stressTable, temperatureLines } from './tables.ts';
import { fitTemperature, type Tried, tryTemperatures } from './temperature.ts';
import { variants } from './variants.ts';

/**
 * `node bench/diagnosis/main.ts [CORPUS] [PAGE]`: judges labelled runs, altered and damaged copies of them, prints the tables, and
 * writes them into PAGE between its two marks. Reads one run at a time; takes minutes.
 */
const corpus = process.argv[2] ?? '../shared/corpus';
const page = process.argv[3] ?? null;
const marks = ['<!-- bench:diagnosis -->', '<!-- end of bench:diagnosis -->'] as const;
const logAlone = 'log alone';
/** Copies that have less to go by; stretched and scaled ones say nothing new. */
const fittedOn = new Set([
  'as recorded',
  logAlone,
  'samples every 10 s',
  'samples every 60 s',
  'last third of the window',
]);

if (!existsSync(corpus)) {
  process.stderr.write(`no labelled runs at ${corpus}: name a folder of runs, each with its metadata.json\n`);
  process.exit(2);
}

const judgedBy = new Map<string, Judged[]>([...variants, ...stresses].map(({ name }) => [name, []]));
const triedBy = new Map<string, Tried[]>([...fittedOn].map((name) => [name, []]));
const folders = runFolders(corpus);
for (const [index, folder] of folders.entries()) {
  process.stderr.write(`\r${index + 1} of ${folders.length} runs`);
  const run = await readRun(folder);
  for (const variant of [...variants, ...stresses]) judgeRun(variant.name, await variant.alter(run));
}
process.stderr.write('\n');

function judgeRun(variant: string, { truth, incident, records, history }: Run): void {
  const exhibit = incident && exhibitOf(incident, records, history);
  const fromLog = !(history?.series ?? []).some(
    ({ metric, points }) => metric === 'vmallocUsedBytes' && points.some(({ atUs }) => atUs <= (history?.eventUs ?? 0)),
  );
  judgedBy.get(variant)?.push({ truth, verdict: exhibit && judge(exhibit), incidents: exhibit ? 1 : 0, fromLog });
  if (exhibit && causeOfLabel[truth.label] !== 'none')
    triedBy.get(variant)?.push(tryTemperatures(exhibit, truth, fromLog));
}

const recorded = judgedBy.get('as recorded') ?? [];
const fits = new Map([
  ...[...triedBy].map(([name, tried]) => [name, fitTemperature(tried)] as const),
  ['all of these', fitTemperature([...triedBy.values()].flat())] as const,
]);
const named = (names: readonly { readonly name: string }[]): Map<string, readonly Judged[]> =>
  new Map(names.map(({ name }) => [name, judgedBy.get(name) ?? []]));
const tables = [
  ...accuracyTable(named(variants)),
  '',
  'Damaged and scarce copies:',
  '',
  ...stressTable(named(stresses)),
  '',
  'Claims and truth, as recorded:',
  '',
  ...reliabilityTable(recorded),
  '',
  'Claims and truth, all copies with fewer samples or none:',
  '',
  ...reliabilityTable([...fittedOn].flatMap((name) => judgedBy.get(name) ?? [])),
  '',
  'Claims and truth, damaged and scarce copies:',
  '',
  ...reliabilityTable([...named(stresses).values()].flat()),
  '',
  'What was taken for what, as recorded:',
  '',
  ...confusionTable(recorded),
  '',
  `Temperature (in use: ${calibration.temperature}):`,
  '',
  ...temperatureLines(fits),
];
const shown = [...fittedOn].filter((name) => name !== logAlone);
const missing = (name: string): string[] => ['', `Misses, ${name}:`, '', ...misses(judgedBy.get(name) ?? [])];
const growth = ['', 'Growth without a kill, simulated:', '', ...growthTable()];
process.stdout.write(
  `${[...tables, ...[...variants, ...stresses].flatMap(({ name }) => missing(name)), ...growth].join('\n')}\n`,
);
if (page !== null) {
  const text = readFileSync(page, 'utf8');
  const [before, after] = [text.indexOf(marks[0]), text.indexOf(marks[1])];
  if (before < 0 || after < before) throw new Error(`${page} lacks the marks between which the tables stand`);
  const body = [...tables, ...shown.flatMap(missing), ...growth].join('\n');
  writeFileSync(page, `${text.slice(0, before)}${marks[0]}\n\n${body}\n\n${text.slice(after)}`);
}
