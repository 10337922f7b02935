import { wrap } from '../../views/width.ts';
import type { Command } from '../command.ts';
import { type OptionName, type OptionSpec, optionNames, options } from '../words/options.ts';

const screenColumns = 80;

function optionLabel(name: OptionName): string {
  const { short, value }: OptionSpec = options[name];
  const long = `--${name}${value === undefined ? '' : ` ${value}`}`;
  return short === undefined ? `    ${long}` : `-${short}, ${long}`;
}

/** Short ways to name a format; told where the formats are, not in lines of their own. */
const shortForms: Readonly<Record<string, string>> = { json: 'json (-j, --json)', jsonl: 'jsonl (--jsonl)' };

function formatChoices(formats: readonly string[]): string {
  return formats.map((name) => shortForms[name] ?? name).join(', ');
}

function optionLines(names: readonly OptionName[], formats: readonly string[]): string[] {
  const labels = names.map(optionLabel);
  const cells = Math.max(...labels.map((label) => label.length));
  return names.map((name, index) => {
    const text = name === 'format' ? formatChoices(formats) : options[name].text;
    return `  ${(labels[index] ?? '').padEnd(cells)}  ${text}`;
  });
}

/** Rows of an 80x24 terminal less the prompt's. */
const screenRows = 23;

/**
 * The help of one command: examples first, at most one screen of 80 by 24 (a test holds that for all). Where the options
 * do not fit, the last ones are only named (`oomtrail help options` describes them all): a command lists first what is needed most.
 */
export function commandHelp({ summary, usage, examples, notes, options: names, formats }: Command): string {
  const head = [
    'Examples:',
    ...examples.map((line) => `  ${line}`),
    '',
    ...wrap(`${summary}.`, screenColumns),
    ...notes.flatMap((note) => wrap(note, screenColumns)),
    ...wrap(`Usage: oomtrail ${usage}`, screenColumns),
  ];
  const rows = screenRows - head.length - 2;
  const told = names.filter((name) => !(names.includes('format') && Object.hasOwn(shortForms, name)));
  const options = told.length === 0 ? [] : ['', 'Options:', ...fittingOptions(told, formats, rows)];
  return `${[...head, ...options].join('\n')}\n`;
}

function fittingOptions(names: readonly OptionName[], formats: readonly string[], rows: number): string[] {
  for (let described = names.length; described > 0; described -= 1) {
    const rest = names.slice(described).map((name) => optionLabel(name).trim());
    const named = rest.length === 0 ? [] : wrap(`Also (oomtrail help options): ${rest.join(', ')}`, screenColumns);
    const lines = [...optionLines(names.slice(0, described), formats), ...named];
    if (lines.length <= rows) return lines;
  }
  return wrap(
    `Options (oomtrail help options): ${names.map((name) => optionLabel(name).trim()).join(', ')}`,
    screenColumns,
  );
}

/** All options of all commands, for `oomtrail help options`. */
export function optionsHelp(): string {
  return `${optionLines(optionNames, ['output format, as far as the command offers it']).join('\n')}\n`;
}

/** Commands that everybody expects: named in one line, since the screen is short. */
const expected: readonly string[] = ['completion', 'help', 'version'];

/** The help without a command: what to type first, and the list. */
export function overviewHelp(commands: readonly Command[]): string {
  const listed = commands.filter(({ name }) => !expected.includes(name));
  const cells = Math.max(...listed.map(({ name }) => name.length));
  return [
    'Examples:',
    '  oomtrail analyze /var/log             what ran out of memory, worst first',
    '  journalctl -k -o json | oomtrail -    the same from a pipe',
    '  oomtrail why                          was it OOM, on this machine?',
    '',
    'Usage: oomtrail COMMAND [PATH...] [options], or just oomtrail PATH...',
    '',
    ...listed.map(({ name, summary }) => `  ${name.padEnd(cells)}  ${summary}`),
    'Also: version, completion SHELL, help COMMAND, help exit-codes, help times',
    '',
  ].join('\n');
}
