/** Time and memory of `oomtrail report` on a folder of many incidents: `node bench/report/main.ts [INCIDENTS]`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeIncidents } from './generate.ts';

const launcher = fileURLToPath(new URL('../../bin/oomtrail.js', import.meta.url));
const counts = process.argv.slice(2).map(Number);

for (const incidents of counts.length > 0 ? counts : [1, 50, 200, 800]) {
  const folder = mkdtempSync(join(tmpdir(), 'oomtrail-bench-'));
  try {
    writeIncidents(join(folder, 'logs'), incidents);
    for (const form of ['md', 'html']) {
      const output = join(folder, `report.${form}`);
      const started = performance.now();
      const { status, stderr } = spawnSync(
        '/usr/bin/time',
        ['-f', '%M %U %S', process.execPath, launcher, 'report', join(folder, 'logs'), '-o', output],
        { encoding: 'utf8' },
      );
      const seconds = (performance.now() - started) / 1000;
      if (status !== 0) throw new Error(stderr);
      const [peakKib = 0, userSeconds = 0, systemSeconds = 0] = (stderr.trim().split('\n').at(-1) ?? '')
        .split(' ')
        .map(Number);
      process.stdout.write(
        `${incidents} incidents, ${form}: ${seconds.toFixed(1)} s (${(userSeconds + systemSeconds).toFixed(1)} s of CPU), ${Math.round(peakKib / 1024)} MiB at most, ${(statSync(output).size / 1e6).toFixed(2)} MB written\n`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
