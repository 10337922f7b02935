import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configFile, hintWasSeen, keepHintSeen, readOwnKeys } from '../../src/tui/config/user-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-home-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the configuration', () => {
  it('lies where XDG_CONFIG_HOME says, and below the home where it says nothing', () => {
    expect(configFile({ XDG_CONFIG_HOME: folder })).toBe(join(folder, 'oomtrail', 'config.toml'));
    expect(configFile({})).toBe(join(homedir(), '.config', 'oomtrail', 'config.toml'));
    expect(configFile({ XDG_CONFIG_HOME: '' })).toBe(configFile({}));
  });

  it('is no trouble where there is none, and its keys are read where there is one', () => {
    const env = { XDG_CONFIG_HOME: folder };
    expect(readOwnKeys(env)).toEqual({ byCommand: new Map(), problems: [] });
    mkdirSync(join(folder, 'oomtrail'));
    writeFileSync(configFile(env), '[keys]\nreport = "w"\n');
    expect(readOwnKeys(env)).toEqual({ byCommand: new Map([['report', ['w']]]), problems: [] });
  });

  it('that is there and cannot be read is told', () => {
    const env = { XDG_CONFIG_HOME: folder };
    mkdirSync(configFile(env), { recursive: true });
    expect(readOwnKeys(env).problems).toEqual([expect.stringContaining('cannot be read')]);
  });
});

describe('the hint for newcomers', () => {
  it('was seen once it was kept, also where the folder was not there', () => {
    const env = { XDG_STATE_HOME: join(folder, 'not', 'yet') };
    expect(hintWasSeen(env)).toBe(false);
    keepHintSeen(env);
    expect(hintWasSeen(env)).toBe(true);
  });

  it('comes again, without a word, where nothing can be kept', () => {
    const env = { XDG_STATE_HOME: join(folder, 'file') };
    writeFileSync(env.XDG_STATE_HOME, '');
    keepHintSeen(env);
    expect(hintWasSeen(env)).toBe(false);
  });
});
