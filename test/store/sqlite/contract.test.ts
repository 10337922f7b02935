import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTimeline } from '../../../src/store/index.ts';
import { timelineContract } from '../contract.ts';

timelineContract(
  'SQLite file',
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'oomtrail-store-'));
    const file = join(directory, 'timeline.db');
    return {
      open: (options = {}) => openTimeline({ file, mode: 'write', parserVersion: 1, ...options }),
      dispose: () => rm(directory, { recursive: true }),
    };
  },
  { reopens: true },
);

timelineContract(
  'temporary SQLite database',
  async () => ({
    open: (options = {}) => openTimeline({ file: null, mode: 'write', ...options }),
    dispose: async () => {},
  }),
  { reopens: false },
);
