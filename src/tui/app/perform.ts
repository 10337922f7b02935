import type { Engine } from '../engine/client.ts';
import { mouseWheel, toClipboard } from '../terminal/terminal.ts';
import type { Effect } from './effects.ts';
import type { AppEvent } from './update.ts';

/** Rows of an answer to a query that are shown. */
const mostRows = 5000;

/** What effects touch outside the screens. */
export interface Outside {
  readonly engine: Pick<Engine, 'ask'>;
  write(text: string): void;
  dispatch(event: AppEvent): void;
  leave(how: 'quit' | 'interrupt'): void;
  suspend(): void;
  redraw(): void;
  /** The hint for newcomers was seen: it need not come again. */
  hinted(): void;
}

type Actions = {
  readonly [T in Effect['type']]: (effect: Extract<Effect, { readonly type: T }>, outside: Outside) => void;
};

const actions: Actions = {
  quit: (_, { leave }) => leave('quit'),
  interrupt: (_, { leave }) => leave('interrupt'),
  suspend: (_, { suspend }) => suspend(),
  redraw: (_, { redraw }) => redraw(),
  hinted: (_, { hinted }) => hinted(),
  copy: ({ text }, { write }) => write(toClipboard(text)),
  mouse: ({ on }, { write }) => write(mouseWheel(on)),
  sql({ text: key }, { engine, dispatch }) {
    engine.ask('sql', { text: key, limit: mostRows }).then(
      (answer) => dispatch({ type: 'answer', topic: 'sql', key, answer }),
      (error: Error) => dispatch({ type: 'refused', topic: 'sql', key, error: error.message }),
    );
  },
  report({ ids, file }, { engine, dispatch }) {
    engine.ask('report', { ids, file }).then(
      (text) => dispatch({ type: 'say', text, tone: 'good' }),
      (error: Error) => dispatch({ type: 'say', text: error.message, tone: 'warn' }),
    );
  },
};

/** Does what a key asked for outside the screens. */
export function perform<T extends Effect['type']>(
  effect: Extract<Effect, { readonly type: T }> & { readonly type: T },
  outside: Outside,
): void {
  actions[effect.type](effect, outside);
}
