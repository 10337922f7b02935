import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownError } from '../../errors.ts';
import { packageRoot } from '../../package-root.ts';
import { cleanText } from '../../views/sanitize.ts';
import { cutTo } from '../../views/width.ts';
import type { Command, Context } from '../command.ts';
import { done, type Outcome } from '../exit-status.ts';
import type { Detected } from '../reading/detect-format.ts';
import { usageError } from '../words/args.ts';
import { nearest } from '../words/nearest.ts';

interface Listed {
  readonly name: string;
  readonly samples: readonly string[];
}

/** The line that shows most of a format: the longest behind the heading, where there is more than a heading. */
function tellingLine([sample = '']: readonly string[]): string {
  const lines = sample
    .split('\n')
    .slice(0, 6)
    .map((line) => line.trim());
  const body = lines.length > 2 ? lines.slice(1) : lines;
  return body.reduce((best, line) => (line.length > best.length ? line : best), '');
}

/** One line a format: its name and a line of its first sample. */
function listLines(title: string, formats: readonly Listed[], columns: number): string[] {
  const cells = Math.max(...formats.map(({ name }) => name.length));
  const lines = formats.map(({ name, samples }) => {
    return `  ${name.padEnd(cells)}  ${cutTo(cleanText(tellingLine(samples)), columns - cells - 4)}`;
  });
  return [`${title}:`, ...lines, ''];
}

async function listAll(columns: number): Promise<string> {
  const [{ framings }, { sampleFormats }] = await Promise.all([
    import('../../../parsers/framings/index.ts'),
    import('../../../parsers/samples/index.ts'),
  ]);
  return [
    ...listLines('logs', framings, columns),
    ...listLines('memory samples', sampleFormats, columns),
    'Formats are told by content, never by the name of the file: "oomtrail formats --detect FILE".',
    '',
  ].join('\n');
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function describe({ path, lines, framings, samples }: Detected): string {
  if (lines === 0) return `${cleanText(path)}: empty\n`;
  const [best] = framings;
  const reading =
    best === undefined && samples === null
      ? 'no known format'
      : samples !== null && samples.confidence > (best?.share ?? 0)
        ? `memory samples, ${samples.format}`
        : `a log, ${best?.name}`;
  const claims = [
    ...framings.map(({ name, share }) => `  ${percent(share)} of the first ${lines} lines are ${name}`),
    ...(samples === null
      ? []
      : [`  ${percent(samples.confidence)} of them are memory samples, mostly ${samples.format}`]),
  ];
  return `${cleanText(path)}: ${reading}\n${claims.map((line) => `${line}\n`).join('')}`;
}

async function detect(path: string, { out, notices }: Context): Promise<Outcome> {
  const { detectFormats } = await import('../reading/detect-format.ts');
  const problems: KnownError[] = [];
  let read = false;
  const problem = (error: KnownError): void => {
    notices.problem(error);
    problems.push(error);
  };
  for await (const detected of detectFormats(path, problem)) {
    read = true;
    await out.write(describe(detected));
  }
  return { found: false, read, problems };
}

function schemaText(name: string): string {
  const folder = join(packageRoot, 'schemas');
  const known = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
  if (known.includes(name)) return readFileSync(join(folder, `${name}.json`), 'utf8');
  const guess = nearest(name, known);
  throw usageError(
    `there is no schema "${name}"${guess === null ? '' : `: did you mean ${guess}?`}`,
    `There are ${known.join(', ')}.`,
  );
}

/** What is understood, with a sample line each. */
export const formats: Command = {
  name: 'formats',
  summary: 'List the log and sample formats that oomtrail reads',
  usage: 'formats [--detect FILE | --schema NAME]',
  examples: [
    'oomtrail formats',
    'oomtrail formats --detect /var/log/kern.log',
    'oomtrail formats --schema record > record.schema.json',
  ],
  notes: [],
  options: ['detect', 'schema', 'output'],
  formats: [],
  operands: { least: 0, most: 0 },
  async run(plan, context) {
    if (plan.detect !== null) return detect(plan.detect, context);
    await context.out.write(plan.schema === null ? await listAll(plan.columns) : schemaText(plan.schema));
    return done;
  },
};
