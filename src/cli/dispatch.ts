import { existsSync } from 'node:fs';
import { packageVersion } from '../package-root.ts';
import type { Command, Context } from './command.ts';
import { type CommandName, commandNames, commands, isCommandName, loadCommands } from './commands/index.ts';
import { done, type Outcome } from './exit-status.ts';
import type { Plan, Surroundings } from './plan.ts';
import { parseWords, usageError, type Words } from './words/args.ts';
import { nearest } from './words/nearest.ts';
import { commonOptions, type OptionName } from './words/options.ts';

/**
 * What PATHs without a command mean: the screens on a terminal, the analysis as text everywhere else, and where the words
 * ask for something that only text can be.
 */
function commandOfBareWords({ switches, values }: Words, { stdoutIsTerminal, env }: Surroundings): CommandName {
  const wantsText = ['json', 'jsonl', 'verbose', 'quiet'].some((name) => switches.has(name as OptionName));
  const choosesForm = values.has('format') || values.has('output');
  const showsScreens = stdoutIsTerminal && env.TERM !== undefined && env.TERM !== '' && env.TERM !== 'dumb';
  return showsScreens && !wantsText && !choosesForm ? 'open' : 'analyze';
}

/** A word that is no path and looks like a command was mistyped: said before anything is read. */
function refuseMistyped(word: string): void {
  if (word === '-' || /[./*]/.test(word) || existsSync(word)) return;
  const guess = nearest(word, commandNames);
  throw usageError(
    `"${word}" is neither a command nor a file${guess === null ? '' : `: did you mean "oomtrail ${guess}"?`}`,
    '"oomtrail help" lists the commands.',
  );
}

function refuseForeignOptions(words: Words, command: Command): void {
  const accepted = new Set<OptionName>([...command.options, ...commonOptions]);
  for (const name of [...words.switches, ...words.values.keys()]) {
    if (accepted.has(name)) continue;
    const guess = nearest(name, command.options);
    throw usageError(
      `oomtrail ${command.name} has no option --${name}${guess === null ? '' : `: did you mean --${guess}?`}`,
      `"oomtrail ${command.name} --help" lists its options.`,
    );
  }
}

function refuseOperands({ name, operands: { least, most, instead }, usage }: Command, count: number): void {
  if (count < least)
    throw usageError(`${name} needs ${least === 1 ? 'an argument' : `${least} arguments`}`, `Usage: oomtrail ${usage}`);
  if (count > most)
    throw usageError(
      `${name} takes ${most === 0 ? 'no argument' : `no more than ${most}`}`,
      instead ?? `Usage: oomtrail ${usage}`,
    );
}

/** A command line that is understood. */
export interface Dispatched {
  readonly plan: Plan | null;
  run(context: Context): Promise<Outcome>;
}

const printing = (text: string): Dispatched => ({
  plan: null,
  async run({ out }) {
    await out.write(text);
    return done;
  },
});

/**
 * Finds the command that the words mean and resolves its plan. `--version` and `--help` win over everything else.
 * Without a command: PATHs, or a pipe on standard input, are opened or analyzed; with nothing at all the help is shown.
 */
export async function dispatch(argv: readonly string[], surroundings: Surroundings): Promise<Dispatched> {
  const words = parseWords(argv, isCommandName);
  if (words.switches.has('version')) return printing(`oomtrail ${packageVersion()}\n`);
  const hasInput = words.operands.length > 0 || !surroundings.stdinIsTerminal;
  if (words.command === null && (words.switches.has('help') || !hasInput)) {
    const { overviewHelp } = await import('./help/help-text.ts');
    return printing(overviewHelp(await loadCommands()));
  }
  const [first] = words.operands;
  if (words.command === null && first !== undefined) refuseMistyped(first);
  const command: Command = await commands[(words.command ?? commandOfBareWords(words, surroundings)) as CommandName]();
  if (words.switches.has('help')) {
    const { commandHelp } = await import('./help/help-text.ts');
    return printing(commandHelp(command));
  }
  refuseForeignOptions(words, command);
  refuseOperands(command, words.operands.length);
  const { resolvePlan } = await import('./words/resolve-plan.ts');
  const plan = await resolvePlan(words, command.formats, surroundings);
  return { plan, run: (context) => command.run(plan, context) };
}
