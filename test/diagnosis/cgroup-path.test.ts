import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, workloadInWords, workloadOf } from '../../src/diagnosis/cgroup-path.ts';

const id = '4f9a1c0d7be2a6539c1e8f2b7d60a4e5c3f18b92d7a06e4c5b3f9182a7c6d5e4';
const uid = '6f1b7c52-3a0e-4b59-9d1c-77b1f0c2a9de';
const uidUnderscored = uid.replaceAll('-', '_');

/** Every shape is one that a runtime writes; a shape missing here is an owner we cannot name in the report. */
describe('workloadOf', () => {
  const pods: [path: string, qos: string, runtime: string | null, container: string | null][] = [
    [
      `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${uidUnderscored}.slice/cri-containerd-${id}.scope`,
      'burstable',
      'containerd',
      id,
    ],
    [
      `/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod${uidUnderscored}.slice/crio-${id}.scope`,
      'besteffort',
      'cri-o',
      id,
    ],
    [`/kubepods.slice/kubepods-pod${uidUnderscored}.slice/docker-${id}.scope`, 'guaranteed', 'docker', id],
    [`/kubepods.slice/kubepods-pod${uidUnderscored}.slice`, 'guaranteed', null, null],
    [`/kubepods/burstable/pod${uid}/${id}`, 'burstable', null, id],
    [`/kubepods/besteffort/pod${uid}/${id}`, 'besteffort', null, id],
    [`/kubepods/pod${uid}/${id}`, 'guaranteed', null, id],
    [`/kubepods/burstable/pod${uid}`, 'burstable', null, null],
    [`/kubepods/burstable/pod${uid}/crio-${id}`, 'burstable', 'cri-o', id],
    [
      `/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-burstable.slice/kubelet-kubepods-burstable-pod${uidUnderscored}.slice/cri-containerd-${id}.scope`,
      'burstable',
      'containerd',
      id,
    ],
    [`/docker/${'a'.repeat(64)}/kubelet/kubepods/besteffort/pod${uid}/${id}`, 'besteffort', null, id],
    [
      `/system.slice/containerd.service/kubepods-burstable-pod${uidUnderscored}.slice:cri-containerd:${id}`,
      'burstable',
      'containerd',
      id,
    ],
  ];
  it.each(pods)('kubernetes: %s', (path, qosClass, runtime, containerId) => {
    expect(workloadOf(path)).toMatchObject({
      kind: 'kubernetes',
      podUid: uid,
      name: `pod ${uid}`,
      qosClass,
      runtime,
      containerId,
    });
  });

  it('a static pod has a hash for a uid', () => {
    const hash = '0123456789abcdef0123456789abcdef';
    expect(workloadOf(`/kubepods/burstable/pod${hash}/${id}`).podUid).toBe(hash);
  });

  const containers: [path: string, kind: string, containerId: string, unit: string | null][] = [
    [`/docker/${id}`, 'docker', id, null],
    [`/system.slice/docker-${id}.scope`, 'docker', id, `docker-${id}.scope`],
    [`/docker/${'b'.repeat(64)}/docker/${id}`, 'docker', id, null],
    [`/ecs/0a1b2c3d4e5f60718293a4b5c6d7e8f9/${id}`, 'docker', id, null],
    [`/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${id}.scope`, 'docker', id, `docker-${id}.scope`],
    [`/machine.slice/libpod-${id}.scope`, 'podman', id, `libpod-${id}.scope`],
    [`/machine.slice/libpod-${id}.scope/container`, 'podman', id, `libpod-${id}.scope`],
    [`/libpod_parent/libpod-${id}`, 'podman', id, null],
    [`/system.slice/nerdctl-${id}.scope`, 'containerd', id, `nerdctl-${id}.scope`],
    [`/k8s.io/${id}`, 'containerd', id, null],
    [`/default/${id}`, 'containerd', id, null],
    [`/machine.slice/crio-${id}.scope`, 'cri-o', id, `crio-${id}.scope`],
  ];
  it.each(containers)('container: %s', (path, kind, containerId, unit) => {
    expect(workloadOf(path)).toMatchObject({ kind, runtime: kind, containerId, unit, podUid: null });
    expect(workloadOf(path).name).toBe(`container ${containerId.slice(0, 12)}`);
  });

  it.each([
    ['/lxc/web1', 'web1', null],
    ['/lxc/101/ns/system.slice/nginx.service', '101', 'nginx.service'],
    ['/lxc.payload/db', 'db', null],
    ['/lxc.payload.db-2/system.slice/postgresql.service', 'db-2', 'postgresql.service'],
    ['/lxc.monitor.db', 'db', null],
  ])('LXC: %s', (path, name, unit) => {
    expect(workloadOf(path)).toMatchObject({ kind: 'lxc', name, unit });
  });

  it.each([
    ['/system.slice/reportd.service', 'reportd.service', 'system.slice', null],
    [
      '/system.slice/system-postgresql.slice/postgresql@15-main.service',
      'postgresql@15-main.service',
      'system-postgresql.slice',
      null,
    ],
    ['/user.slice/user-1000.slice/session-2.scope', 'session-2.scope', 'user-1000.slice', 1000],
    [
      '/user.slice/user-1000.slice/user@1000.service/app.slice/app-firefox-1234.scope',
      'app-firefox-1234.scope',
      'app.slice',
      1000,
    ],
    ['/machine.slice/machine-qemu\\x2d1\\x2ddb.scope', 'machine-qemu-1-db.scope', 'machine.slice', null],
    ['/init.scope', 'init.scope', null, null],
    ['/system.slice', 'system.slice', 'system.slice', null],
  ])('systemd: %s', (path, name, slice, userId) => {
    expect(workloadOf(path)).toMatchObject({ kind: 'systemd', name, slice, userId, runtime: null });
  });

  it('the root and a hand-made group', () => {
    expect(workloadOf('/')).toMatchObject({ kind: 'root', name: '/' });
    expect(workloadOf('/rcatest')).toMatchObject({ kind: 'other', name: '/rcatest' });
    expect(workloadOf(`/build/${id}`)).toMatchObject({ kind: 'other' });
    expect(workloadOf(`/pod${uid}/x`).kind).toBe('other');
  });

  it('takes any text, since a path comes from a log', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        expect(workloadOf(path).path).toBe(path);
      }),
    );
  });
});

describe('isWithin', () => {
  it('knows parents by whole names', () => {
    expect(isWithin('/a/b', '/a')).toBe(true);
    expect(isWithin('/a', '/a')).toBe(true);
    expect(isWithin('/ab', '/a')).toBe(false);
    expect(isWithin('/anything', '/')).toBe(true);
    expect(isWithin('/a', '/a/b')).toBe(false);
  });
});

/** The title says whose limit it was: a container's limit is not that of its pod. */
describe('workloadInWords', () => {
  it.each([
    [`/kubepods/burstable/pod${uid}/${id}`, `container ${id.slice(0, 12)} of pod ${uid}`],
    [`/kubepods/burstable/pod${uid}`, `pod ${uid}`],
    ['/lxc/101', 'lxc 101'],
    ['/system.slice/app.service', 'app.service'],
  ])('%s', (path, words) => {
    expect(workloadInWords(workloadOf(path))).toBe(words);
  });
});
