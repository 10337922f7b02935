import type { RawSample } from '../../../parsers/model/sample.ts';
import { type ExitCode, KnownError } from '../../errors.ts';
import type { IngestProgress } from '../options.ts';
import { jsonOf, recordOf } from '../record-json.ts';
import type { FileCoverage, FileHead, Sink } from '../sink.ts';
import { createTextBytes } from '../text-bytes.ts';

/** What the reading of one set told its sink, call by call, in a form that crosses from thread to thread. */
export type Transcript = readonly Told[];

type Told =
  | { readonly call: 'begin'; readonly head: FileHead }
  /** As JSON: objects of thousands of numbers would be copied at more than they cost to make. */
  | { readonly call: 'record'; readonly json: string; readonly directory: string }
  | {
      readonly call: 'sample';
      readonly sample: RawSample;
      readonly directory: string;
      readonly modifiedMs: number | null;
    }
  | { readonly call: 'coverage'; readonly coverage: FileCoverage }
  | {
      readonly call: 'problem';
      readonly message: string;
      readonly exitCode: ExitCode;
      readonly hint: string | null;
      readonly path: string | null;
    }
  | { readonly call: 'progress'; readonly progress: IngestProgress };

/** A set holds more facts than may wait for their turn. */
export class TooMuchToHold extends Error {}

const mostCalls = 2000;

/** Writes down what a sink is told. */
export interface Transcriber {
  /** Its calls throw `TooMuchToHold` when there were too many. */
  readonly sink: Sink;
  progress(progress: IngestProgress): void;
  transcript(): Transcript;
}

/** `hearsBegin`: the sink that will hear the transcript wants the heads of files. */
export function createTranscriber(hearsBegin: boolean): Transcriber {
  const calls: Told[] = [];
  let reached: IngestProgress | null = null;

  function add(told: Told): void {
    if (calls.length >= mostCalls) throw new TooMuchToHold();
    calls.push(told);
  }

  function addProgress(): void {
    if (reached !== null) add({ call: 'progress', progress: reached });
    reached = null;
  }

  return {
    sink: {
      ...(hearsBegin && {
        async begin(head: FileHead) {
          add({ call: 'begin', head: { ...head, bytes: Uint8Array.from(head.bytes) } });
          return true;
        },
      }),
      record: (record, directory) => add({ call: 'record', json: joined(jsonOf(record)), directory }),
      sample: (sample, directory, modifiedMs = null) => add({ call: 'sample', sample, directory, modifiedMs }),
      coverage: (coverage) => add({ call: 'coverage', coverage }),
      problem: ({ message, exitCode, hint, path }) => add({ call: 'problem', message, exitCode, hint, path }),
      flush: async () => {},
    },
    progress(progress) {
      if (reached?.path !== progress.path) addProgress();
      reached = progress;
    },
    transcript() {
      addProgress();
      return calls;
    },
  };
}

const text = createTextBytes();

/** As a string: memory outside of the heap would have it collected more often. */
function joined(pieces: readonly (string | Uint8Array)[]): string {
  text.clear();
  for (const piece of pieces) text.add(piece);
  return text.bytes().toString();
}

/**
 * Makes the same calls to another sink. Where that one refuses a file, the rest is left out: such a transcript is of one
 * file.
 */
export async function tellAgain(
  transcript: Transcript,
  sink: Sink,
  progress: (progress: IngestProgress) => void,
): Promise<void> {
  for (const told of transcript) {
    switch (told.call) {
      case 'begin':
        if (sink.begin && !(await sink.begin(told.head))) return sink.flush();
        break;
      case 'record':
        sink.record(recordOf(told.json), told.directory);
        break;
      case 'sample':
        sink.sample(told.sample, told.directory, told.modifiedMs);
        break;
      case 'coverage':
        sink.coverage(told.coverage);
        break;
      case 'problem':
        sink.problem(new KnownError(told.message, { exitCode: told.exitCode, hint: told.hint, path: told.path }));
        break;
      case 'progress':
        progress(told.progress);
        break;
    }
  }
  await sink.flush();
}
