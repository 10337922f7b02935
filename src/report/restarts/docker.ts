import type { Manager } from './ended.ts';

const START = /(?:^| )container start ([0-9a-f]{12,64}) \((?:.*\bname=([\w.-]+))?/;

/** `docker events`: the same container starts again under its id. `… container start 4f0c… (image=shop:3, name=shop)` */
export const docker: Manager = ({ containerId }, lines) => {
  if (containerId === null) return null;
  for (const found of lines) {
    const [, id = '', name] = START.exec(found.entry.text) ?? [];
    if (id === '' || !(id.startsWith(containerId) || containerId.startsWith(id))) continue;
    return { name: `container ${name ?? id.slice(0, 12)}`, outcome: 'started', heldBack: null, found };
  }
  return null;
};
