import type { Line } from '../model/line.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { parseUint, words } from './text/numbers.ts';

/**
 * /proc/sysvipc/shm: the sum of all System V shared memory segments, as created and as resident, in bytes.
 *
 * Source: ipc/shm.c (`sysvipc_shm_proc_show`).
 */
export const sysvipcShm = defineFormat({
  name: 'sysvipc-shm',
  samples: [
    [
      '       key      shmid perms                  size  cpid  lpid nattch   uid   gid  cuid  cgid      atime      dtime      ctime                   rss                  swap',
      '         0          0   600              16777216   105   105      0     0     0     0     0 1772651020 1772651106 1772651020              16777216                     0',
    ].join('\n'),
  ],
  open: readShm,
});

interface Draft {
  readonly first: Line;
  last: Line;
  readonly time: BlockTime;
  readonly names: readonly string[];
  size: number;
  resident: number;
  rows: number;
}

function readShm({ moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held || held.rows === 0) return;
    sink.sample(
      toSample({
        format: 'sysvipc-shm',
        span: spanOf(held.first, held.last),
        time: held.time,
        metrics: { sysvShmBytes: held.size, sysvShmRssBytes: held.resident },
        quantumBytes: 1,
      }),
    );
  }

  return {
    sums: true,
    close,
    read(line, text, sink) {
      if (!draft && !text.includes('shmid')) return 'foreign';
      const fields = words(text);
      if (fields[0] === 'key' && fields[1] === 'shmid' && fields.includes('rss')) {
        close(sink);
        draft = {
          first: line,
          last: line,
          time: moments.date('sysvipc-shm'),
          names: fields,
          size: 0,
          resident: 0,
          rows: 0,
        };
        return 'claimed';
      }
      if (!draft || !/^ *-?\d+ +\d+ /.test(text)) return 'foreign';
      const at = (name: string): number => {
        const value = fields[draft?.names.indexOf(name) ?? -1] ?? '';
        return parseUint(value, 0, value.length);
      };
      const size = at('size');
      const resident = at('rss');
      if (fields.length !== draft.names.length || size === -1 || resident === -1) {
        sink.reject(line, 'row does not fit its heading');
        draft = null;
        return 'claimed';
      }
      draft.size += size;
      draft.resident += resident;
      draft.rows += 1;
      draft.last = line;
      return 'claimed';
    },
  };
}
