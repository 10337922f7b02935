import { needs } from './answers.ts';
import type { Effect } from './effects.ts';
import type { Engine } from './engine/client.ts';
import type { Topic } from './engine/protocol.ts';
import { hearNews } from './hear-news.ts';
import type { App } from './state.ts';
import { type AppEvent, update } from './update.ts';

export interface Store {
  readonly app: () => App;
  dispatch(event: AppEvent): void;
  subscribe(listener: () => void): () => void;
}

export interface StoreSettings {
  readonly engine: Engine;
  readonly onEffect: (effect: Effect) => void;
}

/** Keeps the state, asks the engine for what the screen needs, and hands effects out. */
export function createStore(start: App, { engine, onEffect }: StoreSettings): Store {
  let app = start;
  const listeners = new Set<() => void>();
  /** The question of each topic that is on its way: one at a time, and then only the newest. */
  const asking = new Map<Topic, string>();

  function dispatch(event: AppEvent): void {
    const [next, effects] = update(app, event);
    const changed = next !== app;
    app = next;
    for (const effect of effects) onEffect(effect);
    if (changed) {
      askForNeeds();
      for (const listener of listeners) listener();
    }
  }

  function askForNeeds(): void {
    for (const { topic, key, ask } of needs(app)) {
      if (asking.has(topic) || app.answers[topic]?.key === key) continue;
      asking.set(topic, key);
      engine.ask(topic, ask).then(
        (answer) => settled({ type: 'answer', topic, key, answer }),
        (error: Error) => settled({ type: 'refused', topic, key, error: error.message }),
      );
    }
  }

  function settled(event: Extract<AppEvent, { type: 'answer' | 'refused' }>): void {
    asking.delete(event.topic);
    dispatch(event);
  }

  engine.onNews(
    hearNews((all) => {
      for (const news of all) dispatch({ type: 'news', news });
    }),
  );
  return {
    app: () => app,
    dispatch,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
