import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { membersOf } from './archive.ts';
import { archiveOf } from './make-examples.ts';
import { makeModel, makeReport } from './making.ts';

const scratch = mkdtempSync(join(tmpdir(), 'oomtrail-restarts-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const uid = '6f1b7c52-3a0e-4b59-9d1c-77b1f0c2a9de';
const died = '452cdfcd06a627bfb5406e5c8c197d05734fcd0ad2f02709cbecb033609f3abb';
const born = `77${died.slice(2)}`;
const at = (seconds: number): string => `2026-09-03T02:20:${seconds.toFixed(6)}+00:00 k8s-node-5 kubelet[1201]: `;
const life = (seconds: number, type: string, id: string): string =>
  `${at(seconds)}I0903 02:20:50.000000    1201 kubelet.go:2453] "SyncLoop (PLEG): event for pod" pod="shop/cart-x2x1p" event={"ID":"${uid}","Type":"${type}","Data":"${id}"}`;
const oldLife = (seconds: number, type: string, id: string): string =>
  `${at(seconds)}I0903 02:20:50.000000    1201 kubelet.go:1951] SyncLoop (PLEG): "cart-x2x1p_shop(${uid})", event: &pleg.PodLifecycleEvent{ID:"${uid}", Type:"${type}", Data:"${id}"}`;
const backOff = (seconds: number, wait: string): string =>
  `${at(seconds)}E0903 02:20:51.000000    1201 pod_workers.go:1301] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"cart\\" with CrashLoopBackOff: \\"back-off ${wait} restarting failed container=cart pod=cart-x2x1p_shop(${uid})\\"" pod="shop/cart-x2x1p" podUID="${uid}"`;

async function withLines(name: string, ...lines: readonly string[]): Promise<string> {
  const syslog = (await membersOf(archiveOf('pod-limit'))).get('syslog')?.toString() ?? '';
  const path = join(scratch, name);
  writeFileSync(path, `${syslog}${lines.join('\n')}\n`);
  return path;
}

async function impactOf(path: string): Promise<readonly string[]> {
  const [incident] = (await makeModel([path])).incidents;
  return incident?.impact.map(({ text }) => text) ?? [];
}

test.each([
  ['as kubelet writes since 1.21', life],
  ['as it wrote before', oldLife],
])('a pod was away from the kill to its next container, %s', async (name, told) => {
  const path = await withLines(
    name,
    told(50, 'ContainerDied', died),
    told(50.5, 'ContainerStarted', died),
    told(53.890453, 'ContainerStarted', born),
  );
  expect(await impactOf(path)).toContain(
    'pod shop/cart-x2x1p was hit; it started again 1 time, away for 5 s in all by the log.',
  );
});

test('a pod that is held back is not said to run', async () => {
  const path = await withLines('held', life(50, 'ContainerDied', died), backOff(51, '10s'), backOff(55, '20s'));
  expect((await impactOf(path)).join()).toContain(
    'pod shop/cart-x2x1p was hit; its restarts were held back, at last for 20s; the log does not show it starting again.',
  );
});

test('a pod that only its name tells is known by the death of its container', async () => {
  const event = `${at(52)}I0903 02:20:52.000000    1201 event.go:294] "Event occurred" object="shop/cart-x2x1p" kind="Pod" message="Back-off restarting failed container"`;
  expect((await impactOf(await withLines('by-name', life(50, 'ContainerDied', died), event))).join()).toContain(
    'pod shop/cart-x2x1p was hit; its restarts were held back',
  );
});

test('a pod that is held back is not the one that was hit where only another is', async () => {
  const other = backOff(51, '10s')
    .replaceAll(uid, `0${uid.slice(1)}`)
    .replaceAll('cart-', 'till-');
  expect((await impactOf(await withLines('other-held', life(50, 'ContainerDied', died), other))).join()).not.toContain(
    'held back',
  );
});

test('the start of another pod is none of this one', async () => {
  const other = life(52, 'ContainerStarted', born)
    .replaceAll(uid, `0${uid.slice(1)}`)
    .replaceAll('cart-', 'till-');
  expect((await impactOf(await withLines('other', other))).join()).not.toContain('started again');
});

// The pod's name stands in no record: only the lines behind it tell it.
test('a name that only the restart tells is redacted', async () => {
  const path = await withLines('named', life(50, 'ContainerDied', died), life(53, 'ContainerStarted', born));
  const report = await makeReport([path], { form: 'markdown', redact: true });
  expect(report).toMatch(/pod pod-\d+\/pod-\d+ was hit; it started again/);
  expect(report).not.toMatch(/cart|shop/);
});

// Where systemd writes to the kernel's log there is no wall clock at all.
test('how long a unit was away is counted by the kernel clock where the log has no other', async () => {
  const path = join(scratch, 'dmesg');
  const said = [
    [100, 'Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org)'],
    [
      200,
      'Out of memory: Killed process 700 (api) total-vm:90000kB, anon-rss:80000kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:200kB oom_score_adj:0',
    ],
    [200.25, "systemd[1]: api.service: Failed with result 'oom-kill'."],
    [204.25, 'systemd[1]: Started api.service - The API.'],
  ] as const;
  writeFileSync(path, said.map(([seconds, text]) => `[${seconds.toFixed(6).padStart(12)}] ${text}\n`).join(''));
  expect((await impactOf(path)).join()).toContain('api.service was hit; it started again 1 time, away for 4 s');
});

test('systemd gives up on a unit that ended too often', async () => {
  const syslog = (await membersOf(archiveOf('restart-loop'))).get('syslog')?.toString().split('\n') ?? [];
  const started = (line: string): boolean => /systemd.*: (Started worker|worker\.service: Scheduled)/.test(line);
  const path = join(scratch, 'given-up');
  writeFileSync(
    path,
    syslog
      .map((line) =>
        started(line)
          ? `${line.slice(0, line.indexOf(']: ') + 3)}worker.service: Start request repeated too quickly.`
          : line,
      )
      .join('\n'),
  );
  expect((await impactOf(path)).join()).toContain('it is not started any more, because it ended too often');
});
