import { describe, expect, it } from 'vitest';
import { laidOut } from '../../src/tui/app/answers.ts';
import { appStart } from '../../src/tui/app/start.ts';
import { update } from '../../src/tui/app/update.ts';
import { footerLine } from '../../src/tui/chrome/footer.ts';
import { messageOf } from '../../src/tui/engine/message-of.ts';
import { evidenceLines, type Proof } from '../../src/tui/screens/detail/evidence.ts';
import { detailLayout } from '../../src/tui/screens/detail/layout.ts';
import { focusOf } from '../../src/tui/screens/detail/state.ts';
import { emptyLines } from '../../src/tui/screens/incidents/empty.ts';
import { incidentLines } from '../../src/tui/screens/incidents/rows.ts';
import { drawsUnicode } from '../../src/tui/terminal/unicode.ts';
import { endOf } from '../../src/tui/text/end-of.ts';
import { line, plainOf } from '../../src/tui/text/line.ts';
import { statementsOf } from '../../src/tui/text/statements.ts';
import { createTheme } from '../../src/tui/theme.ts';
import { frameLines } from '../../src/tui/widgets/frame.ts';
import { scrolledTo } from '../../src/tui/widgets/scrolled.ts';
import { incident, verdict } from '../views/incident-fixture.ts';
import { loaded, press, rows, zone } from './fixture.ts';

const theme = createTheme({ colour: false, ascii: false });
const lines = (...texts: readonly string[]) => texts.map((text) => line(text));

describe('a list of entries of several rows', () => {
  const entries = [lines('a1', 'a2'), lines('b1', 'b2', 'b3'), lines('c1')];
  const shown = (selected: number, height: number): string[] => scrolledTo(entries, selected, height).map(plainOf);

  it('shows the selected one whole, and one row more where it goes on', () => {
    expect(shown(0, 3)).toEqual(['a1', 'a2', 'b1', 'b2']);
    expect(shown(1, 3)).toEqual(['b1', 'b2', 'b3', 'c1']);
    expect(shown(2, 3)).toEqual(['b2', 'b3', 'c1']);
    // Higher than the room: its beginning.
    expect(shown(1, 2)).toEqual(['b1', 'b2', 'b3']);
  });

  it('is framed with a sign that it goes on', () => {
    const frame = (count: number): string =>
      plainOf(
        frameLines(lines(...'abcdef'.slice(0, count)), {
          title: line('x'),
          width: 30,
          height: 5,
          focused: false,
          theme,
        }).at(-1) ?? [],
      );
    expect(frame(3)).not.toContain('more');
    expect(frame(4)).toContain('↓ more');
    expect(frame(4)).toHaveLength(30);
  });
});

describe('evidence', () => {
  const proof = (claim: string): Proof => ({
    rule: 'r',
    claim,
    weight: 1,
    from: { path: 'kern.log', line: 431, byteStart: 0, byteEnd: 9 },
    values: {},
    against: false,
  });
  const long = 'shared memory held 307 MiB of the 456 MiB RAM, and processes map no more than 8 KiB of it';

  it('is told whole where there is room, else cut with a sign', () => {
    const drawn = (height: number): string[] =>
      evidenceLines([proof(long), proof(long)], {
        width: 50,
        height,
        list: { selected: 0, top: 0 },
        focused: false,
        theme,
      }).map(plainOf);
    expect(drawn(8).join(' ')).toContain('8 KiB of it');
    expect(drawn(8).join('')).not.toContain('…');
    expect(drawn(2)[0]).toMatch(/… kern\.log:431$/);
  });
});

describe('an open question', () => {
  const open = {
    ...incident,
    verdict: {
      ...verdict,
      cause: 'undetermined' as const,
      words: 'undetermined' as const,
      confidence: 0.4,
      alternatives: [
        { cause: 'process-leak' as const, confidence: 0.4, predicts: 'it rises again after a restart' },
        { cause: 'undersized' as const, confidence: 0.3, predicts: 'it levels off below the limit' },
      ],
      next: 'the memory of agentd every 10 s',
    },
  };

  it('names what each candidate predicts, then what would settle it, before all else', () => {
    const statements = statementsOf(open, { unit: 'auto', pageSizeBytes: null });
    const texts = statements.map(({ label, text }) => `${label}|${text}`);
    const at = texts.indexOf('could be|process-leak 0.40, if so: it rises again after a restart');
    expect(at).toBe(3);
    expect(texts.slice(at + 1, at + 3)).toEqual([
      '|undersized 0.30, if so: it levels off below the limit',
      'look at|the memory of agentd every 10 s',
    ]);
    // A killed process is no proven cause where the cause is open.
    expect(texts[1]).toBe('killed|mysqld (254) was killed, and it is not whom the memory points to');
  });
});

describe('names and times', () => {
  it.each([
    ['/var/log/host-a/kern', 12, '…/host-a/kern'.slice(-12)],
    ['/kubepods/pod1/nginx', 14, '…/pod1/nginx'],
    ['/short', 14, '/short'],
    ['/日本語/ログ/kern.log', 12, '…/kern.log'],
  ])('%s in %i cells keeps its end', (text, cells, wanted) => {
    const shown = endOf(text, cells, false);
    expect(shown.startsWith('…') || shown === text).toBe(true);
    expect(text.endsWith(shown.replace(/^…/, ''))).toBe(true);
    expect(shown.length).toBeLessThanOrEqual(cells);
    if (wanted.startsWith('…/')) expect(shown).toBe(wanted);
  });

  it('stand with their year where the incidents lie in several', () => {
    const drawn = (found: typeof rows): string =>
      incidentLines(loaded({ columns: 140, rows: 40 }), found, { width: 140, height: 9, theme, pattern: null })
        .map(plainOf)
        .join('\n');
    expect(drawn(rows)).not.toContain('2026-01-06');
    const [first, second] = rows;
    if (first === undefined || second === undefined) throw new Error('no rows');
    const older = { ...second, startUs: Date.parse('2024-12-30T00:00:00Z') * 1000 };
    expect(drawn([first, older])).toContain('2024-12-30 ');
    expect(drawn([first, older])).toContain('2026-01-06 ');
  });

  it('leave the date of dmesg -T out of the lines of the log', () => {
    expect(messageOf('[Fri Jul 24 03:51:12 2026] Out of memory: Killed process 7')).toBe(
      '03:51:12 Out of memory: Killed process 7',
    );
  });
});

describe('the way back from a proof', () => {
  it('leads to the pane one came from', () => {
    const detail = press(loaded({ columns: 80, rows: 24 }), 'enter', 'tab', 'tab', 'tab');
    const pane = focusOf(detail.detail);
    const lines = press(detail, 'enter', '1');
    expect(focusOf(lines.detail)).toBe('log');
    expect(focusOf(press(lines, 'escape').detail)).toBe(pane);
  });
});

describe('what a terminal can draw', () => {
  it.each([
    [{ LC_ALL: 'C.UTF-8', TERM: 'xterm-256color' }, true],
    [{ LANG: 'de_DE.utf8', TERM: 'screen' }, true],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8', TERM: 'xterm' }, false],
    [{ LC_ALL: '', LANG: 'en_US.UTF-8', TERM: 'xterm' }, true],
    [{ TERM: 'xterm' }, false],
    [{ LANG: 'C.UTF-8', TERM: 'linux' }, false],
    [{ LANG: 'C.UTF-8', TERM: 'vt100' }, false],
  ])('%o: unicode %s', (env, wanted) => {
    expect(drawsUnicode(env)).toBe(wanted);
  });
});

describe('a terminal of any height', () => {
  it.each([16, 17, 18, 19, 20, 21, 22, 23, 24, 30, 40])('of %i rows shows the pane that has the focus', (rowCount) => {
    for (const columns of [60, 80, 120]) {
      const detail = press(loaded({ columns, rows: rowCount }), 'enter');
      const slots = detailLayout(laidOut(detail)).flat();
      const focused = slots.find(({ shown }) => shown === focusOf(detail.detail));
      expect(focused?.rows, `${columns}x${rowCount}`).toBeGreaterThanOrEqual(4);
    }
  });
});

describe('nothing to show', () => {
  const bare = (problems: readonly string[]) => {
    const start = appStart({ size: { columns: 80, rows: 24 }, title: '/var/log', zone });
    const [told] = update(start, { type: 'news', news: { type: 'files', files: [], problems } });
    const part = { rows: [], from: 0, total: 0, final: true, notes: [], zone };
    return update(told, { type: 'news', news: { type: 'incidents', part } })[0];
  };
  const said = (app: ReturnType<typeof bare>): string => emptyLines(app, 80).map(plainOf).join('\n');

  // "No incident" where no permission was would be a lie.
  it('is not called "no incident" where nothing could be read, and says what to do', () => {
    const app = bare(['/var/log/kern.log: not read: permission denied']);
    expect(said(app)).not.toContain('No OOM kill');
    expect(said(app)).toContain('/var/log/kern.log: not read: permission denied');
    expect(said(app)).toContain('sudo journalctl -k -o json | oomtrail -');
    expect(said(bare([]))).toContain('There is nothing to read in /var/log.');
  });

  it('offers no key that does nothing', () => {
    const footer = (app: ReturnType<typeof bare>): string => plainOf(footerLine(app, theme));
    expect(footer(bare([]))).not.toMatch(/open|mark|report/);
    expect(footer(loaded({ columns: 80, rows: 24 }))).toMatch(/open.*mark/);
  });
});

describe('a report that is cut', () => {
  it('says so in a column that has room for it', () => {
    const [first] = rows;
    if (first === undefined) throw new Error('no rows');
    const drawn = incidentLines(loaded({ columns: 120, rows: 40 }), [{ ...first, whole: false }], {
      width: 120,
      height: 4,
      theme,
      pattern: null,
    });
    expect(drawn.map(plainOf).join('\n')).toContain('OOM host (cut)');
  });
});
