import { isListMove } from '../../widgets/list.ts';
import type { DetailAction, Pane } from './state.ts';

const actions: Readonly<Record<string, DetailAction>> = {
  left: { type: 'cursor', samples: -1 },
  right: { type: 'cursor', samples: 1 },
  farLeft: { type: 'cursor', samples: -10 },
  farRight: { type: 'cursor', samples: 10 },
  zoomIn: { type: 'zoom', factor: 0.5 },
  zoomOut: { type: 'zoom', factor: 2 },
  zoomAll: { type: 'all' },
  nextMetric: { type: 'metric', by: 1 },
  previousMetric: { type: 'metric', by: -1 },
  nextPane: { type: 'cycle', by: 1 },
  previousPane: { type: 'cycle', by: -1 },
  view: { type: 'view' },
};

/** What a command does to the detail screen while a pane has the focus; null where it is none of its commands. */
export function detailAction(command: string, pane: Pane): DetailAction | null {
  if (isListMove(command)) {
    if (pane !== 'chart') return { type: 'move', move: command };
    if (command === 'first' || command === 'last') {
      return { type: 'cursor', samples: command === 'first' ? -1_000_000 : 1_000_000 };
    }
    return command === 'up' || command === 'down' ? { type: 'metric', by: command === 'down' ? 1 : -1 } : null;
  }
  return actions[command] ?? null;
}
