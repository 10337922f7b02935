import { describe, expect, it } from 'vitest';
import { bodiesOf, kernelLog, logEntry, programLog } from './assembled.ts';

const units = (tag: string | null, text: string) => bodiesOf('unit-oom', programLog(tag, text));

const id = '9192cb33411ff69d015a3577db136757f5b145064a1703efea3d0e12e8a64987';

describe('systemd', () => {
  it.each([
    ['web.service: A process of this unit has been killed by the OOM killer.', 'web.service', 'oom-notice'],
    ['web.service: The kernel OOM killer killed some processes in this unit.', 'web.service', 'oom-notice'],
    [
      'app-gnome-hp\\x2dtray.scope: systemd-oomd killed 12 process(es) in this unit.',
      'app-gnome-hp\\x2dtray.scope',
      'oomd-kill',
    ],
    ['etl.service: systemd-oomd killed some process(es) in this unit.', 'etl.service', 'oomd-kill'],
    ["db@main:1.service: Failed with result 'oom-kill'.", 'db@main:1.service', 'oom-kill'],
    ['-.slice: A process of this unit has been killed by the OOM killer.', '-.slice', 'oom-notice'],
  ])('%s', (line, unit, result) => {
    expect(units('systemd', line)).toMatchObject([{ manager: 'systemd', unit, result, complete: true }]);
  });

  it('makes two records of notice and result', () => {
    const text =
      "a.service: A process of this unit has been killed by the OOM killer.\na.service: Failed with result 'oom-kill'.";
    expect(units('systemd', text).map((body) => body.result)).toEqual(['oom-notice', 'oom-kill']);
  });

  it('trusts the message id where the wording is new', () => {
    const known = { writer: 'user', tag: 'systemd' } as const;
    const notice = logEntry('a.service: Etwas wurde getötet.', {
      ...known,
      messageId: 'fe6faa94e7774663a0da52717891d8ef',
    });
    const oomd = logEntry('a.service: systemd-oomd did it.', {
      ...known,
      messageId: 'd989611b15e44c9dbf31e3c81256e4ed',
    });
    expect(bodiesOf('unit-oom', [notice, oomd]).map((body) => [body.unit, body.result])).toEqual([
      ['a.service', 'oom-notice'],
      ['a.service', 'oomd-kill'],
    ]);
  });

  it.each([
    "web.service: Failed with result 'signal'.",
    'Started web.service: kernel OOM killer killed watcher.',
    'A process of this unit has been killed by the OOM killer.',
  ])('%s is none', (line) => {
    expect(units('systemd', line)).toEqual([]);
  });

  it('is no other writer', () => {
    const line = "web.service: Failed with result 'oom-kill'.";
    expect(units('myapp', line)).toEqual([]);
    expect(bodiesOf('unit-oom', kernelLog(line))).toEqual([]);
  });
});

describe('kubelet', () => {
  it.each([
    [
      'I1120 09:30:30.1 1 event.go:307] "Event occurred" object="node1" kind="Node" type="Warning" reason="SystemOOM" message="System OOM encountered, victim process: runc:[2:INIT], pid: 71899"',
      { pid: 71899, comm: 'runc:[2:INIT]' },
    ],
    ['System OOM encountered', { pid: null, comm: null }],
    ['System OOM encountered:  process pid 4711, process name: nginx', { pid: 4711, comm: 'nginx' }],
    [
      'I1120 09:30:30.1 1 oom_watcher_linux.go:75] Got sys oom event: &{11207 stress 2020-09-13 15:19:05 +0000 UTC / /kubepods/x}',
      { pid: 11207, comm: 'stress' },
    ],
    [
      'I1120 09:30:30.1 1 oom_watcher_linux.go:77] "Got sys oom event" event=&{Pid:4711 ProcessName:python3 TimeOfDeath:2024-01-01 ContainerName:/ VictimContainerName:/ Constraint:CONSTRAINT_NONE}',
      { pid: 4711, comm: 'python3' },
    ],
    [
      '"Got sys oom event" event={"Pid":4711,"ProcessName":"python3","ContainerName":"/"}',
      { pid: 4711, comm: 'python3' },
    ],
  ])('%s', (line, expected) => {
    expect(units('kubelet', line)).toMatchObject([
      { manager: 'kubelet', result: 'system-oom', unit: null, ...expected },
    ]);
  });
});

describe('container runtimes', () => {
  it.each([
    [
      'containerd',
      `time="2025-05-19T18:14:43.57Z" level=info msg="TaskOOM event container_id:\\"${id}\\""`,
      'containerd',
      'task-oom',
    ],
    [
      'containerd',
      `time="2020-01-01T00:00:00Z" level=info msg="TaskOOM event &TaskOOM{ContainerID:${id},XXX_unrecognized:[],}"`,
      'containerd',
      'task-oom',
    ],
    [
      'k3s',
      `time="2025-05-19T18:14:43.57Z" level=info msg="TaskOOM event container_id:\\"${id}\\""`,
      'containerd',
      'task-oom',
    ],
    [null, `2019-05-04T18:05:45.023195599-05:00 container oom ${id} (image=x, name=y)`, 'docker', 'task-oom'],
  ])('%s: %s', (tag, line, manager, result) => {
    expect(units(tag, line)).toMatchObject([{ manager, result, container: id }]);
  });

  it('knows that an init died before its container ran', () => {
    const reason =
      'failed to create containerd task: OCI runtime create failed: runc create failed: unable to start container process: container init was OOM-killed (memory limit too low?): unknown';
    expect(
      units('kubelet', `E1 1 pod_workers.go:1] "Error syncing pod, skipping" err="${reason}" pod="default/x" podUID=1`),
    ).toMatchObject([{ manager: 'kubelet', result: 'init-oom-kill', pod: 'default/x' }]);
    expect(units('containerd', `time="t" level=error msg="${reason}"`)).toMatchObject([{ manager: 'containerd' }]);
    expect(units('dockerd', `time="t" level=error msg="${reason}" container=${id}`)).toMatchObject([{ container: id }]);
  });

  it.each(['container oom policy: kill', 'failed to handle TaskOOM event: no such container'])('%s is none', (line) => {
    expect(units('dockerd', line)).toEqual([]);
  });
});
