import type { Plan } from '../plan.ts';
import { usageError } from './args.ts';

/** The PATHs of a command that reads: standard input where there are none and something is piped in. */
export function pathsOf({ operands, stdinIsTerminal }: Plan, command: string): readonly string[] {
  if (operands.length > 0) return operands;
  if (!stdinIsTerminal) return ['-'];
  throw usageError(`${command} needs a PATH, or "-" for standard input`, `Try "oomtrail ${command} /var/log".`);
}
