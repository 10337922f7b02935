import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { currentDossier } from '../../src/tui/app/answers.ts';
import { detailContext, shownLog } from '../../src/tui/screens/detail/context.ts';
import { groundsOf } from '../../src/tui/screens/detail/grounds/index.ts';
import { shownText } from '../../src/tui/screens/detail/log.ts';
import { tellingRow } from '../../src/tui/screens/detail/log-row.ts';
import { paneLines } from '../../src/tui/screens/detail/panes.ts';
import { focusOf, type Pane } from '../../src/tui/screens/detail/state.ts';
import { plainOf } from '../../src/tui/text/line.ts';
import { statementsOf } from '../../src/tui/text/statements.ts';
import { createTheme } from '../../src/tui/theme.ts';
import { type Walk, walkThrough } from './walk.ts';

const theme = createTheme({ colour: false, ascii: false });
const size = { columns: 120, rows: 40 };
const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

/** In the repository one; of the others those that are there: each is another cause. */
const incidents = [
  ['a protected leak', fileURLToPath(new URL('../../corpus/demo', import.meta.url))],
  ['a limit of a unit', `${corpus}L03-memcg-unit-k6.12`],
  ['tasks that hang', `${corpus}L11-hung-k5.10`],
  ['a request that failed', `${corpus}L12-allocfail-k5.10`],
  ['kernel objects', `${corpus}L18-slab-k6.12`],
  ['many small processes', `${corpus}s04-forkbomb-tiny-k6.12`],
] as const;

/** Rows of a pane that are walked: a task table may have hundreds. */
const mostRows = 12;

/** What the focused pane says in its selected row, or below its curve. */
function rowText(walk: Walk, pane: Pane): string {
  const app = walk.app();
  const lines = paneLines(app, pane, { width: 160, height: 300, focused: true }, theme);
  const wanted =
    pane === 'chart' ? lines.slice(-2) : lines.filter((one) => one.some(({ role }) => role === 'selected'));
  return wanted.map(plainOf).join(' ').replace(/\s+/g, ' ').trim();
}

/** Advice on what to measure or to change has numbers that nobody measured. */
function isAdvice(walk: Walk, pane: Pane): boolean {
  const app = walk.app();
  const dossier = currentDossier(app);
  if (pane !== 'verdict' || dossier === null) return false;
  const statements = statementsOf(dossier.incident, { unit: 'auto', pageSizeBytes: null });
  return statements[app.detail.lists.verdict.selected]?.topic === 'next';
}

/** Goes back to the pane whose proof was followed. */
async function backTo(walk: Walk, pane: Pane): Promise<void> {
  if (walk.app().detail.enlarged) await walk.press('escape');
  for (let tries = 0; tries < 8 && focusOf(walk.app().detail) !== pane; tries++) await walk.press('tab');
}

interface Followed {
  readonly pane: Pane;
  readonly row: string;
  /** The lines at which the two keys ended, each with whether one of them was found to show it. */
  readonly lines: readonly { readonly text: string; readonly telling: boolean }[];
}

/** Every row with a number on the detail screen, followed by Enter and the digit of each place. */
async function followAll(path: string): Promise<Followed[]> {
  const walk = await walkThrough(path, size);
  await walk.press('enter');
  const followed: Followed[] = [];
  for (const pane of detailContext(walk.app()).order) {
    await backTo(walk, pane);
    if (pane === 'log') continue;
    const rows = pane === 'chart' ? 1 : Math.min(mostRows, detailContext(walk.app()).totals[pane]);
    for (let row = 0; row < rows; row++) {
      const text = rowText(walk, pane);
      const places = groundsOf(walk.app())?.origins.length ?? 0;
      const lines: { text: string; telling: boolean }[] = [];
      for (let index = 0; index < places; index++) {
        const origin = groundsOf(walk.app())?.origins[index];
        if (origin === undefined) break;
        const app = await walk.press('enter', `${index + 1}`);
        const log = shownLog(app);
        expect(app.detail.enlarged, `${text}: place ${index + 1} opens`).toBe(true);
        expect(log?.address, `${text}: ${origin.what}`).toEqual(origin.address);
        if (log === null) continue;
        const telling = tellingRow(app, log);
        lines.push({ text: shownText(log.raw, telling ?? 0, true), telling: telling !== null });
        await backTo(walk, pane);
      }
      if (/\d/.test(text) && !isAdvice(walk, pane)) followed.push({ pane, row: text, lines });
      if (pane !== 'chart') await walk.press('down');
    }
  }
  return followed;
}

describe.each(incidents)('every number about %s', (_, path) => {
  it.skipIf(!existsSync(path))(
    'leads by Enter and one digit to lines that show it (skipped without its files)',
    async () => {
      const followed = await followAll(path);
      expect(followed.length).toBeGreaterThan(3);
      for (const { pane, row, lines } of followed) {
        expect(lines.length, `${pane}: ${row}`).toBeGreaterThan(0);
        if (pane === 'held' || pane === 'memory' || pane === 'chart')
          expect(
            lines.every(({ telling }) => telling),
            `${pane}: ${row}\n${lines.map(({ text }) => text).join('\n')}`,
          ).toBe(true);
      }
    },
    60_000,
  );
});

describe('growth', () => {
  // It used to lead to the row of the task table only, which shows no growth.
  it('leads to the sample it was counted from', async () => {
    const walk = await walkThrough(incidents[0][1], size);
    await walk.press('enter');
    await backTo(walk, 'held');
    expect(rowText(walk, 'held')).toContain('+279 MiB');
    expect(groundsOf(walk.app())?.inputs.find(([name]) => name === 'grew')?.[1]).toBe(
      '+279 MiB = rss 301 MiB in the report less 22.5 MiB in the first samples of 1 process, 80 s before',
    );
    const app = await walk.press('enter', '2');
    const log = shownLog(app);
    expect(log?.address.path).toMatch(/ps\.txt$/);
    // 23084 kB, as ps printed it.
    expect(log?.raw.lines[log.address.line - log.raw.firstLine]).toMatch(/^ +288 .* 23084 .* agentd$/);
  });
});
