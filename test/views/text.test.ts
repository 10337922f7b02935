import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStyle } from '../../src/views/style.ts';
import { renderIncident, text } from '../../src/views/text.ts';
import { cellsOf } from '../../src/views/width.ts';
import { analysis, incident, settings, verdict } from './incident-fixture.ts';

describe('the text view', () => {
  // The whole screen at once: whoever changes it must look at it.
  test('shows an incident in full', async () => {
    await expect(text.render(analysis, settings)).toMatchFileSnapshot('text-incident.golden');
  });

  test('puts a verdict first', async () => {
    const judged = { ...analysis, incidents: [{ ...incident, verdict }] };
    await expect(text.render(judged, { ...settings, columns: 80 })).toMatchFileSnapshot('text-verdict.golden');
  });

  test('calls an open question open, and its best answer a candidate', async () => {
    const open = { ...verdict, cause: 'undetermined', words: 'undetermined', confidence: 0.52 } as const;
    const page = await text.render({ ...analysis, incidents: [{ ...incident, verdict: open }] }, settings);
    expect(page).toContain('undetermined: not enough is known to say why (best candidate 0.52');
    expect(page).toContain('perhaps: agentd grew');
    expect(page).toMatch(/candidates +undersized/);
  });

  // Two candidates without what tells them apart leave the reader where the tool stopped.
  test('says below each candidate of an open question what it predicts', async () => {
    const alternatives = [
      { cause: 'process-leak', confidence: 0.4, predicts: 'it rises again' },
      { cause: 'limit-too-small', confidence: 0.3, predicts: 'it levels off' },
    ] as const;
    const open = { ...verdict, cause: 'undetermined', words: 'undetermined', alternatives } as const;
    const page = await text.render({ ...analysis, incidents: [{ ...incident, verdict: open }] }, settings);
    expect(page).toMatch(
      /candidates +process-leak \(0\.40\): it rises again\n +limit-too-small \(0\.30\): it levels off/,
    );
  });

  // Who reads the same sentence three times looks for three troubles.
  test('says once that a file was not read', () => {
    const [row] = analysis.coverage;
    if (!row) throw new Error('no coverage');
    const reason = 'neither a known log nor memory samples';
    const unread = {
      ...analysis,
      coverage: [{ ...row, path: 'a.txt', format: null, skipped: [{ reason, count: 1 }] }],
      problems: [`a.txt: ${reason}, skipped`, 'b.gz: the gzip data is damaged or cut'],
    };
    const saved = text.render(unread, { ...settings, columns: 200 });
    expect(saved.match(/a\.txt: neither/g)).toHaveLength(1);
    expect(saved).toContain('could not be read:');
    const onTerminal = text.render(unread, { ...settings, columns: 200, problemsTold: 1 });
    expect(onTerminal).not.toContain('a.txt: neither');
    expect(onTerminal).toContain('b.gz: the gzip');
    expect(text.render(unread, { ...settings, problemsTold: 2 })).not.toContain('could not be read:');
  });

  test('lists several incidents before their details', () => {
    const second = { ...incident, id: 'ffff', host: 'web-2', start: null, startMonotonicSeconds: 31.5, kills: 19 };
    const lines = text.render({ ...analysis, incidents: [incident, second] }, settings).split('\n');
    expect(lines[0]).toBe('2 incidents, 20 processes killed on 2 hosts');
    expect(lines[3]).toMatch(/^1 {2}2026-01-06 11:57:41 \+05:30 {2}db01 +1 {2}The machine ran out/);
    expect(lines[4]).toMatch(/^2 {2}boot \+ 32 s +web-2 +19 {2}The machine/);
  });

  test('says what was covered where there is no incident', () => {
    const silent = text.render(
      { ...analysis, incidents: [], coverage: analysis.coverage.slice(0, 1), notes: [], problems: [] },
      settings,
    );
    expect(silent).toBe(
      'no incident: no OOM kill, failed allocation or hung task in 1 file, 507 lines, 48.0 KiB, 2026-01-06\n' +
        '11:56:13 → 11:58:42 +05:30\n',
    );
  });

  test('prints nothing where nothing is known', () => {
    const bare = {
      ...incident,
      host: null,
      start: null,
      end: null,
      startMonotonicSeconds: null,
      victims: [],
      kills: 0,
      trigger: null,
      ranOut: null,
      consumers: [],
      recurrences: [],
      notes: [],
      accounting: null,
      accountingRefused: 'the report has no zone line',
      selection: null,
    };
    const lines = renderIncident(bare, 3, settings).trimEnd().split('\n');
    expect(lines).toEqual([
      '#3  time unknown  9f31c04ad27e55b10c22',
      'The machine ran out of memory and the kernel killed mysqld (pid 254).',
      '',
      '  scope         the whole machine',
      '  memory        no accounting: the report has no zone line',
      '  log           kern.log:431-507',
      '                journal.json:1-72',
    ]);
    for (const word of ['null', 'undefined', 'NaN', 'verdict']) expect(lines.join('\n')).not.toContain(word);
  });

  test('an inferred time is said to be one', () => {
    expect(renderIncident({ ...incident, timeBasis: 'inferred' }, 1, settings)).toContain('(zone or year inferred)');
  });

  test.each([40, 60, 80, 100, 140])('keeps to %d columns', (columns) => {
    const judged = { ...analysis, incidents: [{ ...incident, verdict }, incident] };
    for (const ascii of [false, true]) {
      for (const line of text.render(judged, { ...settings, columns, ascii }).split('\n')) {
        expect(cellsOf(line), line).toBeLessThanOrEqual(columns);
      }
    }
  });

  test('--ascii is ASCII, and colour changes no character', () => {
    const ascii = text.render(analysis, { ...settings, ascii: true });
    expect(ascii).toMatch(/^[\n -~]*$/);
    const coloured = text.render(analysis, { ...settings, style: createStyle(true) });
    expect(coloured).toContain('\u001b[');
    expect(coloured.replaceAll(/\u001b\[[\d;]*m/g, '')).toBe(text.render(analysis, settings));
  });

  // Log content is hostile: whatever a comm, a host, a path or a note holds, the terminal gets text.
  test('no string of an analysis can reach the terminal as a command', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom('\u001b]0;owned\u0007', '\u009b2J', '\r\n#1 forged', '\u202egnp.exe', '\u0000', '\ud800'),
    );
    fc.assert(
      fc.property(nasty, nasty, fc.boolean(), (one, other, colour) => {
        const hostile = {
          ...analysis,
          incidents: [
            {
              ...incident,
              host: one,
              title: other,
              ranOut: one,
              notes: [other],
              verdict: { ...verdict, why: { mechanism: one, confidence: 1 } },
              victims: [{ pid: 1, comm: other, anonRssBytes: 1 }],
              consumers: incident.consumers.map((consumer) => ({ ...consumer, comm: one })),
              sources: [{ path: other, line: 1, byteStart: 0, byteEnd: 1, lines: 1 }],
            },
          ],
          coverage: analysis.coverage.map((row) => ({ ...row, path: one })),
          notes: [one],
          problems: [other],
        };
        const drawn = text.render(hostile, { ...settings, style: createStyle(colour) });
        const ours = drawn.replaceAll(/\u001b\[[\d;]*m/g, '');
        expect(ours).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u,
        );
      }),
    );
  });
});
