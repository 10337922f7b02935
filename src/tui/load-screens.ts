import { enableCompileCache } from 'node:module';

type RunScreens = typeof import('./run.tsx').runScreens;

/**
 * Loads Ink, React and the screens. Yoga would fetch its own bytes with `fetch`, whose first use loads all of undici;
 * where there is none it decodes them itself.
 */
export async function loadScreens(): Promise<RunScreens> {
  enableCompileCache();
  const { fetch } = globalThis;
  Reflect.deleteProperty(globalThis, 'fetch');
  try {
    const { runScreens } = await import('./run.tsx');
    return runScreens;
  } finally {
    globalThis.fetch = fetch;
  }
}
