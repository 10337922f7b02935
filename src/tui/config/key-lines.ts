import { keymap as usual } from '../keymap/index.ts';

/** What a user's configuration says of keys, and what of it makes no sense. */
export interface OwnKeys {
  /** Keys of a command, in the place of its usual ones. */
  readonly byCommand: ReadonlyMap<string, readonly string[]>;
  /** Sentences that begin with the number of their line. */
  readonly problems: readonly string[];
}

const header = /^\[([^\]]*)\]$/;
const setting = /^([A-Za-z]+)\s*=\s*(?:"([^"]*)"|\[([^\]]*)\])$/;
const named =
  /^(?:ctrl\+[a-z]|shift\+(?:left|right|tab)|up|down|left|right|pageup|pagedown|home|end|enter|escape|space|tab|backspace|f1|f2)$/;

const isKey = (key: string): boolean => [...key].length === 1 || named.test(key);

/**
 * The section `[keys]` of a configuration file in TOML: `report = "w"`, `down = ["j", "ctrl+n"]`. Other sections are not
 * read. Commands are those of the palette.
 */
export function parseKeyLines(text: string): OwnKeys {
  const byCommand = new Map<string, readonly string[]>();
  const problems: string[] = [];
  const commands = new Set(usual.map(({ command }) => command));
  let section = '';
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim();
    const problem = (what: string): void => void problems.push(`line ${index + 1}: ${what}`);
    if (line === '' || line.startsWith('#')) continue;
    const title = header.exec(line.replace(/\s*#[^"]*$/, ''));
    if (title !== null) {
      section = title[1] ?? '';
      continue;
    }
    if (section !== 'keys') continue;
    const [, command = '', one, several] = setting.exec(line) ?? setting.exec(line.replace(/\s+#[^"]*$/, '')) ?? [];
    const keys = one === undefined ? [...(several ?? '').matchAll(/"([^"]*)"/g)].map(([, key = '']) => key) : [one];
    const wrong = keys.find((key) => !isKey(key));
    if (command === '') problem('a key is set as: report = "w"');
    else if (!commands.has(command)) problem(`no command "${command}"`);
    else if (keys.length === 0) problem(`no key for ${command}`);
    else if (wrong !== undefined) problem(`no key "${wrong}"`);
    else byCommand.set(command, keys);
  }
  return { byCommand, problems };
}
