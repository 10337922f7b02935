import { isListMove } from '../../widgets/list.ts';
import type { LiveAction } from './state.ts';

/** What a command does on the live screen, where so many events fit; null where it is none of its commands. */
export function liveAction(command: string, height: number): LiveAction | null {
  if (isListMove(command)) return { type: 'move', move: command, height };
  return command === 'pause' || command === 'kernelOnly' ? { type: command } : null;
}
