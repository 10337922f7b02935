import { logfmtValue } from '../../../parsers/records/blocks/logfmt.ts';
import { KUBELET, mayBeOneOf } from '../../../parsers/records/blocks/writer.ts';
import type { Afterwards, FramedLine, Manager } from './ended.ts';

const LIFE = /SyncLoop \(PLEG\): /;
const OLD_POD = /"([\w.-]+)_([\w.-]+)\(([0-9a-f-]{8,36})\)"/;
const BACK_OFF = /back-off (\S{1,20}) restarting failed container=\S+ pod=([\w.-]+)_([\w.-]+)\(([0-9a-f-]{8,36})\)/;

interface Life {
  readonly pod: string | null;
  readonly uid: string | null;
  readonly type: string | null;
  readonly container: string | null;
}

/**
 * What the kubelet says of a container's life (pkg/kubelet/pleg, kuberuntime_manager.go doBackOff), in the forms of 1.21 on
 * and of before:
 * ```
 * "SyncLoop (PLEG): event for pod" pod="shop/cart-x2x1p" event={"ID":"6f1b7c52-…","Type":"ContainerStarted","Data":"4f0c…"}
 * SyncLoop (PLEG): "cart-x2x1p_shop(6f1b7c52-…)", event: &pleg.PodLifecycleEvent{ID:"6f1b7c52-…", Type:"ContainerDied", Data:"4f0c…"}
 * … with CrashLoopBackOff: \"back-off 20s restarting failed container=cart pod=cart-x2x1p_shop(6f1b7c52-…)\"" pod="shop/cart-x2x1p"
 * ```
 */
export const kubelet: Manager = (ended, lines) => {
  const uids = new Set<string>(ended.podUid === null ? [] : [ended.podUid]);
  const pods = new Set<string>(ended.pod === null ? [] : [ended.pod]);
  let heldBack: Afterwards | null = null;
  for (const found of lines) {
    if (!mayBeOneOf(found.entry, KUBELET)) continue;
    const life = lifeIn(found.entry.text);
    if (life) {
      const isOurs = isIn(uids, life.uid) || isIn(pods, life.pod);
      const isDead = life.container !== null && life.container === ended.containerId;
      if (life.type === 'ContainerDied' && (isOurs || isDead)) {
        if (life.uid !== null) uids.add(life.uid);
        if (life.pod !== null) pods.add(life.pod);
      } else if (life.type === 'ContainerStarted' && isOurs && !isDead) {
        return { name: nameOf(life.pod, life.uid), outcome: 'started', heldBack: heldBack?.heldBack ?? null, found };
      }
      continue;
    }
    const back = backOffIn(found);
    if (back && (isIn(uids, back.uid) || isIn(pods, back.pod)))
      heldBack = { name: nameOf(back.pod, back.uid), outcome: 'held-back', heldBack: back.wait, found };
  }
  return heldBack;
};

const isIn = (known: ReadonlySet<string>, name: string | null): boolean => name !== null && known.has(name);
const nameOf = (pod: string | null, uid: string | null): string => `pod ${pod ?? uid ?? ''}`;

function lifeIn(text: string): Life | null {
  if (!LIFE.test(text)) return null;
  const value = (name: string): string | null =>
    new RegExp(`\\b${name}\\\\*"?: ?\\\\*"?([\\w-]+)`).exec(text)?.[1] ?? null;
  const old = OLD_POD.exec(text);
  return {
    pod: logfmtValue(text, 'pod') ?? (old ? `${old[2]}/${old[1]}` : null),
    uid: value('ID') ?? old?.[3] ?? null,
    type: value('Type'),
    container: value('Data'),
  };
}

function backOffIn({ entry }: FramedLine): { pod: string | null; uid: string | null; wait: string | null } | null {
  const back = BACK_OFF.exec(entry.text);
  if (back) return { pod: `${back[3]}/${back[2]}`, uid: back[4] ?? null, wait: back[1] ?? null };
  return entry.text.includes('Back-off restarting failed container')
    ? { pod: logfmtValue(entry.text, 'object') ?? logfmtValue(entry.text, 'pod'), uid: null, wait: null }
    : null;
}
