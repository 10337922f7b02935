import { packageVersion } from '../../package-root.ts';
import type { Command } from '../command.ts';
import { done } from '../exit-status.ts';

export const version: Command = {
  name: 'version',
  summary: 'Print the version',
  usage: 'version',
  examples: ['oomtrail version', 'oomtrail --version'],
  notes: [],
  options: [],
  formats: [],
  operands: { least: 0, most: 0 },
  async run(_plan, { out }) {
    await out.write(`oomtrail ${packageVersion()}\n`);
    return done;
  },
};
