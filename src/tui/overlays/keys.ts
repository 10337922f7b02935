import { runCommand } from '../app/commands.ts';
import { placesOf } from '../app/places.ts';
import type { App, Overlay } from '../app/state.ts';
import type { Step } from '../app/step.ts';
import { commandOf } from '../keymap/index.ts';
import { bodySize } from '../size.ts';
import { isListMove, type ListState, moveList, scrollText } from '../widgets/list.ts';
import { leaveFormula, moveInFormula } from './formula-keys.ts';
import { helpLines } from './help.ts';
import { openPrompt } from './open-prompt.ts';
import { promptKey } from './prompt.ts';

/** What a key does to the overlay; null where there is none, or where the key means nothing to it. */
export function overlayKey(app: App, key: string): Step | null {
  const { overlay } = app;
  if (overlay === null) return null;
  if (overlay.type === 'prompt') return promptKey(app, overlay, key);
  const command = commandOf(key, placesOf(app), app.keymap);
  if (command === null) return [app, []];
  if (command === 'back' || command === 'quit' || (command === 'help' && overlay.type === 'help'))
    return [{ ...app, overlay: null }, []];
  if (overlay.type === 'formula') {
    if (isListMove(command)) return [moveInFormula(app, overlay, command), []];
    if (command === 'source' || command === 'origin') return leaveFormula(app, overlay, key);
  } else if (isListMove(command)) {
    const size = {
      total: totalOf(app, overlay),
      height: Math.max(1, bodySize(app.size).rows - (overlay.type === 'table' ? 3 : 2)),
    };
    const list: ListState = (overlay.type === 'table' ? moveList : scrollText)(overlay.list, command, size);
    return [{ ...app, overlay: { ...overlay, list } }, []];
  }
  if (overlay.type === 'table') {
    if (command === 'run') return [openPrompt(app, 'sql'), []];
    if (command === 'left' || command === 'right') {
      const columns = app.answers.sql?.answer?.columns.length ?? 1;
      const column = Math.max(0, Math.min(columns - 1, overlay.column + (command === 'right' ? 1 : -1)));
      return [{ ...app, overlay: { ...overlay, column } }, []];
    }
  }
  return runCommand({ ...app, overlay: null }, command);
}

function totalOf(app: App, overlay: Exclude<Overlay, { type: 'prompt' | 'formula' }>): number {
  if (overlay.type === 'help') return helpLines(app, bodySize(app.size).columns, false).length;
  return app.answers.sql?.answer?.rows.length ?? 0;
}
