import { createClock } from '../../ingest/clock.ts';
import type { SourceChoice } from '../choose-sources.ts';
import type { Machine } from '../machine.ts';
import { followFile } from './files/follow-file.ts';
import { followJournal } from './journal/follow-journal.ts';
import { followKmsg } from './kmsg/follow-kmsg.ts';
import { type KmsgDevice, whyNoRing } from './kmsg/kmsg-device.ts';
import type { Source, SourceContext } from './source.ts';
import { followPipe } from './stdin.ts';

/** How logs are read, the same for all of a session's sources. */
export interface ReadingOptions {
  readonly machine: Machine;
  readonly stdin: NodeJS.ReadStream;
  /** Opens the ring buffer; the kernel's own unless a test has another. */
  readonly openKmsg?: (path: string) => KmsgDevice;
  readonly fromStart: boolean;
  readonly zone: string | null;
  readonly machineZone: string;
  readonly year: number | null;
  readonly pageSizeBytes: number | null;
  readonly nowMs: () => number;
}

/** What a source is given by the session it belongs to. */
export interface SourceSurroundings extends Pick<SourceContext, 'committer' | 'say' | 'changed'> {
  /** How far an earlier run has read it. */
  position(name: string): Promise<SourceContext['position']>;
  /** How long the ring buffer may rest between two questions. */
  kmsgPauseMs(): number;
  saw(source: string, text: string): void;
}

/** Begins to follow a source; null where that cannot be, which is said. */
export async function openSource(
  choice: SourceChoice,
  options: ReadingOptions,
  { position, kmsgPauseMs, saw, ...shared }: SourceSurroundings,
): Promise<Source | null> {
  const { machine, nowMs, openKmsg, stdin } = options;
  const name = nameOf(choice);
  const context: SourceContext = {
    ...shared,
    position: choice.kind === 'stdin' ? null : await position(name),
    fromStart: options.fromStart,
    pageSizeBytes: options.pageSizeBytes,
    newClock: () =>
      createClock({
        tz: options.zone,
        year: options.year,
        notBeforeUs: null,
        // The log is being written: nothing in it is newer than now, and the year turns while we watch.
        get newestUs() {
          return nowMs() * 1000;
        },
        nearUs: null,
        machineZone: options.machineZone,
      }),
    nowMs,
    saw: (text) => saw(name, text),
  };
  try {
    switch (choice.kind) {
      case 'file':
        return followFile(choice.path, context);
      case 'kmsg':
        return followKmsg({ path: choice.path, machine, pauseMs: kmsgPauseMs, open: openKmsg }, context);
      case 'journal':
        return followJournal(choice, context);
      case 'stdin':
        return followPipe(stdin, context);
    }
  } catch (error) {
    if (choice.kind === 'kmsg') shared.say(`${choice.path} is not followed: ${whyNoRing(error)}`);
    else shared.say(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** The name under which a source's position is kept. */
function nameOf(choice: SourceChoice): string {
  return choice.kind === 'file' ? `file:${choice.path}` : choice.kind;
}
