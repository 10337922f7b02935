import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { type Metrics, spanOf, toSample } from './sample-draft.ts';
import { commOfCommandLine } from './text/comm.ts';
import { parseUint, words } from './text/numbers.ts';
import { parseQuantity } from './text/quantity.ts';

/**
 * `smem`, also with -k: per process swap, USS, PSS and RSS, in KiB or with a letter. Source: smem `showpids`.
 */
export const smem = defineFormat({
  name: 'smem',
  samples: [
    [
      '  PID User     Command                         Swap      USS      PSS      RSS ',
      '  812 app      /usr/bin/java -jar app.jar         4   100000   110000   126044 ',
    ].join('\n'),
  ],
  open: readSmem,
});

const columns: Readonly<Record<string, string>> = {
  Swap: 'swapBytes',
  USS: 'ussBytes',
  PSS: 'pssBytes',
  RSS: 'rssBytes',
};

function readSmem({ moments }: FormatContext): BlockReader {
  let names: readonly string[] | null = null;
  let time: BlockTime | null = null;

  return {
    byRow: true,
    close() {
      names = null;
    },
    read(line, text, sink) {
      if (!names && !text.includes('PID User ')) return 'foreign';
      const fields = words(text);
      if (fields[0] === 'PID' && fields[1] === 'User' && fields[2] === 'Command') {
        names = fields.slice(3);
        time = moments.date('smem');
        return 'claimed';
      }
      if (!names || !time) return 'foreign';
      const pid = parseUint(fields[0] ?? '', 0, (fields[0] ?? '').length);
      if (pid <= 0) return 'foreign';
      const values = fields.slice(-names.length);
      const metrics: Metrics = {};
      let quantumBytes = 1024;
      for (const [index, name] of names.entries()) {
        const field = values[index] ?? '';
        const whole = parseUint(field, 0, field.length);
        const size = whole === -1 ? parseQuantity(field) : { bytes: whole * 1024, quantumBytes: 1024 };
        if (!size || fields.length < names.length + 3) {
          sink.reject(line, 'row does not fit its heading');
          return 'claimed';
        }
        quantumBytes = Math.max(quantumBytes, size.quantumBytes);
        const metric = columns[name];
        if (metric) metrics[metric] = size.bytes;
      }
      const comm = commOfCommandLine(fields.slice(2, -names.length).join(' '));
      sink.sample(
        toSample({ format: 'smem', span: spanOf(line), time, scope: 'process', pid, comm, metrics, quantumBytes }),
      );
      return 'claimed';
    },
  };
}
