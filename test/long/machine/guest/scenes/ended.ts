import { unit } from '../live.ts';
import type { Scene } from '../scene.ts';
import { attempt, property, run } from '../systemd.ts';

/** `systemctl stop`: it goes at once, and by its own will. */
export const ended: Scene = {
  name: 'the service is stopped',
  async run(see) {
    const beganMs = performance.now();
    run('systemctl', 'stop', unit);
    const seconds = (performance.now() - beganMs) / 1000;
    see('seconds', seconds, seconds < 15);
    see('result', property(unit, 'Result'), property(unit, 'Result') === 'success');
    see('last lines', attempt('journalctl', '-b', '-u', unit, '-o', 'cat', '-n', '4', '--no-pager').slice(-600), null);
  },
};
