import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandNames, loadCommands } from '../../src/cli/commands/index.ts';
import { commandHelp, overviewHelp } from '../../src/cli/help/help-text.ts';
import { topics } from '../../src/cli/help/topics.ts';
import { commonOptions, optionNames } from '../../src/cli/words/options.ts';

const commands = await loadCommands();

/** What a terminal of 80 by 24 shows; its last row is the prompt's. */
function expectOneScreen(text: string): void {
  const lines = text.trimEnd().split('\n');
  expect(lines.length, text).toBeLessThanOrEqual(23);
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(80);
}

describe('the list of commands', () => {
  test('has one file a command, named like it', () => {
    const files = readdirSync(new URL('../../src/cli/commands/', import.meta.url));
    expect(files.toSorted()).toEqual([...commandNames.map((name) => `${name}.ts`), 'index.ts'].toSorted());
    expect(commands.map(({ name }) => name)).toEqual([...commandNames]);
  });

  test('every option is taken by some command', () => {
    const taken = new Set([...commonOptions, ...commands.flatMap((command) => command.options)]);
    expect(optionNames.filter((name) => !taken.has(name))).toEqual([]);
  });
});

describe('help', () => {
  test.each(commands.map((command) => [command.name, command] as const))(
    'of %s: examples first, one screen',
    (name, command) => {
      const text = commandHelp(command);
      expect(text.split('\n')[0]).toBe('Examples:');
      expectOneScreen(text);
      expect(command.examples.length).toBeGreaterThan(0);
      expect(command.usage.startsWith(name)).toBe(true);
      expect(command.summary).not.toMatch(/\.$/);
      for (const example of command.examples) expect(example).toContain('oomtrail');
    },
  );

  // An example that does not parse teaches a mistake.
  test.each(commands.map((command) => [command.name, command] as const))(
    'of %s: its examples name options it has',
    (_name, command) => {
      const known = new Set<string>([...commonOptions, ...commands.flatMap(({ options }) => options)]);
      for (const example of command.examples) {
        const ours = example.split(/\s+\|\s+|\s+\|\|\s+/).filter((part) => part.includes('oomtrail'));
        for (const [, option] of ours.join(' ').matchAll(/\s--([a-z-]+)/g)) expect(known, example).toContain(option);
      }
    },
  );

  test('without a command: one screen that names them all', () => {
    const text = overviewHelp(commands);
    expect(text.startsWith('Examples:')).toBe(true);
    expectOneScreen(text);
    for (const name of commandNames) expect(text).toMatch(new RegExp(`\\b${name}\\b`));
  });

  test.each(Object.entries(topics))('on %s fits one screen', (_name, text) => expectOneScreen(text));
});
