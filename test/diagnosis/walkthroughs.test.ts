import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { examineInto } from '../../bench/diagnosis/examine-into.ts';
import { growthNotes } from '../../src/alignment/growth-notes.ts';
import { openTimeline } from '../../src/store/index.ts';

/** What the runbooks this began with walk their readers through, from the files they would have to what is said of them. */

async function examined(files: Readonly<Record<string, string>>): Promise<{ incidents: number; notes: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'walkthrough-'));
  const timeline = await openTimeline({ file: null, mode: 'write' });
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const incidents = await examineInto(timeline, [folder]);
    return { incidents: incidents.length, notes: await growthNotes(timeline) };
  } finally {
    await timeline.close();
    rmSync(folder, { recursive: true });
  }
}

const stamp = (seconds: number): string => new Date(Date.UTC(2026, 2, 1, 8) + seconds * 1000).toISOString();

it('a drill that takes 2 of 3.8 GiB and gives them back is no incident, and the notes say why', async () => {
  const look = (seconds: number, usedGi: number): string => {
    const kib = (gi: number): number => Math.round(gi * 1024 * 1024);
    return [
      stamp(seconds),
      `MemTotal:       ${kib(3.8)} kB`,
      `MemFree:        ${kib(3.8 - usedGi) - 237_000} kB`,
      `MemAvailable:   ${kib(3.8 - usedGi)} kB`,
      'Buffers:           37000 kB',
      'Cached:           200000 kB',
      `SwapTotal:      ${kib(3.8)} kB`,
      `SwapFree:       ${kib(3.8)} kB`,
      '',
    ].join('\n');
  };
  const used = [0.28, 0.3, 2.3, 2.3, 2.3, 0.31];
  const { incidents, notes } = await examined({
    'meminfo.txt': used.map((amount, index) => look(index * 60, amount)).join('\n'),
    'kern.log': 'Mar  1 08:00:00 host kernel: [    0.000000] Linux version 6.1.0-18-amd64 (gcc) #1 SMP\n',
  });
  expect(incidents).toBe(0);
  expect(notes.join()).toMatch(
    /nothing was killed: at its lowest 1\.50 GiB of 3\.80 GiB \(39 %\) were available, memory was there/,
  );
});

it('a program that keeps 10 KB every 0.2 s grows by 180 MB an hour', async () => {
  const seconds = Array.from({ length: 360 }, (_, index) => index * 30);
  const { incidents, notes } = await examined({
    'ps.log': seconds
      .map((at) => {
        const rss = Math.floor((50_000_000 + Math.floor(at / 0.2) * 10_000) / 1024);
        return `${stamp(at)}\n    PID %MEM    VSZ   RSS COMMAND\n   4321  1.0 ${rss + 9000} ${rss} python3\n`;
      })
      .join(''),
  });
  expect(incidents).toBe(0);
  expect(notes.join()).toMatch(/python3 \(pid 4321\) grows steadily, by 180 MB an hour/);
});
