import { parseArgs } from 'node:util';
import { exitCodes, KnownError } from '../../errors.ts';
import { nearest } from './nearest.ts';
import { type OptionName, type OptionSpec, optionNames, options } from './options.ts';

/** The command line as it was typed: nothing is interpreted yet. */
export interface Words {
  /** Null where the first word is no command. */
  readonly command: string | null;
  readonly operands: readonly string[];
  /** Options without a value. */
  readonly switches: ReadonlySet<OptionName>;
  /** Options with a value, in the order typed. */
  readonly values: ReadonlyMap<OptionName, readonly string[]>;
}

export function usageError(message: string, hint: string | null): KnownError {
  return new KnownError(message, { exitCode: exitCodes.unusable, hint });
}

const specs: Readonly<Record<string, OptionSpec>> = options;

const parseConfig = Object.fromEntries(
  optionNames.map((name) => {
    const { short, value } = specs[name] as OptionSpec;
    return [name, { type: value === undefined ? 'boolean' : 'string', ...(short === undefined ? {} : { short }) }];
  }),
) as Record<string, { type: 'boolean' | 'string'; short?: string }>;

function unknownOption(rawName: string, command: string | null): KnownError {
  const name = rawName.replace(/^-+/, '');
  const guess = rawName.startsWith('--') ? nearest(name, optionNames) : null;
  const help = command === null ? 'oomtrail --help' : `oomtrail ${command} --help`;
  return usageError(
    `unknown option ${rawName}${guess === null ? '' : `: did you mean --${guess}?`}`,
    `"${help}" lists the options.`,
  );
}

/**
 * Splits the words into command, operands and options; the first operand is the command if it is the name of one.
 * Throws a `KnownError` for an option that does not exist, lacks its value or takes none.
 */
export function parseWords(argv: readonly string[], isCommand: (word: string) => boolean): Words {
  const { tokens } = parseArgs({
    args: [...argv],
    options: parseConfig,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const operands: string[] = [];
  const switches = new Set<OptionName>();
  const values = new Map<OptionName, string[]>();
  let command: string | null = null;
  let terminated = false;
  for (const token of tokens) {
    if (token.kind === 'option-terminator') {
      terminated = true;
    } else if (token.kind === 'positional') {
      if (command === null && operands.length === 0 && !terminated && isCommand(token.value)) command = token.value;
      else operands.push(token.value);
    } else {
      const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
      if (spec === undefined) throw unknownOption(token.rawName, command);
      const name = token.name as OptionName;
      if (spec.value === undefined) {
        if (token.value !== undefined)
          throw usageError(`${token.rawName} takes no value`, `Write it as ${token.rawName}.`);
        switches.add(name);
        continue;
      }
      const looksLikeOption = token.inlineValue === false && token.value.length > 1 && token.value.startsWith('-');
      if (token.value === undefined || token.value === '' || looksLikeOption) {
        const inline = `--${name}=${looksLikeOption ? token.value : spec.value}`;
        throw usageError(`${token.rawName} needs a value`, `Write it as ${inline}.`);
      }
      const before = values.get(name);
      if (before === undefined) values.set(name, [token.value]);
      else if (spec.multiple === true) before.push(token.value);
      else throw usageError(`--${name} is given twice`, 'Give it once.');
    }
  }
  return { command, operands, switches, values };
}
