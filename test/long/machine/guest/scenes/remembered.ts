import { readFileSync, writeFileSync } from 'node:fs';
import { bootId, type Kill, kills } from '../kernel.ts';
import { notOnce, rows } from '../live.ts';
import { type Scene, until } from '../scene.ts';

const file = '/var/lib/machine-scenario/kills.json';

interface Truth {
  readonly boot: string;
  readonly kills: readonly Kill[];
}

/** For the boot after this one. */
export function keepTruth(): void {
  writeFileSync(file, JSON.stringify({ boot: bootId, kills: kills() } satisfies Truth));
}

/** The timeline of the boot before is whole, and nothing of it was taken for news. */
export const remembered: Scene = {
  name: 'after the reboot',
  async run(see) {
    const { boot, kills } = JSON.parse(readFileSync(file, 'utf8')) as Truth;
    await until(60, () => notOnce(kills, boot).length === 0);
    const wrong = notOnce(kills, boot);
    see(`${kills.length} kills of the boot before, each on the timeline once`, wrong, wrong.length === 0);
    const boots = rows<{ boot_id: string }>('SELECT DISTINCT boot_id FROM record').map(({ boot_id }) => boot_id);
    see('boots with records', boots, boots.length === 1 && boots[0] === boot && boot !== bootId);
  },
};
