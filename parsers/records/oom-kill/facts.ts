import type { OomVictim } from '../../model/records/oom-kill.ts';
import type { OomDump } from './dump.ts';
import type { KillMessage } from './kill-line.ts';
import type { OomState } from './state.ts';

/** What the lines said, with the blocks and victims read out. */
export interface OomFacts extends Omit<Readonly<OomState>, 'dump' | 'victims' | 'fragments'> {
  readonly dump: OomDump | null;
  readonly victims: readonly OomVictim[];
  /** Of the kill line, or of the line that announced it. */
  readonly message: KillMessage | null;
  /** A line began and its end never came. */
  readonly brokenLine: boolean;
}

export function factsOf({ dump, victims, fragments, ...state }: OomState): OomFacts {
  return {
    ...state,
    dump: dump?.value() ?? null,
    victims: victims.value(),
    message: state.kill?.message ?? state.choice?.message ?? null,
    brokenLine: fragments.pending,
  };
}
