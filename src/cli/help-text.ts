import { wrap } from '../views/width.ts';
import type { Command } from './command.ts';
import { type OptionName, type OptionSpec, options } from './options.ts';

const screenColumns = 80;

function optionLabel(name: OptionName): string {
  const { short, value }: OptionSpec = options[name];
  const long = `--${name}${value === undefined ? '' : ` ${value}`}`;
  return short === undefined ? `    ${long}` : `-${short}, ${long}`;
}

function optionLines(names: readonly OptionName[], formats: readonly string[]): string[] {
  const labels = names.map(optionLabel);
  const cells = Math.max(...labels.map((label) => label.length));
  return names.map((name, index) => {
    const text = name === 'format' ? formats.join(', ') : options[name].text;
    return `  ${(labels[index] ?? '').padEnd(cells)}  ${text}`;
  });
}

/** The help of one command: examples first, at most one screen of 80 by 24 (a test holds that for all). */
export function commandHelp({ summary, usage, examples, notes, options: names, formats }: Command): string {
  const sections = [
    'Examples:',
    ...examples.map((line) => `  ${line}`),
    '',
    ...wrap(`${summary}.`, screenColumns),
    ...notes,
    `Usage: oomtrail ${usage}`,
    ...(names.length > 0 ? ['', 'Options:', ...optionLines(names, formats)] : []),
  ];
  return `${sections.join('\n')}\n`;
}

/** The help without a command: what to type first, and the list. */
export function overviewHelp(commands: readonly Command[], version: string): string {
  const cells = Math.max(...commands.map(({ name }) => name.length));
  return [
    'Examples:',
    '  oomtrail analyze /var/log             what ran out of memory, worst first',
    '  journalctl -k -o json | oomtrail -    the same from a pipe',
    '  oomtrail why                          this machine: was it OOM?',
    '',
    `oomtrail ${version}: finds every OOM kill, failed allocation and hung task in kernel logs.`,
    'Usage: oomtrail COMMAND [PATH...] [options], or just oomtrail PATH...',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(cells)}  ${summary}`),
    '',
    '"oomtrail help COMMAND" explains one; "oomtrail help exit-codes" the exit status.',
    '',
  ].join('\n');
}
