import type { LiveAction } from './state.ts';

export function liveAction(command: string): LiveAction | null {
  return command === 'pause' ? { type: 'pause' } : null;
}
