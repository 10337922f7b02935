import { summedTableReader } from './blocks/summed-table.ts';
import { defineFormat } from './define-format.ts';
import { parseUint } from './text/numbers.ts';

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
  open: (context) =>
    summedTableReader(
      {
        format: 'sysvipc-shm',
        mayHead: (text) => text.includes('shmid'),
        heading(names) {
          if (names[0] !== 'key' || names[1] !== 'shmid' || !names.includes('rss')) return null;
          const sizeAt = names.indexOf('size');
          const residentAt = names.indexOf('rss');
          return (fields, text) => {
            if (!/^ *-?\d+ +\d+ /.test(text)) return 'foreign';
            const sysvShmBytes = bytesIn(fields[sizeAt]);
            const sysvShmRssBytes = bytesIn(fields[residentAt]);
            if (fields.length !== names.length || sysvShmBytes === -1 || sysvShmRssBytes === -1) return 'misfit';
            return { metrics: { sysvShmBytes, sysvShmRssBytes }, quantumBytes: 1 };
          };
        },
      },
      context,
    ),
});

/** The whole number in a field, -1 where there is none. */
const bytesIn = (field = ''): number => parseUint(field, 0, field.length);
