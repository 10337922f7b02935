import type { OomVictim } from '../../model/records/oom-kill.ts';
import type { OomDump } from './dump.ts';
import type { KillMessage } from './kill-line.ts';
import { chosenVictim, type OomState } from './state.ts';

/** What the lines said, with the blocks and victims read out. */
export interface OomFacts extends Omit<Readonly<OomState>, 'dump' | 'victims' | 'fragments'> {
  readonly dump: OomDump | null;
  readonly victims: readonly OomVictim[];
  /** Of the kill line, or of the line that announced it. */
  readonly message: KillMessage | null;
  /** A line began and its end never came. */
  readonly brokenLine: boolean;
}

export function factsOf(whole: OomState): OomFacts {
  const { dump, victims, fragments, ...state } = whole;
  const chosen = victims.count() === 0 ? chosenVictim(whole) : null;
  return {
    ...state,
    dump: dump?.value() ?? null,
    victims: chosen === null ? victims.value() : [chosen],
    message: state.kill?.message ?? state.choice?.message ?? null,
    brokenLine: fragments.pending(),
  };
}
