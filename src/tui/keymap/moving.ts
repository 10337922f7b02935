import type { Binding } from './binding.ts';

/** Up and down, the same everywhere. */
export const movingKeys: readonly Binding[] = [
  { command: 'up', keys: ['up', 'k'], text: 'up', places: ['everywhere'] },
  { command: 'down', keys: ['down', 'j'], text: 'down', places: ['everywhere'] },
  { command: 'pageUp', keys: ['pageup', 'b', 'ctrl+b'], text: 'a page up', places: ['everywhere'] },
  { command: 'pageDown', keys: ['pagedown', 'ctrl+f'], text: 'a page down', places: ['everywhere'] },
  { command: 'halfUp', keys: ['ctrl+u'], text: 'half a page up', places: ['everywhere'] },
  { command: 'halfDown', keys: ['ctrl+d'], text: 'half a page down', places: ['everywhere'] },
  { command: 'first', keys: ['g', 'home'], text: 'to the first row', places: ['everywhere'] },
  { command: 'last', keys: ['G', 'end'], text: 'to the last row', places: ['everywhere'] },
];
