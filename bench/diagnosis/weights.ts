import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { exhibitOf } from '../../src/diagnosis/exhibit.ts';
import type { Hypothesis } from '../../src/diagnosis/hypothesis.ts';
import { handSet } from '../../src/diagnosis/rules/weights.ts';
import { capOf } from '../../src/diagnosis/verdict/caps.ts';
import { findingsOf } from '../../src/diagnosis/verdict/findings.ts';
import { priorsOf } from '../../src/diagnosis/verdict/hypotheses.ts';
import { causeOfLabel } from './labels.ts';
import { type Case, trialTable } from './left-out.ts';
import { type Run, readRun, runFolders } from './runs.ts';
import { variants } from './variants.ts';
import { countWeights, type Fired, tableFrom } from './weight-counts.ts';
import { countsModule, weightsTable } from './weights-table.ts';

/**
 * `node bench/diagnosis/weights.ts [CORPUS] [PAGE]`: counts in labelled runs how often each kind of evidence fired where a
 * cause was the right one and where it was not, writes the counts beside the weights (src/diagnosis/rules/weight-counts.ts)
 * and the table into PAGE between its marks. Takes a minute.
 */
const corpus = process.argv[2] ?? '../shared/corpus';
const page = process.argv[3] ?? null;
const marks = ['<!-- bench:weights -->', '<!-- end of bench:weights -->'] as const;
const module_ = new URL('../../src/diagnosis/rules/weight-counts.ts', import.meta.url);
/** Copies that have less to go by; stretched and scaled ones say nothing new. */
const counted = variants.slice(0, 5);

if (!existsSync(corpus)) {
  process.stderr.write(`no labelled runs at ${corpus}: name a folder of runs, each with its metadata.json\n`);
  process.exit(2);
}

const fired: Fired[] = [];
const cases: Case[] = [];
for (const folder of runFolders(corpus)) {
  const run = await readRun(folder);
  for (const { name, alter } of counted) look(name, await alter(run));
}

function look(variant: string, { truth, incident, records, history }: Run): void {
  const cause = causeOfLabel[truth.label];
  if (!incident || cause === undefined || cause === 'none' || cause === 'undetermined') return;
  const exhibit = exhibitOf(incident, records, history);
  const priors = priorsOf(exhibit.frame, incident.scope);
  const competing = new Set((Object.keys(priors) as Hypothesis[]).filter((one) => (priors[one] ?? 0) > 0));
  const findings = findingsOf(exhibit).findings.map(({ weight }) => ({ weight }));
  const caps = new Map([...competing].map((one) => [one, capOf(one, exhibit)?.most ?? 1]));
  const family = truth.family;
  if (competing.has(cause))
    fired.push({ family, cause, competing, ids: new Set(findings.map(({ weight }) => weight)) });
  cases.push({ variant, family, label: truth.label, priors, caps, findings, fromLog: history === null });
}

const counts = countWeights(fired);
const families = [...new Set(cases.map(({ family }) => family))];
const leftOut = new Map(
  families.map((family) => [family, tableFrom(countWeights(fired.filter((one) => one.family !== family)))]),
);
const inUse = tableFrom(counts);
const tables = [
  ...trialTable(cases, {
    'set by hand': () => handSet,
    'in use': () => inUse,
    'counted without the scenario judged': (family) => leftOut.get(family) ?? inUse,
  }),
  '',
  ...weightsTable(counts, inUse),
];
writeFileSync(module_, countsModule(counts, families.length));
process.stdout.write(`${tables.join('\n')}\n`);
if (page !== null) {
  const text = readFileSync(page, 'utf8');
  const [before, after] = [text.indexOf(marks[0]), text.indexOf(marks[1])];
  if (before < 0 || after < before) throw new Error(`${page} lacks the marks between which the table stands`);
  writeFileSync(page, `${text.slice(0, before)}${marks[0]}\n\n${tables.join('\n')}\n\n${text.slice(after)}`);
}
