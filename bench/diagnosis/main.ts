import { existsSync, writeFileSync } from 'node:fs';
import { exhibitOf } from '../../src/diagnosis/exhibit.ts';
import { judge } from '../../src/diagnosis/verdict/judge.ts';
import { growthTable } from './benign.ts';
import { causeOfLabel } from './labels.ts';
import { isRight, type Judged, type Measures, measure, type Share, wilson } from './measures.ts';
import { type Run, readRun, runFolders } from './runs.ts';
import { variants } from './variants.ts';

const corpus = process.argv[2] ?? '../shared/corpus';
const output = process.argv[3] ?? null;
if (!existsSync(corpus)) {
  process.stderr.write(`no labelled runs at ${corpus}: name a folder of runs, each with its metadata.json\n`);
  process.exit(2);
}

const folders = runFolders(corpus);
const lines: string[] = [];
const judgedBy = new Map<string, Judged[]>(variants.map(({ name }) => [name, []]));
for (const [index, folder] of folders.entries()) {
  process.stderr.write(`\r${index + 1} of ${folders.length} runs`);
  const run = await readRun(folder);
  for (const variant of variants) judgedBy.get(variant.name)?.push(judgeRun(variant.alter(run)));
}
process.stderr.write('\n');

function judgeRun(run: Run): Judged {
  const verdict = run.incident ? judge(exhibitOf(run.incident, run.records, run.history)) : null;
  return { truth: run.truth, verdict, incidents: run.incident ? 1 : 0 };
}

const percent = ({ hits, of }: Share): string =>
  of === 0 ? '-' : `${Math.round((hits / of) * 100)} % (${hits}/${of})`;

lines.push(
  '| runs | right | right or second | right where decided | undetermined | component | culprit | victim is culprit | silent | sure and wrong | Brier |',
);
lines.push('|---|---|---|---|---|---|---|---|---|---|---|');
for (const { name } of variants) lines.push(row(name, measure(judgedBy.get(name) ?? [], false)));
lines.push(row('log alone, label knowable from it', measure(judgedBy.get('log alone') ?? [], true)));

function row(name: string, m: Measures): string {
  return `| ${name} | ${percent(m.top1)} | ${percent(m.top2)} | ${percent(m.decided)} | ${percent(m.abstained)} | ${percent(m.component)} | ${percent(m.culprit)} | ${percent(m.victimIsCulprit)} | ${percent(m.silent)} | ${m.sureAndWrong} | ${m.brier.toFixed(3)} |`;
}

const main = judgedBy.get('as recorded') ?? [];
lines.push('', '| claimed | mean claim | right | Wilson 95 % |', '|---|---|---|---|');
for (const { from, to, claimed, share } of measure(main, false).bins) {
  const [low, high] = wilson(share);
  lines.push(`| ${from}-${to} | ${claimed.toFixed(2)} | ${percent(share)} | ${low.toFixed(2)}-${high.toFixed(2)} |`);
}

const confusion = new Map<string, number>();
for (const { truth, verdict } of main) {
  const wanted = causeOfLabel[truth.label] ?? '?';
  const got = verdict?.cause ?? 'none';
  if (wanted !== got) confusion.set(`| ${wanted} | ${got} |`, (confusion.get(`| ${wanted} | ${got} |`) ?? 0) + 1);
}
lines.push(
  '',
  '| truth | verdict | runs |',
  '|---|---|---|',
  ...[...confusion].map(([pair, count]) => `${pair} ${count} |`),
);

for (const { name } of variants) {
  lines.push('', `Misses, ${name}:`, '');
  for (const one of judgedBy.get(name) ?? []) {
    if (causeOfLabel[one.truth.label] === 'none' ? one.incidents === 0 : isRight(one)) continue;
    const { verdict, truth } = one;
    lines.push(
      `- ${truth.id}: ${causeOfLabel[truth.label]}, judged ${verdict ? `${verdict.cause} ${verdict.confidence}` : 'no incident'}; next ${verdict?.alternatives[0]?.cause ?? '-'}`,
    );
  }
}
lines.push('', 'Growth without a kill, simulated:', '', ...growthTable());
const text = `${lines.join('\n')}\n`;
process.stdout.write(text);
if (output) writeFileSync(output, text);
