import type { Command } from '../command.ts';
import { done } from '../exit-status.ts';
import { usageError } from '../words/args.ts';
import { commonOptions, type OptionName, type OptionSpec, options } from '../words/options.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

interface Completable {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly OptionName[];
}

const words = (names: readonly OptionName[]): string => names.map((name) => `--${name}`).join(' ');
const takesValue = (name: OptionName): boolean => (options[name] as OptionSpec).value !== undefined;

/** `$` in front of a brace belongs to the shell, hence the backslashes. */
const bash = (list: readonly Completable[]): string => `\
# oomtrail completion bash > /etc/bash_completion.d/oomtrail
_oomtrail() {
  local current="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" flags=
  if [ "$COMP_CWORD" -eq 1 ] && [ "\${current#-}" = "$current" ]; then
    COMPREPLY=($(compgen -W "${list.map(({ name }) => name).join(' ')}" -- "$current") $(compgen -f -- "$current"))
    return
  fi
  case "$command" in
${list.map(({ name, options: names }) => `    ${name}) flags="${words(names)}" ;;`).join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _oomtrail oomtrail
`;

const quoted = (text: string): string => text.replaceAll("'", "'\\''");
const escaped = (text: string): string => quoted(text).replaceAll(/[[\]:]/g, '\\$&');

const zshOption = (name: OptionName): string =>
  `'--${name}[${escaped(options[name].text)}]${takesValue(name) ? ':value:_files' : ''}'`;

const zsh = (list: readonly Completable[]): string => `\
#compdef oomtrail
# oomtrail completion zsh > "\${fpath[1]}/_oomtrail"
_oomtrail() {
  local -a commands
  commands=(
${list.map(({ name, summary }) => `    '${name}:${escaped(summary)}'`).join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; _files; return; fi
  case "$words[2]" in
${list.map(({ name, options: names }) => `    ${name}) _arguments ${names.map(zshOption).join(' ')} '*:path:_files' ;;`).join('\n')}
  esac
}
compdef _oomtrail oomtrail
`;

function fish(list: readonly Completable[]): string {
  return [
    '# oomtrail completion fish > ~/.config/fish/completions/oomtrail.fish',
    ...list.map(
      ({ name, summary }) => `complete -c oomtrail -n __fish_use_subcommand -a ${name} -d '${quoted(summary)}'`,
    ),
    ...list.flatMap(({ name, options: names }) =>
      names.map((option) => {
        const { short, text }: OptionSpec = options[option];
        const letter = short === undefined ? '' : ` -s ${short}`;
        const value = takesValue(option) ? ' -r' : '';
        return `complete -c oomtrail -n '__fish_seen_subcommand_from ${name}' -l ${option}${letter}${value} -d '${quoted(text)}'`;
      }),
    ),
    '',
  ].join('\n');
}

const writers: Readonly<Record<Shell, (list: readonly Completable[]) => string>> = { bash, zsh, fish };

export const completion: Command = {
  name: 'completion',
  summary: 'Print a completion script for bash, zsh or fish',
  usage: 'completion bash|zsh|fish',
  examples: [
    'oomtrail completion bash | sudo tee /etc/bash_completion.d/oomtrail',
    'oomtrail completion zsh > _oomtrail           into a folder of $fpath',
    'oomtrail completion fish > ~/.config/fish/completions/oomtrail.fish',
  ],
  notes: [],
  options: [],
  formats: [],
  operands: { least: 1, most: 1 },
  async run({ operands }, { out, commands }) {
    const shell = shells.find((known) => known === operands[0]);
    if (shell === undefined)
      throw usageError(`completion does not know the shell "${operands[0]}"`, `It knows ${shells.join(', ')}.`);
    const list = (await commands()).map(({ name, summary, options: names }) => ({
      name,
      summary,
      options: [...names, ...commonOptions],
    }));
    await out.write(writers[shell](list));
    return done;
  },
};
