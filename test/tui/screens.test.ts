import { describe, expect, it } from 'vitest';
import { currentDossier, shownAddress } from '../../src/tui/app/answers.ts';
import { selectedRow, visibleRows } from '../../src/tui/app/select.ts';
import { update } from '../../src/tui/app/update.ts';
import { headerLine } from '../../src/tui/chrome/header.ts';
import { shownLog } from '../../src/tui/screens/detail/context.ts';
import { cursorNote } from '../../src/tui/screens/detail/curve.ts';
import { groundsOf } from '../../src/tui/screens/detail/grounds/index.ts';
import { sortedHolders } from '../../src/tui/screens/detail/held.ts';
import { tellingRow } from '../../src/tui/screens/detail/log-row.ts';
import { focusOf } from '../../src/tui/screens/detail/state.ts';
import { fileLines } from '../../src/tui/screens/files/rows.ts';
import { nowLines } from '../../src/tui/screens/live/now.ts';
import { plainOf } from '../../src/tui/text/line.ts';
import { createTheme } from '../../src/tui/theme.ts';
import { loaded, points, press, pressAll, rows, settled, zone } from './fixture.ts';
import { liveState, watching } from './live-fixture.ts';

const size = { columns: 120, rows: 40 };
const start = loaded(size);
const theme = createTheme({ colour: false, ascii: false });

// Inputs of two trees share no folder: whatever is cut, the name of the file must stay.
it('files: of a path that does not fit the end is shown', () => {
  const [file] = start.found.files;
  const paths = ['/srv/collected/2026-06/db-01.example.org/var/log/kern.log', '/tmp/other/syslog'];
  const files = paths.map((path) => ({ ...(file as NonNullable<typeof file>), path }));
  const shown = fileLines({ ...start, found: { ...start.found, files } }, { width: 80, height: 20, theme });
  expect(shown.map(plainOf)).toContainEqual(expect.stringMatching(/…\S*\/kern\.log /));
});

describe('incidents', () => {
  it('moves through the list and stops at its ends', () => {
    expect(selectedRow(press(start, 'down', 'j'))?.rank).toBe(3);
    expect(selectedRow(press(start, 'down', 'down', 'down', 'down'))?.rank).toBe(3);
    expect(selectedRow(press(start, 'G', 'g'))?.rank).toBe(1);
    expect(selectedRow(press(start, 'up'))?.rank).toBe(1);
  });

  it('sorts by the next column and back', () => {
    expect(visibleRows(press(start, 's')).map(({ rank }) => rank)).toEqual([2, 1, 3]);
    expect(visibleRows(press(start, 's', 'r')).map(({ rank }) => rank)).toEqual([3, 1, 2]);
    expect(visibleRows(press(start, ...'sssssss')).map(({ rank }) => rank)).toEqual([1, 2, 3]);
  });

  it('filters while one types, keeps it with Enter, and Escape brings back what was there', () => {
    const typing = press(start, 'f', 'type:host:web');
    expect(visibleRows(typing).map(({ rank }) => rank)).toEqual([2]);
    expect(press(typing, 'enter').filter).toBe('host:web');
    expect(visibleRows(press(typing, 'escape'))).toHaveLength(3);
    expect(visibleRows(press(typing, 'enter', 'escape'))).toHaveLength(3);
  });

  it('completes fields and values', () => {
    expect(press(start, 'f', 'type:ca', 'tab').overlay).toMatchObject({ text: 'cause:' });
    expect(press(start, 'f', 'type:!cause:lim', 'tab').overlay).toMatchObject({ text: '!cause:limit-too-small ' });
  });

  it('searches, goes round, and says when nothing is found', () => {
    const found = press(start, '/', 'type:tasks hung', 'enter');
    expect(selectedRow(found)?.rank).toBe(3);
    expect(selectedRow(press(found, 'n'))?.rank).toBe(3);
    expect(press(start, '/', 'type:nowhere', 'enter').message?.text).toContain('not found');
    // No regular expression: taken as it stands.
    expect(selectedRow(press(start, '/', 'type:(pid 254', 'enter'))?.rank).toBe(1);
  });

  it('copies the marked references, else the selected one', () => {
    expect(pressAll(start, 'y').effects).toEqual([{ type: 'copy', text: 'kern.log:431' }]);
    expect(pressAll(start, 'space', 'down', 'space', 'y').effects).toEqual([
      { type: 'copy', text: 'kern.log:431\nold/dmesg.txt:12' },
    ]);
  });

  it('exports the marked incidents in the order of the list, under a name one can change', () => {
    const opened = press(start, 'space', 'down', 'space', 'o');
    expect(opened.overlay).toMatchObject({ prompt: 'palette', text: 'export oomtrail-2-incidents.md' });
    expect(pressAll(opened, 'enter').effects).toEqual([
      { type: 'report', ids: [rows[0]?.id, rows[2]?.id], file: 'oomtrail-2-incidents.md' },
    ]);
    expect(pressAll(start, ':', 'type:export all.jsonl', 'enter').effects).toEqual([
      { type: 'report', ids: [rows[0]?.id], file: 'all.jsonl' },
    ]);
  });

  it('stays on its incident while others come in', () => {
    const third = press(start, 'G');
    const more = [...rows.slice(0, 1), { ...rows[0], id: 'new', rank: 2 } as (typeof rows)[number], ...rows.slice(1)];
    const part = { rows: more, from: 0, total: 4, final: true, notes: [], zone };
    const [after] = update(third, { type: 'news', news: { type: 'incidents', part } });
    expect(selectedRow(after)?.id).toBe(rows[2]?.id);
  });

  it('takes parts of a long list one after the other', () => {
    const long = Array.from(
      { length: 1200 },
      (_, index) => ({ ...rows[0], id: `id${index}`, rank: index + 1 }) as (typeof rows)[number],
    );
    let app = start;
    for (let from = 0; from < 1200; from += 500) {
      const part = { rows: long.slice(from, from + 500), from, total: 1200, final: true, notes: [], zone };
      [app] = update(app, { type: 'news', news: { type: 'incidents', part } });
    }
    expect(visibleRows(app)).toHaveLength(1200);
    expect(selectedRow(press(app, 'G'))?.rank).toBe(1200);
    expect(press(app, 'G').incidents.list.top).toBeGreaterThan(1100);
  });
});

describe('detail', () => {
  const detail = press(start, 'enter');

  it('opens with the evidence in focus and the report in the log', () => {
    expect(focusOf(detail.detail)).toBe('evidence');
    expect(shownAddress(detail)).toMatchObject({ path: 'kern.log', line: 431 });
  });

  it('takes the log along through the evidence', () => {
    const second = press(detail, 'down', 'up');
    expect(shownLog(second)?.address).toMatchObject({ path: 'ps-aux.txt', line: 90 });
  });

  it('leads from a claim to its formula and from there to its lines', () => {
    const formula = press(detail, 'enter');
    expect(formula.overlay).toMatchObject({ type: 'formula' });
    const lines = press(formula, 'enter');
    expect(lines.overlay).toBeNull();
    expect(lines.detail.enlarged).toBe(true);
    expect(shownLog(lines)?.address).toMatchObject({ path: 'ps-aux.txt', line: 90 });
    expect(press(lines, 'escape').detail.enlarged).toBe(false);
  });

  it('leads from a program to its row in the task table', () => {
    const held = press(detail, 'tab');
    expect(focusOf(held.detail)).toBe('held');
    const proof = press(held, 'enter');
    expect(groundsOf(proof)?.inputs).toContainEqual([
      'rss',
      '250 MiB = 64,000 pages of 4,096 B, in 1 row of the task table',
    ]);
    const lines = press(proof, 'enter');
    const log = shownLog(lines);
    expect(log?.raw.lines[(log && tellingRow(lines, log)) ?? 0]).toContain('agentd');
  });

  it('sorts the programs by what they hold, or by what they gained', () => {
    const held = press(detail, 'tab');
    const first = (app: typeof held): string | undefined => {
      const dossier = currentDossier(app);
      return dossier === null ? undefined : sortedHolders(dossier, app.preferences)[0]?.comm;
    };
    expect(first(held)).toBe('agentd');
    const grown = { ...held, preferences: { ...held.preferences, byGrowth: true } };
    expect(press(held, 's').preferences).toEqual(grown.preferences);
    const dossier = currentDossier(held);
    const shrunk =
      dossier === null ? [] : dossier.holders.map((one) => ({ ...one, grownBytes: one.comm === 'nginx' ? 9 : 1 }));
    expect(dossier && sortedHolders({ ...dossier, holders: shrunk }, grown.preferences)[0]?.comm).toBe('nginx');
  });

  it('leads from a part of the memory to the report', () => {
    const memory = press(detail, 'tab', 'tab', 'tab');
    expect(focusOf(memory.detail)).toBe('memory');
    expect(shownLog(press(memory, 'enter', 'enter'))?.address).toMatchObject({ path: 'kern.log', line: 431 });
  });

  it('moves the cursor from sample to sample, from the event on, and leads to the sample', () => {
    const chart = press(detail, 'tab', 'tab');
    expect(focusOf(chart.detail)).toBe('chart');
    const event = currentDossier(chart)?.eventUs ?? 0;
    const before = points.filter(({ atUs }) => atUs <= event);
    expect(press(chart, 'left').detail.cursorUs).toBe(before.at(-1)?.atUs);
    expect(press(chart, 'left', 'left').detail.cursorUs).toBe(before.at(-2)?.atUs);
    expect(press(chart, 'left', 'left', 'right').detail.cursorUs).toBe(before.at(-1)?.atUs);
    const source = press(chart, 'left', 'enter', 'enter');
    expect(shownLog(source)?.address).toEqual(before.at(-1)?.source);
    // The second place is where the sentence below the curve begins.
    expect(shownLog(press(chart, 'left', 'enter', '2'))?.address).toEqual(before[0]?.source);
  });

  it('zooms around the cursor and shows everything again', () => {
    const near = press(detail, 'left', 'z', 'z').detail;
    const { fromUs = 0, toUs = 0 } = near.window ?? {};
    expect(toUs - fromUs).toBeLessThan(40e6);
    expect(near.cursorUs).toBeGreaterThanOrEqual(fromUs);
    expect(near.cursorUs).toBeLessThanOrEqual(toUs);
    const all = press(detail, 'z', '0').detail.window;
    expect((all?.toUs ?? 0) - (all?.fromUs ?? 0)).toBeGreaterThan(100e6);
  });

  it('goes to the next incident and back, and says at the ends that there is none', () => {
    expect(press(detail, ']').detail.id).toBe(rows[1]?.id);
    expect(press(detail, ']', '[').detail.id).toBe(rows[0]?.id);
    expect(press(detail, '[').message?.text).toContain('first');
    expect(selectedRow(press(detail, ']', 'q'))?.rank).toBe(2);
  });

  it('shows an incident without clock, samples and verdict', () => {
    const bare = press(start, 'G', 'enter');
    expect(currentDossier(bare)?.incident.start).toBeNull();
    for (const key of ['enter', 'left', 'z', 'm', 'e', 'tab', 'd', 'w', 'R'])
      expect(() => press(bare, key)).not.toThrow();
  });
});

describe('timeline', () => {
  const timeline = press(start, '3');

  it('goes from incident to incident and opens the one at the cursor', () => {
    const first = press(timeline, 'n');
    expect(first.timeline.cursorUs).toBe(rows[0]?.startUs);
    const second = press(first, 'n');
    expect(second.timeline.cursorUs).toBe(rows[1]?.startUs);
    expect(press(second, 'enter').detail.id).toBe(rows[1]?.id);
    expect(press(second, 'n').message?.text).toContain('no incident after');
  });

  it('zooms, keeps the cursor inside, and comes back', () => {
    const near = press(timeline, 'n', 'z', 'z', 'z').timeline;
    expect(near.window?.fromUs).toBeLessThanOrEqual(near.cursorUs ?? 0);
    expect(near.window?.toUs).toBeGreaterThanOrEqual(near.cursorUs ?? 0);
    expect(press(timeline, 'q').screen).toBe('incidents');
  });

  it('moves a machine by the correction of its clock on every screen, and back', () => {
    const moved = press(start, ':', 'type:clock db01 +3.2s', 'enter');
    const shift = (app: typeof start): number => (visibleRows(app)[0]?.startUs ?? 0) - (rows[0]?.startUs ?? 0);
    expect(moved.screen).toBe('incidents');
    expect(shift(moved)).toBe(3_200_000);
    expect(press(moved, '3', 'n').timeline.cursorUs).toBe((rows[0]?.startUs ?? 0) + 3_200_000);
    const times = (app: typeof start): string =>
      plainOf(headerLine(press(app, 'enter'), theme)) + cursorNote(press(app, 'enter', 'tab', 'tab', 'left'));
    expect(times(start)).toContain('11:57:41');
    expect(times(moved)).toContain('11:57:45');
    expect(times(moved)).not.toContain('11:57:41');
    const back = press(moved, ':', 'type:clock db01 0', 'enter');
    expect(shift(back)).toBe(0);
    expect(press(start, ':', 'type:clock nobody 3s', 'enter').message?.text).toContain('clock HOST');
  });

  it('hides a lane, and all come back after the last', () => {
    expect(press(timeline, 'x').timeline.hidden).toEqual(['db01']);
    expect(press(timeline, 'x', 'x', 'x').timeline.hidden).toEqual([]);
  });

  it('goes to a time that is typed', () => {
    const there = press(start, ':', 'type:goto 13:40', 'enter');
    expect(there.screen).toBe('timeline');
    expect(new Date((there.timeline.cursorUs ?? 0) / 1000).toISOString()).toBe('2026-01-06T08:10:00.000Z');
    expect(press(start, ':', 'type:goto later', 'enter').message?.text).toContain('no time');
  });
});

describe('live', () => {
  const live = watching(press(start, '4'));

  it('shows an end in sight as an alarm only where a warning was given', () => {
    const forecast = (warning: typeof liveState.warning) =>
      plainOf(nowLines({ ...liveState, warning }, 100, theme)[1]!);
    expect(forecast('critical')).toMatch(/^! at this slope memory and swap run out in /);
    expect(forecast('clear')).toMatch(/^at this slope /);
  });

  it('opens the incident of the selected event, and says where there is none', () => {
    expect(press(live, 'enter').detail.id).toBe(rows[0]?.id);
    expect(press(live, 'down', 'enter').message?.text).toContain('no incident');
  });

  // The list came, and the state that names its incident is a quarter of a second behind.
  it('opens the newest incident of the list where the state does not know it yet', () => {
    const [first, ...others] = liveState.happenings;
    if (first === undefined) throw new Error('the fixture has events');
    const early = { ...liveState, happenings: [{ ...first, incidentId: null }, ...others], incidentIds: [] };
    expect(press(watching(live, early), 'enter').detail.id).toBe(rows[0]?.id);
  });

  it('stays on the event that was chosen while others come in', () => {
    const second = press(live, 'down');
    const newest = { atMs: liveState.atMs, kind: 'stall' as const, text: 'soft lockup', incidentId: null };
    const after = watching(second, { ...liveState, happenings: [newest, ...liveState.happenings] });
    expect(after.live.list.selected).toBe(2);
    expect(watching(live, { ...liveState, happenings: [newest, ...liveState.happenings] }).live.list.selected).toBe(0);
  });

  it('stops and goes on, and counts what came meanwhile', () => {
    const stopped = watching(press(live, 'p'), { ...liveState, linesPerSecond: 99 });
    expect(stopped.live).toMatchObject({ paused: true, missed: 1, shown: { linesPerSecond: 3 } });
    expect(watching(press(stopped, 'p'), { ...liveState, linesPerSecond: 99 }).live.shown?.linesPerSecond).toBe(99);
  });
});

describe('everywhere', () => {
  it('goes back the way it came and quits at the top', () => {
    expect(pressAll(start, 'q').effects).toEqual([{ type: 'quit' }]);
    expect(pressAll(start, '5', 'q').effects).toEqual([]);
    expect(pressAll(start, '5', '3', 'q').app.screen).toBe('files');
    expect(pressAll(start, '5', '1', 'q').effects).toEqual([{ type: 'quit' }]);
    expect(pressAll(start, 'escape').effects).toEqual([]);
  });

  it('Ctrl-C ends it from anywhere but a prompt, which it closes', () => {
    expect(pressAll(start, 'enter', 'enter', 'ctrl+c').effects).toEqual([{ type: 'interrupt' }]);
    expect(pressAll(start, '?', 'ctrl+c').effects).toEqual([{ type: 'interrupt' }]);
    expect(pressAll(start, ':', 'ctrl+c').effects).toEqual([]);
  });

  it('asks in SQL and remembers what was asked', () => {
    const asked = pressAll(start, ';', 'type:select 1', 'enter');
    expect(asked.effects).toEqual([{ type: 'sql', text: 'select 1' }]);
    expect(asked.app.overlay).toMatchObject({ type: 'table' });
    const again = press(asked.app, 'escape', ';');
    expect(again.overlay).toMatchObject({ text: 'select 1' });
  });

  it('runs any command by its name', () => {
    expect(press(start, ':', 'type:sort host', 'enter').incidents.sort.column).toBe('host');
    expect(press(start, ':', 'type:files', 'enter').screen).toBe('files');
    expect(press(start, ':', 'type:zone UTC', 'enter').found.zone).toBe('UTC');
    expect(press(start, ':', 'type:zone Nowhere', 'enter').message?.text).toContain('no time zone');
    expect(press(start, ':', 'type:frobnicate', 'enter').message?.text).toContain('no command');
    expect(pressAll(start, ':', 'type:report x.html', 'enter').effects).toEqual([
      { type: 'report', ids: [rows[0]?.id], file: 'x.html' },
    ]);
  });

  it('edits a prompt as a shell does', () => {
    const prompt = (...keys: string[]) => press(start, ':', ...keys).overlay;
    expect(prompt('type:abc', 'left', 'backspace')).toMatchObject({ text: 'ac', at: 1 });
    expect(prompt('type:one two', 'ctrl+w')).toMatchObject({ text: 'one ' });
    expect(prompt('type:one', 'ctrl+u')).toMatchObject({ text: '' });
    expect(prompt('type:ab', 'home', 'type:x', 'end', 'type:y')).toMatchObject({ text: 'xaby' });
    expect(prompt('type:ü😀', 'backspace')).toMatchObject({ text: 'ü', at: 1 });
  });

  it('keeps its place when the terminal changes its size', () => {
    const long = Array.from(
      { length: 100 },
      (_, index) => ({ ...rows[0], id: `id${index}`, rank: index + 1 }) as (typeof rows)[number],
    );
    const last = press(loaded(size, long), 'G');
    const [small] = update(last, { type: 'resize', size: { columns: 40, rows: 12 } });
    const { selected, top } = settled(small).incidents.list;
    expect(selected).toBe(99);
    expect(top).toBeGreaterThan(90);
  });

  it('tells why the engine failed', () => {
    const [app] = update(start, { type: 'news', news: { type: 'failed', message: 'no such timeline', hint: null } });
    expect(app.found.failed?.message).toBe('no such timeline');
  });
});
