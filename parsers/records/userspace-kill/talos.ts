import { oneLine } from '../blocks/one-line.ts';
import { mayBeProgram } from '../blocks/writer.ts';
import { type Killer, killBy, victim } from './killer.ts';

const SENDING = /^\[talos\] Sending SIGKILL to cgroup \{.*"cgroup": ?"(?:\/sys\/fs\/cgroup)?(\/[^"]{1,512})"/;

/**
 * The OOM controller of Talos Linux (1.12 on), which writes into the kernel's log. It does not say why; its trigger is an
 * expression over pressure that the machine's configuration holds.
 * ```
 * [talos] Sending SIGKILL to cgroup {"component": "controller-runtime", "controller": "runtime.OOMController", "cgroup": "/sys/fs/cgroup/kubepods/burstable/pod77f0..."}
 * ```
 */
export const talos: Killer = {
  name: 'talos',
  openers: ['Sending SIGKILL to cgroup '],
  open(entry) {
    if (!mayBeProgram(entry)) return null;
    const cgroup = SENDING.exec(entry.text)?.[1];
    if (cgroup === undefined) return null;
    return oneLine(killBy('talos', { victims: [victim({ cgroup, signal: 'SIGKILL' })] }));
  },
};
