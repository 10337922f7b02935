import { describe, expect, test } from 'vitest';
import { onlyMetrics, read } from './support.ts';

describe('smem', () => {
  test('-w tells what is free, and no more that a counter of the kernel says', () => {
    const text =
      'Area                           Used      Cache   Noncache \nkernel image 0 0 0 \nuserspace memory 1995920 392740 1603180 \nfree memory 15499124 15499124 0 \n';
    expect(onlyMetrics(read(text))).toEqual({ memFreeBytes: 15499124 * 1024 });
  });

  test.each([
    [
      '-u',
      'User     Count     Swap      USS      PSS      RSS \nroot         5        0   305496   305879   315744 \n',
    ],
    [
      '-p',
      '  PID User     Command      Swap      USS      PSS      RSS \n    6 root     grower     0.00%    1.19%    1.19%    1.19% \n',
    ],
    ['-w -p', 'Area    Used      Cache   Noncache \nfree memory 62.79% 62.79% 0.00% \n'],
  ])('%s is left out, and said', (_, text) => {
    expect(read(text)).toMatchObject({ samples: [], foreign: [], rejects: [expect.any(String)] });
  });
});
