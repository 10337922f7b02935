import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandNames, loadCommands } from '../src/cli/commands/index.ts';
import { commonOptions } from '../src/cli/words/options.ts';

const root = join(import.meta.dirname, '..');
/** Written by hand; the reports of docs/examples are written by the program and tested as such. */
const documents = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  .trimEnd()
  .split('\n')
  .filter(
    (path) => existsSync(join(root, path)) && !/^docs\/examples\/(?!README)/.test(path) && !/^corpus\/.*\//.test(path),
  );

const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);
const commands = await loadCommands();
const options = new Set<string>([...commonOptions, ...commands.flatMap((command) => command.options)]);

/** Headings as GitHub makes anchors of them. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

// A reader who follows a document into nothing trusts the rest of it less.
describe.each(documents)('%s', (document) => {
  const text = readFileSync(join(root, document), 'utf8');

  it('links to files and headings that are there', () => {
    const dead = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^https?:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? join(root, document) : join(root, dirname(document), path);
        if (!existsSync(file)) return true;
        return anchor !== undefined && !anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
      });
    expect(dead).toEqual([]);
  });

  it('names files of the repository that are there', () => {
    const named = [...text.matchAll(/`((?:src|parsers|test|bench|docs|corpus|schemas|contrib|bin)\/[\w./-]*\w)\/?`/g)];
    expect(named.map(([, path = '']) => path).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names commands, options and scripts that there are', () => {
    const code = [...text.matchAll(/```(?:sh|bash|console)?\n(.*?)```|`([^`\n]+)`/gs)].map(
      ([, block, inline]) => block ?? inline ?? '',
    );
    const lines = code.flatMap((piece) => piece.split('\n'));
    const ours = lines.filter((line) => /^(?:\$ )?(?:sudo )?(?:.*\| *)?oomtrail /.test(line));
    for (const line of ours) {
      const words = (line.split(/oomtrail /)[1] ?? '').split(/ {2,}| \| /)[0] ?? '';
      const [word = ''] = words.split(' ');
      if (/^[a-z]+$/.test(word)) expect(commandNames, line).toContain(word);
      for (const [, option] of words.matchAll(/(?<!\S)--([a-z][a-z-]+)/g)) expect(options, line).toContain(option);
    }
    const unknown = lines.flatMap((line) => [...line.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name));
    expect(unknown.filter((name) => !scripts.includes(name ?? ''))).toEqual([]);
  });
});
