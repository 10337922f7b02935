import type { Command } from '../command.ts';
import { done } from '../exit-status.ts';
import { commandHelp, optionsHelp, overviewHelp } from '../help/help-text.ts';
import { topics } from '../help/topics.ts';
import { usageError } from '../words/args.ts';
import { nearest } from '../words/nearest.ts';

const topicNames = [...Object.keys(topics), 'options'];

function helpOn(topic: string | undefined, commands: readonly Command[]): string {
  if (topic === undefined) return overviewHelp(commands);
  const command = commands.find(({ name }) => name === topic);
  if (command !== undefined) return commandHelp(command);
  if (topic === 'options') return optionsHelp();
  const text = Object.hasOwn(topics, topic) ? topics[topic] : undefined;
  if (text !== undefined) return text;
  const guess = nearest(topic, [...commands.map(({ name }) => name), ...topicNames]);
  throw usageError(
    `there is no help on "${topic}"${guess === null ? '' : `: did you mean ${guess}?`}`,
    `Topics beside the commands: ${topicNames.join(', ')}.`,
  );
}

export const help: Command = {
  name: 'help',
  summary: 'Explain a command or a topic',
  usage: 'help [COMMAND | TOPIC]',
  examples: ['oomtrail help analyze', 'oomtrail help exit-codes', 'oomtrail help times'],
  notes: [`Topics: ${topicNames.join(', ')}.`],
  options: [],
  formats: [],
  operands: { least: 0, most: 1 },
  async run({ operands }, { out, commands }) {
    await out.write(helpOn(operands[0], await commands()));
    return done;
  },
};
