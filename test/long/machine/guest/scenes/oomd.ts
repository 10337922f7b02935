import { mkdirSync, writeFileSync } from 'node:fs';
import { incidentsOf, rows } from '../live.ts';
import { type Scene, until } from '../scene.ts';
import { attempt, run, startLeak } from '../systemd.ts';

interface Row {
  readonly kind: string;
  readonly killer: string | null;
  readonly cgroup: string | null;
  readonly body: string;
}

/** systemd-oomd kills a unit that presses against its MemoryHigh=, before the kernel has to. */
export const oomd: Scene = {
  name: 'systemd-oomd kills',
  async run(see) {
    mkdirSync('/run/systemd/oomd.conf.d', { recursive: true });
    writeFileSync('/run/systemd/oomd.conf.d/soon.conf', '[OOM]\nDefaultMemoryPressureDurationSec=2s\n');
    run('systemctl', 'unmask', 'systemd-oomd.service');
    run('systemctl', 'start', 'systemd-oomd.service');
    const comm = 'leaky-pressed';
    startLeak({ comm, everyMs: 5, properties: ['Slice=pressed.slice', 'MemoryHigh=32M', 'MemorySwapMax=0'] });
    const policy = ['ManagedOOMMemoryPressure=kill', 'ManagedOOMMemoryPressureLimit=5%'];
    run('systemctl', 'set-property', '--runtime', 'pressed.slice', ...policy);
    const of = (): Row[] =>
      rows('SELECT kind, killer, cgroup, body FROM kernel_record WHERE body LIKE ? ORDER BY at_us', `%${comm}%`);
    const record = await until(240, () => of().find(({ kind }) => kind === 'userspace-kill'));
    see('record', record?.body, record?.killer === 'systemd-oomd');
    see('its cgroup', record?.cgroup, record?.cgroup === `/pressed.slice/${comm}.service`);
    await until(200, () => incidentsOf(comm)[0], 3000);
    see('incident', incidentsOf(comm), incidentsOf(comm).length === 1);
    const kinds = of().map(({ kind }) => kind);
    see('kinds of its records', kinds, null);
    see('what it said', attempt('journalctl', '-b', '-u', 'systemd-oomd', '-o', 'cat', '--no-pager').slice(-800), null);
    attempt('systemctl', 'stop', `${comm}.service`, 'systemd-oomd.service');
  },
};
