import { enableCompileCache, registerHooks } from 'node:module';

type RunScreens = typeof import('./run.tsx').runScreens;

/**
 * Loads Ink, React and the screens. Left alone that takes twice as long: Ink imports 400 files of es-toolkit for its one
 * function `throttle`, and Yoga fetches its own bytes with `fetch`, whose first use loads all of undici.
 */
export async function loadScreens(): Promise<RunScreens> {
  process.env.NODE_ENV ??= 'production';
  enableCompileCache();
  const hooks = registerHooks({ resolve: narrowed });
  const { fetch } = globalThis;
  Reflect.deleteProperty(globalThis, 'fetch');
  try {
    const { runScreens } = await import('./run.tsx');
    return runScreens;
  } finally {
    globalThis.fetch = fetch;
    hooks.deregister();
  }
}

type Resolve = NonNullable<Parameters<typeof registerHooks>[0]['resolve']>;

/** `es-toolkit/compat` as Ink 8.0.0 uses it: its function `throttle`, from the file that has it. */
export const narrowed: Resolve = (specifier, context, next) => {
  if (specifier !== 'es-toolkit/compat') return next(specifier, context);
  const { url } = next('es-toolkit/compat/throttle', context);
  const source = `export { default as throttle } from ${JSON.stringify(url)};`;
  return { url: `data:text/javascript,${encodeURIComponent(source)}`, format: 'module', shortCircuit: true };
};
