import type { FrameReader, Framing } from './framing.ts';
import { emitMessage, spanOf, textOf, unknownHead } from './parts/entry.ts';
import { applyKubeEvent, type KubeEvent } from './parts/kube-event.ts';
import { shareClaimed } from './parts/sniff.ts';
import { decodeUtf8 } from './parts/utf8.ts';

/**
 * `kubectl get events` (also `-A`, `-o wide`, and the wider table up to 1.12) and the events at the end of `kubectl describe`.
 * A row says how long ago it was seen and not when, so that entries have no stamp.
 *
 * Writer: see `applyKubeEvent`.
 */
export const kubeEvents: Framing = {
  name: 'kube-events',
  samples: [
    'LAST SEEN   TYPE      REASON       OBJECT             MESSAGE',
    '12m         Warning   SystemOOM    node/pool-a-7f2c   System OOM encountered, victim process: java, pid: 41233',
    'default     12m (x4 over 25m)   Warning   OOMKilling   node/pool-a-7f2c   Memory cgroup out of memory: Killed process 9 (a)',
    '  Type     Reason      Age                  From                      Message',
    '  ----     ------      ----                 ----                      -------',
    '  Warning  SystemOOM   12m (x4 over 25m)    kubelet, node-9f4e        System OOM encountered',
    '1h        1h        1         node-9f4e   Node                Warning   OOMKilling   kernel-monitor, node-9f4e   Memory',
  ],
  lookBehindLines: 0,
  showsWriter: false,
  needles: [],
  mark: /Warning|Normal|LAST ?SEEN|Type {2,}Reason|FirstSeen|-{4} +-{6}/,
  sniff: (lines) => shareClaimed(lines, kubeEvents.reader()),
  reader,
};

const head =
  /^ *(?:NAMESPACE {2,}.*)?(?:LAST SEEN|LASTSEEN|Type {2,}Reason|FirstSeen)\b.*\b(?:MESSAGE|Message)\b|^ {2}-{4} +-{6} +-{3,}/;
const age = /^(?:<unknown>|<invalid>|(?:\d+[smhdy])+)(?: ago)?(?: \(x\d+ over (?:\d+[smhdy])+\))?$/;
const reasonWord = /^[A-Z][A-Za-z]{2,63}$/;
const object = /^(?:[a-z]+\/\S+|[A-Z]\w+\/\S+)$/;
const source = /^[a-z][a-z0-9.-]*(?:, \S+)?$/;
const columnGap = / {2,}|\t+/;

/** No row is longer; the message of an event has at most 1 KiB, and beside it stand names. */
const longestRow = 4096;

interface Row extends KubeEvent {
  readonly message: string;
}

function reader(): FrameReader {
  const entry = unknownHead();
  return {
    holding: false,
    read(line, emit) {
      const text = textOf(line);
      if (text.length > longestRow) return false;
      if (head.test(text)) return true;
      const row = text.includes('Warning') || text.includes('Normal') ? rowOf(text) : null;
      if (row === null) return false;
      applyKubeEvent(row, entry);
      emitMessage(spanOf(line), decodeUtf8(row.message), entry, emit);
      return true;
    },
    jump() {},
    end() {},
  };
}

function rowOf(text: string): Row | null {
  const cells = text.trim().split(columnGap);
  const at = cells.findIndex((cell) => cell === 'Warning' || cell === 'Normal');
  const reason = cells[at + 1];
  if (at < 0 || reason === undefined || !reasonWord.test(reason)) return null;
  const behind = cells.slice(at + 2);
  const [first = '', second = ''] = behind;
  if (at === 0) return age.test(first) ? rowFrom(reason, second, behind.slice(2)) : null;
  if (!cells.slice(0, at).some((cell) => age.test(cell))) return null;
  if (!object.test(first)) return rowFrom(reason, first, behind.slice(1));
  const ofNode = /^[Nn]ode\/(.+)$/.exec(first)?.[1] ?? null;
  const wide = behind.findIndex(
    (cell, index) => index > 0 && index < 3 && source.test(cell) && behind.length > index + 4,
  );
  const row =
    wide < 0 ? rowFrom(reason, '', behind.slice(1)) : rowFrom(reason, behind[wide] ?? '', behind.slice(wide + 1, -3));
  return row && { ...row, host: ofNode ?? row.host };
}

/** `from`: `kubelet, node-9f4e`, or the begin of the message where the table has no such column. */
function rowFrom(reason: string, from: string, rest: readonly string[]): Row | null {
  const isSource = source.test(from);
  const message = (isSource || from === '' ? rest : [from, ...rest]).join('  ');
  if (message === '') return null;
  const [component = null, host = null] = isSource ? from.split(', ') : [];
  return { component, reason, host, message };
}
