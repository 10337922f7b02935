import { stripVTControlCharacters } from 'node:util';
import { renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import type { App } from '../../src/tui/app/state.ts';
import { AppView } from '../../src/tui/app-view.tsx';
import { createTheme, type ThemeSettings } from '../../src/tui/theme.ts';
import { loaded, press } from './fixture.ts';
import { watching } from './live-fixture.ts';

const plain: ThemeSettings = { colour: false, ascii: false };

const frame = (app: App, settings: ThemeSettings = plain): string =>
  renderToString(<AppView app={app} theme={createTheme(settings)} />, { columns: app.size.columns });

const text = (app: App, settings?: ThemeSettings): string => stripVTControlCharacters(frame(app, settings));

const sizes = [
  [40, 12],
  [80, 24],
  [100, 30],
  [120, 40],
  [200, 60],
] as const;

const screens: Readonly<Record<string, readonly string[]>> = {
  incidents: [],
  detail: ['enter'],
  timeline: ['3', 'n'],
  live: ['4'],
  files: ['5'],
  help: ['?'],
  formula: ['enter', 'enter'],
  log: ['enter', 'enter', 'enter'],
  held: ['enter', 'tab'],
  filter: ['f', 'type:kind:oom !host:web*'],
  palette: [':', 'type:so'],
  // Without samples, a verdict and a wall clock.
  bare: ['G', 'enter'],
};

describe.each(sizes)('at %ix%i', (columns, rows) => {
  it.each(Object.entries(screens))('%s looks as it was read and found right', async (name, keys) => {
    const shown = text(press(loaded({ columns, rows }), ...keys));
    await expect(shown).toMatchFileSnapshot(`frames/${columns}x${rows}-${name}.txt`);
  });

  // A frame that is taller or wider than the terminal scrolls it, and everything flickers.
  it.each(Object.entries(screens))('%s fits the terminal', (_, keys) => {
    const lines = text(press(loaded({ columns, rows }), ...keys)).split('\n');
    expect(lines.length).toBeLessThanOrEqual(rows);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(columns);
  });
});

describe.each(sizes)('a machine that is watched, at %ix%i', (columns, rows) => {
  it('looks as it was read and found right, and fits', async () => {
    const shown = text(press(watching(loaded({ columns, rows })), '4'));
    await expect(shown).toMatchFileSnapshot(`frames/${columns}x${rows}-watching.txt`);
    const lines = shown.split('\n');
    expect(lines.length).toBeLessThanOrEqual(rows);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(columns);
  });
});

describe('any other size', () => {
  // Whoever drags a window's edge passes through all of them.
  it.each([
    [1, 1],
    [10, 3],
    [20, 5],
    [39, 11],
    [60, 16],
    [79, 23],
    [300, 20],
    [30, 90],
  ])('%ix%i is drawn without failing', (columns, rows) => {
    for (const keys of Object.values(screens)) {
      expect(text(press(loaded({ columns, rows }), ...keys)).split('\n').length).toBeLessThanOrEqual(Math.max(3, rows));
    }
  });
});

describe('without colours', () => {
  const app = loaded({ columns: 80, rows: 24 });

  it('shows what is selected in reverse video and by a sign', () => {
    const row = frame(app)
      .split('\n')
      .find((line) => line.includes('agentd'));
    expect(row).toContain('\u001b[7m');
    expect(row).toContain('▶');
  });

  it('uses no colour at all', () => {
    for (const keys of Object.values(screens)) {
      expect(frame(press(app, ...keys))).not.toMatch(/\u001b\[(?:\d+;)*(?:3\d|4\d|9\d)(?:;\d+)*m/);
    }
  });

  it('says the same as with them', () => {
    for (const keys of Object.values(screens)) {
      const now = press(app, ...keys);
      expect(text(now, { colour: true, ascii: false })).toBe(text(now));
    }
  });
});

describe('--ascii', () => {
  it.each(Object.entries(screens))('draws %s with ASCII only', async (name, keys) => {
    const shown = text(press(loaded({ columns: 80, rows: 24 }), ...keys), { colour: false, ascii: true });
    expect(shown).toMatch(/^[\x20-\x7e\n]*$/);
    await expect(shown).toMatchFileSnapshot(`frames/ascii-${name}.txt`);
  });
});
