import type { Binding } from './binding.ts';

/** The keymap with a user's keys: a key that is given to a command is taken from every other one. */
export function withOwnKeys(
  keymap: readonly Binding[],
  byCommand: ReadonlyMap<string, readonly string[]>,
): readonly Binding[] {
  if (byCommand.size === 0) return keymap;
  const taken = new Set([...byCommand.values()].flat());
  return keymap.map(({ footerKeys, ...binding }): Binding => {
    const own = byCommand.get(binding.command);
    if (own !== undefined) return { ...binding, keys: own, own: true };
    const left = binding.keys.filter((key) => !taken.has(key));
    const same = left.length === binding.keys.length && !byCommand.has(partner[binding.command] ?? '');
    return { ...binding, keys: left, ...(same && footerKeys !== undefined ? { footerKeys } : {}) };
  });
}

/** Commands whose footer shows the keys of another one too. */
const partner: Readonly<Record<string, string>> = {
  nextIncident: 'previousIncident',
  left: 'right',
  zoomIn: 'zoomOut',
};
