import type { SourceState } from '../../live-state.ts';
import type { LogStream } from '../log-stream.ts';
import type { SourceContext } from '../source.ts';
import type { FilePosition } from './file-position.ts';
import type { FileIdentity } from './identity.ts';
import type { LateFiles } from './late-files.ts';
import type { Unread } from './unread.ts';

/** What the parts that follow one log share. */
export interface FollowedLog {
  readonly path: string;
  readonly context: SourceContext;
  /** Where an earlier run stood. */
  readonly saved: FilePosition | null;
  readonly stream: LogStream;
  readonly unread: Unread;
  /** Rotated files that may still be written to. */
  readonly late: LateFiles;
  /** What files looked like that were left, by generation: an open record may have begun in one of them. */
  readonly left: Map<number, FileIdentity>;
  readonly status: FileStatus;
}

/** How it goes, for those who watch. */
export interface FileStatus {
  readonly state: SourceState['state'];
  readonly message: string | null;
  lines: number;
  rotations: number;
  /** Lines were or may have been lost, and nobody can count them. */
  readonly lostIsLeast: boolean;
  enter(state: SourceState['state'], why?: string | null): void;
  /** It cannot be read, and why: said once. */
  fail(why: string): void;
  mayHaveLost(why: string): void;
}

export function createFileStatus(path: string, { say, changed }: Pick<SourceContext, 'say' | 'changed'>): FileStatus {
  let state: SourceState['state'] = 'waiting';
  let message: string | null = null;
  let lostIsLeast = false;

  function enter(next: SourceState['state'], why: string | null = null): void {
    if (state === next && message === why) return;
    state = next;
    message = why;
    changed();
  }

  return {
    get state() {
      return state;
    },
    get message() {
      return message;
    },
    get lostIsLeast() {
      return lostIsLeast;
    },
    lines: 0,
    rotations: 0,
    enter,
    fail(why) {
      if (state === 'failed' && message === why) return;
      enter('failed', why);
      say(`${path}: ${why}`);
    },
    mayHaveLost(why) {
      lostIsLeast = true;
      say(`${path}: ${why}`);
    },
  };
}
