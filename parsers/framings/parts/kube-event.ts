import type { EntryHead } from './entry.ts';

/** An event of a Kubernetes cluster, as far as a log reader needs it. */
export interface KubeEvent {
  /** Who reports it: `kubelet`, `kernel-monitor` (node-problem-detector); null where the output leaves it out. */
  readonly component: string | null;
  readonly reason: string;
  readonly host: string | null;
}

/** Reasons under which node-problem-detector quotes a line of the kernel's log as it is. */
const quotesKernel: ReadonlySet<string> = new Set(['OOMKilling', 'TaskHung', 'KernelOops', 'MemoryReadError']);

/**
 * Who stands behind an event's message. A quoted kernel line is `unproved`: whoever may create events can make one up.
 * Reasons that only the kubelet uses are its own where no component is named.
 */
export function applyKubeEvent({ component, reason, host }: KubeEvent, head: EntryHead): void {
  const isKernel = component === 'kernel-monitor' || (component === null && quotesKernel.has(reason));
  head.writer = isKernel ? 'unproved' : 'user';
  head.tag = isKernel ? null : (component ?? 'kubelet');
  head.host = host;
}
