import { dirname } from 'node:path';
import { adaptiveReader } from '../../../../parsers/framings/adaptive-reader.ts';
import { kmsg } from '../../../../parsers/framings/kmsg.ts';
import type { LogEntry } from '../../../../parsers/model/entry.ts';
import type { SettledTime } from '../../../ingest/envelope.ts';
import type { SourceState } from '../../live-state.ts';
import type { Machine } from '../../machine.ts';
import { createLineTaker } from '../entry-lines.ts';
import { createLogStream } from '../log-stream.ts';
import { createSilence } from '../silence.ts';
import type { Source, SourceContext } from '../source.ts';
import { type KmsgDevice, openKmsg } from './kmsg-device.ts';
import { type KmsgPosition, parseKmsgPosition } from './kmsg-position.ts';
import { createOverwritten } from './overwritten.ts';
import { createRing } from './ring.ts';

/** While a report is being printed, its next lines are there in a moment. */
const whileOpenMs = 1;
/** After so many looks at a record that still grows, what there is of it is stored. */
const mostHeldLooks = 12;

export interface KmsgOptions {
  readonly path: string;
  readonly machine: Machine;
  /** How long to wait before asking again, milliseconds: short while memory is tight. */
  readonly pauseMs: () => number;
  readonly open?: ((path: string) => KmsgDevice) | undefined;
}

/**
 * Reads the kernel's ring buffer, record by record, until there is none, and asks again on a timer.
 *
 * The sequence number is the position. A gap in it, or EPIPE, means that the kernel overwrote records before they were read:
 * how many, the numbers say.
 *
 * @throws ErrnoException where the device cannot be opened
 */
export function followKmsg({ path, machine, pauseMs, open = openKmsg }: KmsgOptions, context: SourceContext): Source {
  const { committer } = context;
  const device = open(path);
  const saved = parseKmsgPosition(context.position);
  const resumed = saved !== null && saved.bootId === machine.bootId ? saved.stream : null;
  /** By the clock as it was when the entry was read, the same each time it is asked for. */
  const times = new WeakMap<LogEntry, SettledTime>();
  const stream = createLogStream({
    settle(entry) {
      if (entry.monotonicUs === null) return null;
      const time = times.get(entry) ?? { us: machine.bootUs() + entry.monotonicUs, basis: 'inferred' as const };
      times.set(entry, time);
      return time;
    },
    pageSizeBytes: context.pageSizeBytes,
    resumeFrom: resumed,
  });
  const edit = (entry: LogEntry): LogEntry => ({ ...entry, host: machine.host, bootId: machine.bootId });
  const lines = createLineTaker(path, stream, edit, adaptiveReader(kmsg));
  const silence = createSilence();
  const overwritten = createOverwritten((text) => context.say(`${path}: ${text}`));
  const directory = dirname(path);
  const ring = createRing(
    device,
    { resumed, fromStart: context.fromStart },
    { message: take, alive: silence.broken, missed: overwritten.add },
  );
  let lastPosition = '';
  let stopped = false;
  /** Something came, or a silence may have ended a record: there may be something to store. Most looks find nothing. */
  let changed = true;
  /** How often in a row lines were left unpublished. */
  let heldLooks = 0;
  let timer: NodeJS.Timeout | null = null;
  let state: SourceState['state'] = 'catching-up';
  let count = 0;
  let message: string | null = null;

  function take(record: string, sequence: number): void {
    count += 1;
    const [first = '', ...dictionary] = record.replace(/\n$/, '').split('\n');
    lines.take(first, { offset: sequence, line: sequence, cut: false });
    for (const line of dictionary) lines.take(line, { offset: sequence, line: sequence, cut: false });
    context.saw(first);
  }

  function publish(): void {
    if (ring.skipping) return;
    const news = stream.take(ring.place);
    const position: KmsgPosition = { version: 1, bootId: machine.bootId, stream: news.position };
    const text = JSON.stringify(position);
    if (text === lastPosition && news.records.length === 0) return;
    lastPosition = text;
    const row = stream.coverage({
      path,
      directory,
      format: 'kmsg',
      lines: count,
      bytes: 0,
      showsWriter: true,
      gaps: overwritten.total > 0,
    });
    committer.add({
      records: news.records.map((record) => ({ record, directory })),
      outgrown: news.outgrown,
      coverage: row ? [row] : [],
      checkpoint: { source: 'kmsg', position },
    });
    context.changed();
  }

  async function ask(): Promise<void> {
    if (stopped) return;
    let more = false;
    let held = false;
    try {
      const before = count;
      const reached = ring.place;
      more = ring.drain();
      if (!more) state = 'following';
      held = !more && isHeld(count > before);
      changed ||= ring.place !== reached;
      if (changed && !held) {
        changed = false;
        publish();
        await committer.room();
      }
    } catch (error) {
      state = 'failed';
      message = error instanceof Error ? error.message : String(error);
      context.say(`${path}: ${message}`);
      return;
    }
    if (!stopped) timer = setTimeout(() => void ask(), more ? 0 : held ? whileOpenMs : pauseMs());
  }

  /**
   * True while the kernel prints a report: its next lines are there in a moment, and neither half of it nor each line that is
   * added to a whole one need be stored for itself.
   */
  function isHeld(grew: boolean): boolean {
    const goesOn = grew && stream.anchor !== null && !stream.hasNews;
    heldLooks = goesOn && heldLooks < mostHeldLooks ? heldLooks + 1 : 0;
    return heldLooks > 0;
  }

  void ask();

  return {
    get state(): SourceState {
      return {
        name: 'kmsg',
        kind: 'kmsg',
        state,
        message,
        lines: count,
        lost: overwritten.total,
        lostIsLeast: false,
        behindBytes: null,
        rotations: 0,
      };
    },
    ready: Promise.resolve(),
    ended: new Promise(() => {}),
    tick() {
      stream.silence(silence.tick());
      overwritten.tick();
      changed = true;
    },
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      overwritten.close();
      if (state !== 'failed') publish();
      ring.close();
    },
  };
}
