import { resolve } from 'node:path';
import { counted } from '../../views/quantities.ts';
import { cleanText } from '../../views/sanitize.ts';
import type { Command, Context } from '../command.ts';
import { done, type Outcome } from '../exit-status.ts';
import type { Plan } from '../plan.ts';
import { usageError } from '../words/args.ts';
import { nearest } from '../words/nearest.ts';
import { undatedLogOptions } from '../words/options.ts';

type Action = (operands: readonly string[], plan: Plan, context: Context) => Promise<Outcome>;

const actions = { run, update, add } as const satisfies Record<string, Action>;

/** Golden cases, ours or the user's own: a log, and what must be found in it. */
export const corpus: Command = {
  name: 'corpus',
  summary: 'Replay logs and compare what is found with what was accepted',
  usage: 'corpus run|update DIR... | corpus add LOG --to DIR [options]',
  examples: [
    'oomtrail corpus add kern.log --to cases --name redis --why "the limit was its"',
    'oomtrail corpus run cases --format tap',
    'oomtrail corpus run cases --ignore "records.*.callTrace"',
    'oomtrail corpus update cases && git diff cases',
  ],
  notes: [
    'run: exits with 1 if a case differs from its expected.json or truth.',
    'update: accepts what is found now and shows it; exits with 1 if that changed.',
    'add: shortens LOG to the least that still gives the same records.',
  ],
  options: ['ignore', 'to', 'name', 'why', 'redact', 'names', ...undatedLogOptions, 'format', 'output'],
  formats: ['text', 'tap', 'junit'],
  operands: { least: 2, most: Number.POSITIVE_INFINITY },
  async run(plan, context) {
    const [word = '', ...operands] = plan.operands;
    if (Object.hasOwn(actions, word)) return actions[word as keyof typeof actions](operands, plan, context);
    const guess = nearest(word, Object.keys(actions));
    throw usageError(
      `corpus does not know "${word}"${guess === null ? '' : `: did you mean ${guess}?`}`,
      `It knows ${Object.keys(actions).join(', ')}.`,
    );
  },
};

async function run(folders: readonly string[], plan: Plan, { out, interrupt }: Context): Promise<Outcome> {
  const [{ findCases }, { runCase }, { protocols }] = await Promise.all([
    import('../../corpus/case.ts'),
    import('../../corpus/run.ts'),
    import('../../corpus/protocols.ts'),
  ]);
  const outcomes = [];
  for (const corpusCase of findCases(folders)) {
    if (interrupt.aborted) break;
    outcomes.push(await runCase(corpusCase, plan.ignore));
  }
  const protocol = protocols[(plan.format ?? 'text') as keyof typeof protocols];
  await out.write(cleanLines(protocol(outcomes)));
  return { ...done, found: outcomes.some(({ passed }) => !passed) };
}

async function update(folders: readonly string[], _plan: Plan, { out, interrupt }: Context): Promise<Outcome> {
  const [{ findCases }, { acceptGolden }, { replayCase }] = await Promise.all([
    import('../../corpus/case.ts'),
    import('../../corpus/golden.ts'),
    import('../../corpus/replay.ts'),
  ]);
  let changed = 0;
  const cases = findCases(folders);
  for (const corpusCase of cases) {
    if (interrupt.aborted) break;
    if (corpusCase.fault !== null) throw usageError(corpusCase.fault, null);
    const difference = acceptGolden(corpusCase, await replayCase(corpusCase));
    if (difference === null) continue;
    changed += 1;
    await out.write(cleanLines(`${corpusCase.name}\n${difference}\n`));
  }
  await out.write(`${changed} of ${cases.length} cases changed\n`);
  return { ...done, found: changed > 0 };
}

async function add([log = '', ...more]: readonly string[], plan: Plan, { out }: Context): Promise<Outcome> {
  const { caseFolder: to, caseName: name, why } = plan;
  if (more.length > 0) throw usageError('corpus add takes one LOG', 'A case of several logs is made by hand.');
  if (to === null || name === null || why === null) {
    throw usageError(
      'corpus add needs --to DIR, --name NAME and --why TEXT',
      '--why says what would go unnoticed without the case.',
    );
  }
  const [{ addCase }, { redactorFor, writePseudonyms }] = await Promise.all([
    import('../../corpus/add.ts'),
    import('../writing/pseudonyms-file.ts'),
  ]);
  const redactor = await redactorFor(plan);
  const facts = { why, tz: plan.zone, year: plan.year, pageSizeBytes: plan.pageSizeBytes };
  const { added, records, linesBefore, linesAfter } = await addCase({
    log: resolve(log),
    to,
    name,
    facts,
    redactor,
  });
  await writePseudonyms(plan.pseudonymsFile, redactor);
  const lines =
    linesAfter === linesBefore
      ? `${counted(linesBefore, 'line')}: nothing could be left out`
      : `${linesAfter} of ${counted(linesBefore, 'line')}`;
  const found =
    records.length === 0 ? 'nothing is found in it' : `${records.length} found: ${kinds(records.map((r) => r.kind))}`;
  await out.write(cleanLines(`${added.folder}\n  ${lines}, ${found}\n  Read expected.json before you keep it.\n`));
  return done;
}

function kinds(found: readonly string[]): string {
  return [...new Set(found)].map((kind) => `${found.filter((other) => other === kind).length} ${kind}`).join(', ');
}

function cleanLines(text: string): string {
  return text.split('\n').map(cleanText).join('\n');
}
