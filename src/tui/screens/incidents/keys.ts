import { isListMove } from '../../widgets/list.ts';
import type { IncidentsAction } from './state.ts';

/** What a command does to the list; null where it is none of its commands. */
export function incidentsAction(command: string): IncidentsAction | null {
  if (isListMove(command)) return { type: 'move', move: command };
  return command === 'mark' || command === 'sort' || command === 'reverse' ? { type: command } : null;
}
