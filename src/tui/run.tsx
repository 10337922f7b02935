import type { ReadStream } from 'node:tty';
import { render, useInput } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { AppView } from './app.tsx';
import type { Effect } from './effects.ts';
import type { Engine } from './engine/client.ts';
import type { LiveSession } from './engine/session-client.ts';
import { keysOf } from './key-names.ts';
import { appStart, type ScreenName } from './state.ts';
import { createStore, type Store } from './store.ts';
import { clearScreen, mouseWheel, type Terminal, toClipboard } from './terminal.ts';
import { createTheme, type Theme } from './theme.ts';

/** What is watched, as the screens hear of it. */
export type LiveSource = Pick<LiveSession, 'state' | 'subscribe'>;

export interface RunSettings {
  readonly engine: Engine;
  readonly terminal: Terminal;
  readonly keyboard: ReadStream;
  readonly title: string;
  readonly zone: string;
  readonly colour: boolean;
  readonly ascii: boolean;
  readonly screen?: ScreenName;
  /** What the live screen shows; null where nothing is watched. */
  readonly live: LiveSource | null;
  /** Aborted by SIGTERM: the screens close. */
  readonly interrupt: AbortSignal;
}

/** Ink redraws no more often; a key is drawn at once, what comes within this time of it a moment later. */
const framesPerSecond = 60;

/** Rows of an answer to a query that are shown. */
const mostRows = 5000;

function Root({ store, theme }: { readonly store: Store; readonly theme: Theme }): ReactNode {
  const app = useSyncExternalStore(store.subscribe, store.app);
  useInput((input, key) => {
    for (const name of keysOf(input, key)) store.dispatch({ type: 'key', key: name });
  });
  return <AppView app={app} theme={theme} />;
}

/** Shows the screens until the user leaves. Resolves with how: `interrupt` by Ctrl-C. */
export async function runScreens(settings: RunSettings): Promise<'quit' | 'interrupt'> {
  const { engine, terminal, keyboard, title, zone, colour, ascii, screen, live, interrupt } = settings;
  const stdout = process.stdout;
  const size = () => ({ columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 });
  const ended = Promise.withResolvers<'quit' | 'interrupt'>();
  const store = createStore(appStart({ size: size(), title, zone, ...(screen === undefined ? {} : { screen }) }), {
    engine,
    onEffect: (effect) => act(effect),
  });
  terminal.enter();
  stdout.write(clearScreen);
  const ink = render(<Root store={store} theme={createTheme({ colour, ascii })} />, {
    stdin: keyboard,
    stdout,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
    incrementalRendering: true,
    maxFps: framesPerSecond,
  });

  function redraw(): void {
    stdout.write(clearScreen);
    ink.clear();
    store.dispatch({ type: 'resize', size: size() });
  }

  /** To the shell and back: the stopped process leaves the terminal as the shell wants it. */
  function suspend(stop: () => void): void {
    const { write } = stdout;
    // A frame may be due between here and the moment at which the process stands still.
    stdout.write = () => true;
    keyboard.setRawMode(false);
    terminal.leave();
    process.once('SIGCONT', () => {
      stdout.write = write;
      terminal.enter();
      keyboard.setRawMode(true);
      redraw();
    });
    stop();
  }

  const onStop = (): void => suspend(() => process.kill(process.pid, 'SIGSTOP'));

  function act(effect: Effect): void {
    switch (effect.type) {
      case 'quit':
      case 'interrupt':
        ended.resolve(effect.type);
        return;
      case 'suspend':
        process.removeListener('SIGTSTP', onStop);
        suspend(() => process.kill(0, 'SIGTSTP'));
        process.once('SIGCONT', () => process.on('SIGTSTP', onStop));
        return;
      case 'redraw':
        redraw();
        return;
      case 'copy':
        stdout.write(toClipboard(effect.text));
        return;
      case 'mouse':
        stdout.write(mouseWheel(effect.on));
        return;
      case 'sql':
        ask(effect.text);
        return;
      case 'report':
        engine.ask('report', { ids: effect.ids, file: effect.file }).then(
          (text) => store.dispatch({ type: 'say', text, tone: 'good' }),
          (error: Error) => store.dispatch({ type: 'say', text: error.message, tone: 'warn' }),
        );
    }
  }

  function ask(key: string): void {
    engine.ask('sql', { text: key, limit: mostRows }).then(
      (answer) => store.dispatch({ type: 'answer', topic: 'sql', key, answer }),
      (error: Error) => store.dispatch({ type: 'refused', topic: 'sql', key, error: error.message }),
    );
  }

  const onResize = (): void => store.dispatch({ type: 'resize', size: size() });
  const onInterrupt = (): void => ended.resolve('quit');
  stdout.on('resize', onResize);
  process.on('SIGTSTP', onStop);
  interrupt.addEventListener('abort', onInterrupt);
  if (interrupt.aborted) onInterrupt();
  // Ink draws a last frame when the process ends: before the terminal is given back, not over what the shell shows.
  const onEnd = (): void => ink.unmount();
  process.prependListener('uncaughtException', onEnd);
  process.prependListener('exit', onEnd);
  const watched = live?.state() ?? null;
  if (watched !== null) store.dispatch({ type: 'live', state: watched });
  const unsubscribe = live?.subscribe((state) => store.dispatch({ type: 'live', state }));
  ink.waitUntilExit().catch((error: unknown) => ended.reject(error));
  try {
    return await ended.promise;
  } finally {
    unsubscribe?.();
    stdout.off('resize', onResize);
    process.removeListener('SIGTSTP', onStop);
    interrupt.removeEventListener('abort', onInterrupt);
    process.removeListener('uncaughtException', onEnd);
    process.removeListener('exit', onEnd);
    ink.unmount();
    if (keyboard.isRaw) keyboard.setRawMode(false);
    terminal.leave();
    keyboard.destroy();
    await engine.close();
  }
}
