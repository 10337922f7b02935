import { isListMove } from '../../widgets/list.ts';
import type { FilesAction } from './state.ts';

export function filesAction(command: string): FilesAction | null {
  return isListMove(command) ? { type: 'move', move: command } : null;
}
