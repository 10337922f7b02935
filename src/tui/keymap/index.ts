import type { Binding, Place } from './binding.ts';
import { detailKeys } from './detail.ts';
import { everywhereKeys } from './everywhere.ts';
import { movingKeys } from './moving.ts';
import { screensKeys } from './screens.ts';

export type { Binding, Place } from './binding.ts';

/** Every key there is. Lower case is safe, nothing destroys anything. The order is that of help and footer. */
export const keymap: readonly Binding[] = [...screensKeys, ...detailKeys, ...movingKeys, ...everywhereKeys];

/** The command of a key at these places, the most specific first; null where the key means nothing. */
export function commandOf(key: string, places: readonly Place[], bindings: readonly Binding[] = keymap): string | null {
  for (const place of places) {
    const found = bindings.find((binding) => binding.places.includes(place) && binding.keys.includes(key));
    if (found !== undefined) return found.command;
  }
  return null;
}

/** Bindings that count at these places, specific ones first. */
export function bindingsAt(places: readonly Place[], bindings: readonly Binding[] = keymap): readonly Binding[] {
  const taken = new Set<string>();
  return places.flatMap((place) =>
    bindings.filter(({ places: here, keys, command }) => {
      if (!here.includes(place) || taken.has(command)) return false;
      const free = keys.some((key) => !taken.has(`key ${key}`));
      taken.add(command);
      for (const key of keys) taken.add(`key ${key}`);
      return free;
    }),
  );
}
