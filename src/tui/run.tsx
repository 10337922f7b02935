import type { ReadStream } from 'node:tty';
import { render, useInput } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import { type Outside, perform } from './app/perform.ts';
import { appStart } from './app/start.ts';
import type { ScreenName } from './app/state.ts';
import { createStore, type Store } from './app/store.ts';
import { AppView } from './app-view.tsx';
import { configFile, hintWasSeen, keepHintSeen, readOwnKeys } from './config/user-files.ts';
import type { Engine } from './engine/client.ts';
import type { LiveSession } from './engine/session-client.ts';
import { keymap } from './keymap/index.ts';
import { withOwnKeys } from './keymap/own-keys.ts';
import { keysOf } from './terminal/key-names.ts';
import { watchSuspension } from './terminal/suspension.ts';
import { clearScreen, type Terminal } from './terminal/terminal.ts';
import { drawsUnicode } from './terminal/unicode.ts';
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

/**
 * Ink redraws no more often: a key that comes right after a frame waits for this. News of the engine come seldom, so what
 * draws more often than the eye sees are keys only.
 */
const framesPerSecond = 250;

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
  const own = readOwnKeys(process.env);
  const start = appStart({
    size: size(),
    title,
    zone,
    ...(screen === undefined ? {} : { screen }),
    keymap: withOwnKeys(keymap, own.byCommand),
    hint: !hintWasSeen(process.env),
  });
  const store = createStore(start, {
    engine,
    onEffect: (effect) => perform(effect, outside),
  });
  terminal.enter();
  stdout.write(clearScreen);
  const ink = render(
    <Root store={store} theme={createTheme({ colour, ascii: ascii || !drawsUnicode(process.env) })} />,
    {
      stdin: keyboard,
      stdout,
      exitOnCtrlC: false,
      patchConsole: false,
      interactive: true,
      incrementalRendering: true,
      maxFps: framesPerSecond,
    },
  );

  function redraw(): void {
    stdout.write(clearScreen);
    ink.clear();
    store.dispatch({ type: 'resize', size: size() });
  }

  const suspension = watchSuspension({ stdout, keyboard, terminal, redraw });
  const outside: Outside = {
    engine,
    write: (text) => void stdout.write(text),
    dispatch: store.dispatch,
    leave: ended.resolve,
    suspend: suspension.suspend,
    redraw,
    hinted: () => keepHintSeen(process.env),
  };
  const [problem] = own.problems;
  if (problem !== undefined)
    store.dispatch({ type: 'say', text: `${configFile(process.env)}: ${problem}`, tone: 'warn' });

  const onResize = (): void => store.dispatch({ type: 'resize', size: size() });
  const onInterrupt = (): void => ended.resolve('quit');
  stdout.on('resize', onResize);
  interrupt.addEventListener('abort', onInterrupt);
  if (interrupt.aborted) onInterrupt();
  // Ink draws a last frame when the process ends: before the terminal is given back, not over what the shell shows.
  const onEnd = (): void => ink.unmount();
  process.prependListener('uncaughtException', onEnd);
  process.prependListener('exit', onEnd);
  const watched = live?.state() ?? null;
  if (watched !== null) store.dispatch({ type: 'live', state: watched });
  const unsubscribe = live?.subscribe((state) => store.hear({ type: 'live', state }));
  ink.waitUntilExit().catch((error: unknown) => ended.reject(error));
  try {
    return await ended.promise;
  } finally {
    unsubscribe?.();
    stdout.off('resize', onResize);
    suspension.end();
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
