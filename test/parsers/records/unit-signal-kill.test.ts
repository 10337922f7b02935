import { describe, expect, it } from 'vitest';
import { bodies, bodiesOf, kernelLog, programLog } from './assembled.ts';

const killed = (tag: string | null, text: string) => bodiesOf('unit-signal-kill', programLog(tag, text));

const id = '9192cb33411ff69d015a3577db136757f5b145064a1703efea3d0e12e8a64987';

describe('systemd', () => {
  it.each([
    ['web.service: Main process exited, code=killed, status=9/KILL', 'SIGKILL', null],
    ['web.service: main process exited, code=killed, status=9/KILL', 'SIGKILL', null],
    ['web.service: Control process exited, code=killed, status=9/KILL', 'SIGKILL', null],
    ['web.service: Main process exited, code=exited, status=137/n/a', null, 137],
  ])('%s', (line, signal, exitStatus) => {
    expect(killed('systemd', line)).toMatchObject([
      { manager: 'systemd', unit: 'web.service', signal, exitStatus, complete: true },
    ]);
  });

  it.each([
    'web.service: Main process exited, code=exited, status=1/FAILURE',
    'web.service: Main process exited, code=killed, status=15/TERM',
    'web.service: Killing process 12 (x) with signal SIGKILL.',
    'web.service: Main process exited, code=exited, status=9/KILL',
  ])('%s is none', (line) => {
    expect(killed('systemd', line)).toEqual([]);
  });
});

describe('containers', () => {
  it.each([
    [
      'kubelet',
      `I1 1 generic.go:334] "Generic (PLEG): container finished" podID="7ed0f963" containerID="${id}" exitCode=137`,
      { manager: 'kubelet', pod: '7ed0f963', container: id },
    ],
    [
      'containerd',
      `time="t" level=info msg="received exit event container_id:\\"${id}\\"  id:\\"${id}\\"  pid:7620  exit_status:137  exited_at:{seconds:1747649683  nanos:725415123}"`,
      { manager: 'containerd', container: id },
    ],
    [
      'containerd',
      `time="t" level=info msg="TaskExit event &TaskExit{ContainerID:${id},ID:${id},Pid:7620,ExitStatus:137,ExitedAt:2020-01-01,XXX_unrecognized:[],}"`,
      { manager: 'containerd', container: id },
    ],
    [
      null,
      `2024-01-01T00:00:00.0Z container die ${id} (execDuration=5, exitCode=137, image=x, name=y)`,
      { manager: 'docker', container: id },
    ],
    [null, 'shop-web-1 exited with code 137', { manager: 'docker', container: 'shop-web-1' }],
    [
      'dockerd',
      'time="t" level=error msg="fatal task error" error="task: non-zero exit (137)" module=node/agent/taskmanager service.id=s1 task.id=t1',
      { manager: 'docker', unit: 's1', container: 't1' },
    ],
    [
      'dockerd',
      `time="t" level=warning msg="ShouldRestart failed, container will not be restarted" container=${id} daemonShuttingDown=false error="restart canceled" exitStatus="{137 2023-05-01 12:00:00 +0000 UTC}" hasBeenManuallyStopped=true`,
      { manager: 'docker', container: id },
    ],
  ])('%s: %s', (tag, line, expected) => {
    expect(killed(tag, line)).toMatchObject([{ exitStatus: 137, signal: null, ...expected }]);
  });

  it.each([
    // A pod's sandbox is always ended by SIGKILL, and a process of `exec` is not the container.
    `time="t" level=info msg="received sandbox exit event container_id:\\"${id}\\"  id:\\"${id}\\"  exit_status:137  exited_at:{seconds:1}" monitor_name=podsandbox`,
    `time="t" level=info msg="received exit event container_id:\\"${id}\\"  id:\\"e5\\"  pid:7620  exit_status:137  exited_at:{seconds:1}"`,
    `time="t" level=info msg="received exit event container_id:\\"${id}\\"  id:\\"${id}\\"  pid:7620  exit_status:1370"`,
  ])('%s is none', (line) => {
    expect(killed('containerd', line)).toEqual([]);
  });
});

it('is never called an OOM, and never the kernel', () => {
  const line = 'web.service: Main process exited, code=killed, status=9/KILL';
  expect(bodies(programLog('systemd', line)).map((body) => body.kind)).toEqual(['unit-signal-kill']);
  expect(bodies(kernelLog(line))).toEqual([]);
});
