import type { Workload } from './analysis.ts';

type Runtime = NonNullable<Workload['runtime']>;
type QosClass = NonNullable<Workload['qosClass']>;

/**
 * `kubepods-burstable-pod6f1b7c52_3a0e.slice` (systemd driver, dashes of the uid as underscores), also below a parent as in
 * `kubelet-kubepods-...`; `...slice:cri-containerd:<id>` is what runc makes when one side thinks in the other driver.
 */
const podSlice = /(?:^|-)kubepods(?:-(besteffort|burstable))?-pod([0-9a-f][0-9a-f_-]*)\.slice(?::([a-z-]+):(.+))?$/;
/** `pod6f1b7c52-3a0e-...` below `kubepods[/burstable]` (cgroupfs driver); static pods have a bare hash for a uid. */
const podFolder = /^pod([0-9a-f][0-9a-f-]*)$/;
const kubepodsFolder = /^(?:.*-)?kubepods(?:-(besteffort|burstable))?(?:\.slice)?$/;
/** `docker-<id>.scope`, `cri-containerd-<id>.scope`, `crio-<id>`, `libpod-<id>.scope`, `nerdctl-<id>.scope`. */
const runtimeScope = /^(docker|cri-containerd|containerd|nerdctl|crio|libpod)-([0-9a-f]{8,64})(?:\.scope)?$/;
const bareId = /^[0-9a-f]{32,64}$/;
const ecsContainerId = /^[0-9a-f]{32}-\d+$/;
/** `lxc.payload.web1`, `lxc.monitor.web1` (4.0 and later); before, `lxc/web1`, `lxc.payload/web1`; Proxmox `lxc/101`. */
const lxcFlat = /^lxc\.(?:payload|monitor)\.(.+)$/;
const lxcFolder = /^lxc(?:\.payload|\.monitor)?$/;
const unitName = /\.(?:service|scope|mount|swap|socket)$/;
const userSlice = /^user-(\d+)\.slice$/;

const runtimeOfPrefix: Readonly<Record<string, Runtime>> = {
  docker: 'docker',
  'cri-containerd': 'containerd',
  containerd: 'containerd',
  nerdctl: 'containerd',
  crio: 'cri-o',
  libpod: 'podman',
};
/** Folders in which a runtime with the cgroupfs driver puts containers by their id. */
const runtimeOfFolder: Readonly<Record<string, Runtime>> = {
  docker: 'docker',
  ecs: 'docker',
  'k8s.io': 'containerd',
  default: 'containerd',
  libpod_parent: 'podman',
};

/**
 * Reads what runs in a cgroup from its path, in the shapes of systemd and of both cgroup drivers of the container runtimes.
 * The innermost container wins (Docker in Docker, a Kubernetes node that is itself a container).
 */
export function workloadOf(path: string): Workload {
  const segments = path.split('/').filter((segment) => segment !== '' && segment !== '..');
  let podUid: string | null = null;
  let qosClass: QosClass | null = null;
  let runtime: Runtime | null = null;
  let containerId: string | null = null;
  let lxcName: string | null = null;
  let unit: string | null = null;
  let slice: string | null = null;
  let userId: number | null = null;
  let kubepodsQos: QosClass = 'guaranteed';

  for (const [index, segment] of segments.entries()) {
    const before = segments[index - 1] ?? '';
    const pod = podSlice.exec(segment);
    if (pod) {
      podUid = (pod[2] ?? '').replaceAll('_', '-');
      qosClass = (pod[1] as QosClass | undefined) ?? 'guaranteed';
      runtime = runtimeOfPrefix[pod[3] ?? ''] ?? null;
      containerId = pod[4] ?? null;
      unit = null;
      slice = segment.replace(/:.*$/, '');
      continue;
    }
    const kubepods = kubepodsFolder.exec(segment);
    if (kubepods) kubepodsQos = (kubepods[1] as QosClass | undefined) ?? 'guaranteed';
    if (before === 'kubepods' && (segment === 'burstable' || segment === 'besteffort')) kubepodsQos = segment;
    const folder = podFolder.exec(segment);
    if (folder && segments.slice(0, index).some((name) => kubepodsFolder.test(name))) {
      podUid = folder[1] ?? null;
      qosClass = kubepodsQos;
      runtime = null;
      containerId = null;
      unit = null;
      continue;
    }
    const scope = runtimeScope.exec(segment);
    if (scope) {
      runtime = runtimeOfPrefix[scope[1] ?? ''] ?? null;
      containerId = scope[2] ?? null;
      lxcName = null;
      if (podUid === null) unit = segment.endsWith('.scope') ? segment : unit;
      continue;
    }
    if (bareId.test(segment) || ecsContainerId.test(segment)) {
      const inPod = podUid !== null && podFolder.test(before);
      const owner = runtimeOfFolder[before] ?? (segments.slice(0, index).includes('ecs') ? 'docker' : null);
      if (inPod || owner !== null) {
        runtime = owner;
        containerId = segment;
        unit = null;
        continue;
      }
    }
    const flat = lxcFlat.exec(segment);
    if (flat || (lxcFolder.test(before) && index === 1)) {
      lxcName = flat?.[1] ?? segment;
      runtime = 'lxc';
      containerId = null;
      continue;
    }
    const user = userSlice.exec(segment);
    if (user) userId = Number(user[1]);
    if (segment.endsWith('.slice')) slice = unescapeUnit(segment);
    else if (unitName.test(segment)) unit = unescapeUnit(segment);
  }

  const common = { path, podUid, qosClass, runtime, containerId, unit, slice, userId };
  const container = containerId === null ? null : containerId.slice(0, 12);
  if (podUid !== null) return { ...common, kind: 'kubernetes', name: `pod ${podUid}` };
  if (runtime === 'lxc' && lxcName !== null) return { ...common, kind: 'lxc', name: lxcName };
  if (runtime !== null && container !== null) return { ...common, kind: runtime, name: `container ${container}` };
  if (unit !== null) return { ...common, kind: 'systemd', name: unit };
  if (slice !== null) return { ...common, kind: 'systemd', name: slice };
  if (segments.length === 0) return { ...common, kind: 'root', name: '/' };
  return { ...common, kind: 'other', name: path };
}

/** What a sentence calls it: the limit of a container inside a pod is not the pod's. */
export function workloadInWords(workload: Workload): string {
  const { kind, name, containerId } = workload;
  if (kind === 'kubernetes' && containerId !== null) return `container ${containerId.slice(0, 12)} of ${name}`;
  return kind === 'lxc' ? `lxc ${name}` : name;
}

/** systemd escapes bytes of unit names as `\x2d`; the kernel prints them so. */
function unescapeUnit(name: string): string {
  return name.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** True if `path` is `ancestor` or lies below it. */
export function isWithin(path: string, ancestor: string): boolean {
  if (ancestor === '/' || path === ancestor) return true;
  return path.startsWith(`${ancestor}/`);
}
