import { type BlockReader, defineFormat, type FormatContext } from './define-format.ts';
import type { BlockTime } from './moment/moments.ts';
import { type Metrics, spanOf, toSample } from './sample-draft.ts';
import { decodeUtf8 } from './text/decode.ts';
import { words } from './text/numbers.ts';
import { parseQuantity } from './text/quantity.ts';

/**
 * `kubectl top pods` (-A, --containers) and `kubectl top nodes`: the working set, in steps of 1 Mi, some 15 to 60 s old.
 *
 * Source: kubectl pkg/metricsutil/metrics_printer.go.
 */
export const kubectlTop = defineFormat({
  name: 'kubectl-top',
  samples: [
    [
      'NAMESPACE     POD       NAME   CPU(cores)   MEMORY(bytes)',
      'prod          api-0     api    12m          128Mi',
    ].join('\n'),
    ['NAME     CPU(cores)   CPU%   MEMORY(bytes)   MEMORY%', 'node-1   250m         12%    3055Mi          79%'].join(
      '\n',
    ),
  ],
  open: readKubectlTop,
});

function readKubectlTop({ moments }: FormatContext): BlockReader {
  let names: readonly string[] | null = null;
  let time: BlockTime | null = null;

  return {
    byRow: true,
    close() {
      names = null;
    },
    read(line, text, sink) {
      if (text.includes('MEMORY(bytes)') && text.includes('CPU(cores)')) {
        names = words(text).map((name) => name.replace('(%)', '%'));
        time = moments.date('kubectl-top');
        return 'claimed';
      }
      if (!names || !time) return 'foreign';
      const fields = words(text);
      const at = (name: string): string => fields[names?.indexOf(name) ?? -1] ?? '';
      const memory = at('MEMORY(bytes)');
      if (fields.length !== names.length) {
        if (!/\d[KMG]i\b/.test(text)) return 'foreign';
        sink.reject(line, 'row does not fit its heading');
        return 'claimed';
      }
      if (memory === '<unknown>') return 'claimed';
      const size = parseQuantity(memory, 1000);
      if (!size) {
        sink.reject(line, 'unreadable value');
        return 'claimed';
      }
      const metrics: Metrics = { workingSetBytes: size.bytes };
      const isNode = names.includes('MEMORY%');
      const share = /^(\d+)%$/.exec(at('MEMORY%'))?.[1];
      if (share !== undefined && Number(share) <= 100) metrics.memUsedPercent = Number(share);
      const container = names.includes('POD')
        ? [at('NAMESPACE'), at('POD'), at('NAME')]
        : [at('NAMESPACE'), at('NAME')];
      sink.sample(
        toSample({
          format: 'kubectl-top',
          span: spanOf(line),
          time,
          scope: isNode ? 'system' : 'cgroup',
          host: isNode ? decodeUtf8(at('NAME')) : null,
          cgroup: isNode ? null : decodeUtf8(container.filter((part) => part !== '').join('/')),
          metrics,
          quantumBytes: size.quantumBytes,
        }),
      );
      return 'claimed';
    },
  };
}
