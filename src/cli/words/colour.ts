/** What decides whether output is coloured. */
export interface ColourSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/**
 * Whether to colour. In falling order: `--color always|never`, NO_COLOR (not empty), CLICOLOR_FORCE or FORCE_COLOR
 * (neither empty nor 0), CLICOLOR=0, TERM=dumb, and at last whether the output is a terminal.
 */
export function wantsColour(choice: 'auto' | 'always' | 'never', { env, isTerminal }: ColourSurroundings): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (isSet(env.NO_COLOR)) return false;
  for (const name of ['CLICOLOR_FORCE', 'FORCE_COLOR']) {
    if (isSet(env[name]) && env[name] !== '0') return true;
  }
  return isTerminal && env.CLICOLOR !== '0' && env.TERM !== 'dumb';
}
