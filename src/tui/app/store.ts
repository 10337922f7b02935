import type { Engine } from '../engine/client.ts';
import type { Topic } from '../engine/protocol.ts';
import { needs } from './answers.ts';
import type { Effect } from './effects.ts';
import { hearNews } from './hear-news.ts';
import type { App } from './state.ts';
import { type AppEvent, update } from './update.ts';

export interface Store {
  readonly app: () => App;
  /** What the user does shows at once. */
  dispatch(event: AppEvent): void;
  /** An event from elsewhere: it shows after the keys that are waiting, together with other events. */
  hear(event: AppEvent): void;
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

  let drawing: NodeJS.Immediate | null = null;

  function draw(): void {
    if (drawing !== null) clearImmediate(drawing);
    drawing = null;
    for (const listener of listeners) listener();
  }

  function change(event: AppEvent): boolean {
    const [next, effects] = update(app, event);
    const changed = next !== app;
    app = next;
    for (const effect of effects) onEffect(effect);
    if (changed) askForNeeds();
    return changed;
  }

  function dispatch(event: AppEvent): void {
    if (change(event)) draw();
  }

  function hear(event: AppEvent): void {
    if (change(event)) drawing ??= setImmediate(draw);
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
    hear(event);
  }

  engine.onNews(
    hearNews((all) => {
      for (const news of all) hear({ type: 'news', news });
    }),
  );
  return {
    app: () => app,
    dispatch,
    hear,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
