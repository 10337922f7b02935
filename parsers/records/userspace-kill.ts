import type { UserspaceKill } from '../model/records/userspace-kill.ts';
import { LONGEST_DAEMON_LINE } from './blocks/writer.ts';
import type { Extractor } from './extractor.ts';
import { earlyoom } from './userspace-kill/earlyoom.ts';
import type { Killer } from './userspace-kill/killer.ts';
import { kubelet } from './userspace-kill/kubelet.ts';
import { lmkd } from './userspace-kill/lmkd.ts';
import { lowmemorykiller } from './userspace-kill/lowmemorykiller.ts';
import { nohang } from './userspace-kill/nohang.ts';
import { oomd } from './userspace-kill/oomd.ts';
import { systemdOomd } from './userspace-kill/systemd-oomd.ts';
import { talos } from './userspace-kill/talos.ts';

/** No text fits two of them. */
const killers: readonly Killer[] = [systemdOomd, earlyoom, nohang, oomd, kubelet, lmkd, lowmemorykiller, talos];

/** Kills that someone else than the OOM killer decided: daemons, the kubelet, Android's low memory killer in the kernel. */
export const userspaceKill: Extractor<UserspaceKill> = {
  kind: 'userspace-kill',
  openers: killers.flatMap((killer) => killer.openers),
  writers: 'any',
  open(entry) {
    if (entry.text.length > LONGEST_DAEMON_LINE) return null;
    for (const killer of killers) {
      const draft = killer.open(entry);
      if (draft) return draft;
    }
    return null;
  },
};
