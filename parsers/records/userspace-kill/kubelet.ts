import type { LogEntry } from '../../model/entry.ts';
import type { UserspaceKill, UserspaceVictim } from '../../model/records/userspace-kill.ts';
import { draftOf } from '../blocks/draft-of.ts';
import { logfmtValue } from '../blocks/logfmt.ts';
import { KUBELET, mayBeOneOf } from '../blocks/writer.ts';
import type { Claim, Draft } from '../extractor.ts';
import { type Killer, killBy, victim } from './killer.ts';
import { quantityBytes } from './quantity.ts';

const LOW = /The node was low on resource: memory\.(?: (?:Threshold quantity|Container)[^"\\]*)?/;
const CONTAINER = /Container (\S{1,253}) was using (\w[\w.]*), (?:request is \w|which exceeds its request of \w)/g;
const EVENT_POD = /\bNamespace:\\*"([^"\\]+)\\*", Name:\\*"([^"\\]+)\\*"/;

const MUST_EVICT = /[Ee]viction manager: must evict pod\(s\) to reclaim(?: memory\b|\\*" resourceName=\\*"memory\b)/;
const EVICTED = /[Ee]viction manager: pod (?:is evicted|(\S+) is evicted) successfully/;
const FAILED = /[Ee]viction manager: pod (?:\S+ )?failed to evict/;
const OF_THE_MANAGER = /[Ee]viction manager: |\bEvicting pod\b/;

/**
 * Evictions by the kubelet for want of memory (pkg/kubelet/eviction); for other resources there is no record. What the log
 * holds depends on its verbosity: the manager's own lines always, the event with the numbers from 3 on.
 * ```
 * "Eviction manager: must evict pod(s) to reclaim" resourceName="memory"
 * "Event occurred" object="default/nginx" ... reason="Evicted" message="The node was low on resource: memory. Threshold quantity: 750Mi,
 *    available: 225800Ki. Container nginx was using 4395616Ki, request is 0, has larger consumption of memory. "
 * "Eviction manager: pod is evicted successfully" pod="default/nginx"
 * ```
 * Up to 1.25: `Container nginx was using 166088Ki, which exceeds its request of 10Mi.`
 */
export const kubelet: Killer = {
  name: 'kubelet',
  openers: ['low on resource: memory', 'must evict pod(s) to reclaim'],
  open(entry) {
    if (!mayBeOneOf(entry, KUBELET)) return null;
    return LOW.test(entry.text) || MUST_EVICT.test(entry.text) ? draft(entry.text) : null;
  },
};

function draft(opener: string): Draft<UserspaceKill> {
  let pod: string | null = null;
  let containers: UserspaceVictim[] = [];
  let reason: string | null = null;
  let done = false;
  let failed = false;

  function event(text: string, message: string): Claim {
    const named = podOf(text);
    if (reason !== null && named !== pod) return 'end';
    pod = named;
    if (reason === null) {
      reason = message.trim();
      containers = containersOf(reason);
    }
    return 'mine';
  }

  function read(text: string): Claim {
    if (done) return 'end';
    const message = LOW.exec(text);
    if (message) return event(text, message[0]);
    if (MUST_EVICT.test(text)) return 'end';
    const evicted = EVICTED.exec(text);
    if (evicted) {
      const named = logfmtValue(text, 'pod') ?? evicted[1] ?? null;
      if (pod !== null && named !== pod) return 'foreign';
      pod = named;
      done = true;
      return 'mine';
    }
    if (FAILED.test(text)) {
      done = true;
      failed = true;
    }
    return OF_THE_MANAGER.test(text) ? 'mine' : 'foreign';
  }

  /** A container each where the event lists them, else the pod. */
  function victims(): UserspaceVictim[] {
    if (containers.length > 0) return containers.map((each) => ({ ...each, pod }));
    return pod === null ? [] : [victim({ pod })];
  }

  const settled = () => reason !== null || (done && pod !== null);
  const first = LOW.exec(opener);
  if (first) event(opener, first[0]);
  return draftOf({
    isSettled: settled,
    feed: (entry: LogEntry) => read(entry.text),
    close(why) {
      if (!settled() && (done || why !== 'cut')) return null;
      const problems = failed ? ['kill-failed'] : [];
      return killBy('kubelet', {
        complete: settled(),
        problems: settled() ? problems : ['victim-missing'],
        victims: victims(),
        reason,
      });
    },
  });
}

function containersOf(message: string): UserspaceVictim[] {
  const found: UserspaceVictim[] = [];
  for (const [, container = '', usage = ''] of message.matchAll(CONTAINER)) {
    if (found.length < 64) found.push(victim({ container, usageBytes: quantityBytes(usage) }));
  }
  return found;
}

/** `object="ns/name"` (1.20 on) or the printed ObjectReference of older versions. */
function podOf(text: string): string | null {
  const reference = EVENT_POD.exec(text);
  if (reference) return `${reference[1]}/${reference[2]}`;
  return logfmtValue(text, 'object') ?? logfmtValue(text, 'pod');
}
