import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const unit = new URL('../../contrib/oomtrail-live.service', import.meta.url);
const isHere = spawnSync('systemd-analyze', ['--version']).status === 0;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oomtrail-unit-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The unit as it stands, but for the program, which is not installed where tests run. */
function copy(): string {
  const path = join(folder, 'oomtrail-live.service');
  writeFileSync(path, readFileSync(unit, 'utf8').replace(/^ExecStart=\S+/m, 'ExecStart=/bin/true'));
  return path;
}

/** A misspelt directive is a warning in the journal of some host, and no hardening. */
test.skipIf(!isHere)('systemd knows every directive of the unit (where systemd-analyze is installed)', () => {
  const { stderr } = spawnSync('systemd-analyze', ['verify', copy()], { encoding: 'utf8' });
  const complaints = stderr.split('\n').filter((line) => line.includes('oomtrail-live') && !line.includes('man '));
  expect(complaints).toEqual([]);
});

test.skipIf(!isHere)('what the unit exposes is small: it must see kernel logs and processes, and little else', () => {
  const text = execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', copy()], {
    encoding: 'utf8',
  });
  expect(Number(/exposure level .*: ([\d.]+)/.exec(text)?.[1])).toBeLessThanOrEqual(3);
});

/** Seen on a real machine (test/long/machine): the first incident started the judging thread, and seccomp killed the service. */
test('a system call that the unit does not allow is refused, and kills nobody', () => {
  expect(readFileSync(unit, 'utf8')).toMatch(/^SystemCallErrorNumber=EPERM$/m);
});
