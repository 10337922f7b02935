/** Appends one record a commit for ever and prints each position once it is committed; killed by lifetime.test.ts. */
import { writeSync } from 'node:fs';
import { openTimeline } from '../../../src/store/index.ts';
import { batchOf, oomKill, stored } from '../facts.ts';

const timeline = await openTimeline({ file: process.argv[2] ?? null, mode: 'write' });
const known = await timeline.checkpoint('program');
// Large enough that a temporary timeline leaves the page cache and needs its file.
const ballast = process.env.SPILL ? ['x'.repeat(2_000_000)] : [];
for (let line = typeof known === 'number' ? known + 1 : 0; ; line += 1) {
  await timeline.append(
    batchOf({
      records: [stored(oomKill({ id: `r${line}`, line }, { callTrace: ballast }))],
      checkpoints: [{ source: 'program', position: line }],
    }),
  );
  writeSync(1, `${line}\n`);
}
