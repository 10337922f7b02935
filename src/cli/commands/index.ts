import type { Command } from '../command.ts';

/** Every command, in the order in which the help lists them. Loaded when asked for, so that `--version` loads nothing. */
export const commands = {
  open: async () => (await import('./open.ts')).open,
  analyze: async () => (await import('./analyze.ts')).analyze,
  show: async () => (await import('./show.ts')).show,
  report: async () => (await import('./report.ts')).report,
  live: async () => (await import('./live.ts')).live,
  why: async () => (await import('./why.ts')).why,
  check: async () => (await import('./check.ts')).check,
  extract: async () => (await import('./extract.ts')).extract,
  samples: async () => (await import('./samples.ts')).samples,
  import: async () => (await import('./import.ts')).importCommand,
  query: async () => (await import('./query.ts')).query,
  explain: async () => (await import('./explain.ts')).explain,
  formats: async () => (await import('./formats.ts')).formats,
  corpus: async () => (await import('./corpus.ts')).corpus,
  demo: async () => (await import('./demo.ts')).demo,
  completion: async () => (await import('./completion.ts')).completion,
  help: async () => (await import('./help.ts')).help,
  version: async () => (await import('./version.ts')).version,
} as const satisfies Record<string, () => Promise<Command>>;

export type CommandName = keyof typeof commands;

export const commandNames = Object.keys(commands) as readonly CommandName[];

export function isCommandName(word: string): word is CommandName {
  return Object.hasOwn(commands, word);
}

export function loadCommands(): Promise<readonly Command[]> {
  return Promise.all(commandNames.map((name) => commands[name]()));
}
