import type { Line } from '../model/line.ts';
import { belowHeading, belowRow } from './below/row.ts';
import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import { spanOf, toSample } from './sample-draft.ts';
import type { SampleSink } from './sample-format.ts';
import { decodeUtf8 } from './text/decode.ts';

/**
 * `below dump ... -O kv`: a line `Title: value` for each field, a blank line after each record. A record is known by its
 * `Datetime`, which below dumps first unless fields were chosen in another order.
 *
 * Source: below/dump/src/print.rs (`dump_kv`), below 0.8.
 */
export const belowKv = defineFormat({
  name: 'below-kv',
  samples: [
    [
      'Datetime: 2026-11-20 09:35:43',
      'Hostname: host1',
      'Total: 23.5 GB',
      'Free: 17.9 GB',
      'Timestamp: 1795167343',
      '',
      'Datetime: 2026-11-20 09:35:48',
      'Hostname: host1',
      'Total: 23.5 GB',
      'Free: 17 GB',
      'Timestamp: 1795167348',
    ].join('\n'),
  ],
  open: readBelowKv,
});

interface Draft {
  readonly first: Line;
  last: Line;
  readonly cells: Map<string, string>;
}

const keyed = /^([A-Z][\w /%.()-]{0,40}): (.*)$/;
/** A process has some ninety. */
const mostFields = 400;
const dayUs = 86_400_000_000;

function readBelowKv({ moments }: FormatContext): BlockReader {
  let draft: Draft | null = null;

  function close(sink: SampleSink): void {
    const held = draft;
    draft = null;
    if (!held) return;
    const heading = belowHeading([...held.cells.keys()]);
    const row = heading && belowRow(heading, (title) => held.cells.get(title));
    if (!row) return;
    if (typeof row === 'string') {
      sink.reject(held.first, row);
      return;
    }
    // The epoch dates lines behind it as it does everywhere: it is taken for the record's where it is the record's time.
    const { stamp } = moments.date('below-kv');
    const ownUs = row.time.stamp?.civilUs ?? Number.NaN;
    const isSame =
      stamp !== null && Math.abs(stamp.civilUs - ownUs) < dayUs && (stamp.civilUs - ownUs) % 900_000_000 === 0;
    const time = isSame ? { ...row.time, stamp } : row.time;
    sink.sample(toSample({ format: 'below-kv', span: spanOf(held.first, held.last), ...row, time }));
  }

  return {
    close,
    read(line, latin1, sink) {
      const match = keyed.exec(decodeUtf8(latin1));
      if (!match?.[1]) return 'foreign';
      const [, title, value = ''] = match;
      if (title === 'Datetime' && /^\d{4}-\d\d-\d\d /.test(value)) {
        close(sink);
        draft = { first: line, last: line, cells: new Map() };
      }
      if (!draft) return 'foreign';
      if (draft.cells.size < mostFields && !draft.cells.has(title)) draft.cells.set(title, value);
      draft.last = line;
      return 'claimed';
    },
  };
}
