import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { framingOf } from '../../src/ingest/head.ts';

const behind = (stamp: string, text: string): string[] => text.split('\n').map((line) => `${stamp} ${line}`);

/** Moreutils' ts, or a shell loop, puts a time before each line: the tool's own words must decide, not the time. */
describe('output of tools with a time before each line', () => {
  const outputs = {
    vmstat: ' r  b   swpd   free   buff  cache   si   so\n 8  0      0 133010 152004 944496    0    0',
    free: '       total   used   free\nMem:   24105   1538  13630\nSwap:      0      0      0',
    meminfo: 'MemTotal:       24684092 kB\nMemFree:        13752520 kB',
    ps: 'USER  PID %CPU %MEM    VSZ   RSS TTY STAT START   TIME COMMAND\nroot    1  0.5  0.0  52008 19236 ?   SLl  12:00   1:22 init',
  };
  const stamps = ['Nov 20 10:00:01', '2026-11-20 10:00:01', '2026-11-20T10:00:01+01:00'];

  it.each(Object.entries(outputs).flatMap(([tool, text]) => stamps.map((stamp) => [tool, stamp, text] as const)))(
    '%s behind %s is not settled to be a log',
    (_tool, stamp, text) => {
      expect(framingOf(behind(stamp, text)).isLog).toBe(false);
    },
  );

  it('a kernel log is', () => {
    const log = readFileSync(`${import.meta.dirname}/../../corpus/demo/kern.log`, 'latin1').split('\n');
    expect(framingOf(log).isLog).toBe(true);
  });
});
