import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandNames, loadCommands } from '../../src/cli/commands/index.ts';
import { commonOptions } from '../../src/cli/words/options.ts';
import { repository, run } from './run.ts';

const readme = readFileSync(`${repository}README.md`, 'utf8');

describe('README.md', () => {
  test('its first screen has the set-up commands and the real output of the demo (vitest -u writes it anew)', async () => {
    const head = readme.split('\n').slice(0, 24).join('\n');
    expect(head).toContain('npm ci && npm start');
    expect(head).toContain('npm ci && npm test');
    const { stdout } = await run(['demo']);
    // The answer is what a reader should see at once; what held the memory and what to do about it follow in the output.
    const answer = `${stdout.slice(0, stdout.indexOf('  held by'))}  ...\n`;
    const current = readme.replace(/```\n\d+ incident[^`]*```/, () => `\`\`\`\n${answer}\`\`\``);
    expect(current).toContain(answer);
    await expect(current).toMatchFileSnapshot(`${repository}README.md`);
  });

  test('it names no command and no option that does not exist', async () => {
    const commands = await loadCommands();
    const options = new Set<string>([...commonOptions, ...commands.flatMap((command) => command.options)]);
    for (const [, word] of readme.matchAll(/oomtrail ([a-z]+)\b/g)) {
      if (word !== 'reads' && word !== 'on' && word !== 'itself') expect(commandNames, word).toContain(word);
    }
    for (const [, option] of readme.matchAll(/ --([a-z][a-z-]+)/g)) expect(options, option).toContain(option);
  });
});
