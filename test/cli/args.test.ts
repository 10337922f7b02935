import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCommandName } from '../../src/cli/commands/index.ts';
import { parseWords } from '../../src/cli/words/args.ts';
import { type OptionSpec, optionNames, options } from '../../src/cli/words/options.ts';
import { KnownError } from '../../src/errors.ts';

const parse = (...argv: string[]) => parseWords(argv, isCommandName);

function refusal(...argv: string[]): string {
  try {
    parse(...argv);
  } catch (error) {
    if (error instanceof KnownError) return error.message;
    throw error;
  }
  throw new Error(`${argv.join(' ')} was accepted`);
}

describe('parseWords', () => {
  test('the first operand is the command, wherever the options stand', () => {
    for (const argv of [
      ['analyze', 'a.log', '--tz', 'UTC'],
      ['--tz', 'UTC', 'analyze', 'a.log'],
      ['--tz=UTC', 'analyze', 'a.log'],
    ]) {
      const words = parse(...argv);
      expect(words.command).toBe('analyze');
      expect(words.operands).toEqual(['a.log']);
      expect(words.values.get('tz')).toEqual(['UTC']);
    }
  });

  test('without a command the operands are paths; "--" makes a command name a path', () => {
    expect(parse('kern.log', 'check')).toMatchObject({ command: null, operands: ['kern.log', 'check'] });
    expect(parse('--', 'check')).toMatchObject({ command: null, operands: ['check'] });
    expect(parse('show', '--', '-j')).toMatchObject({ command: 'show', operands: ['-j'] });
  });

  test('"-" is an operand and may be a value', () => {
    expect(parse('extract', '-').operands).toEqual(['-']);
    expect(parse('extract', '-o', '-').values.get('output')).toEqual(['-']);
  });

  test('repeatable options gather, others may be given once', () => {
    expect(parse('analyze', '--samples', 'a', '--samples', 'b').values.get('samples')).toEqual(['a', 'b']);
    expect(refusal('analyze', '--tz', 'UTC', '--tz', 'UTC')).toContain('twice');
  });

  test.each([
    ['--sinze', 'did you mean --since?'],
    ['--jsno', 'did you mean --json?'],
    ['--page-sise=4k', 'did you mean --page-size?'],
    ['--frobnicate', 'unknown option --frobnicate'],
    ['-x', 'unknown option -x'],
    ['--constructor', 'unknown option --constructor'],
    ['--__proto__', 'unknown option --__proto__'],
    ['--json=1', 'takes no value'],
    ['--tz', 'needs a value'],
    ['--tz=', 'needs a value'],
  ])('%s is refused: %s', (word, message) => {
    expect(refusal('analyze', word)).toContain(message);
  });

  test('a value that looks like an option is taken for a forgotten value', () => {
    expect(refusal('analyze', '--tz', '--json')).toContain('needs a value');
    expect(parse('analyze', '--tz=-03:00').values.get('tz')).toEqual(['-03:00']);
  });

  // Whatever is typed ends in words or in a sentence, never in a stack.
  test('no command line throws anything but a known error', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom(...optionNames.map((name) => `--${name}`)))),
        (argv) => {
          try {
            parse(...argv);
          } catch (error) {
            expect(error).toBeInstanceOf(KnownError);
          }
        },
      ),
    );
  });
});

describe('the table of options', () => {
  test('short letters are used once', () => {
    const letters = optionNames.flatMap((name) => (options[name] as OptionSpec).short ?? []);
    expect(new Set(letters).size).toBe(letters.length);
    for (const letter of letters) expect(letter).toMatch(/^[a-zA-Z]$/);
  });
});
