import { describe, expect, it } from 'vitest';
import { bodiesOf, kernelLog, logEntry, programLog } from './assembled.ts';

describe('the pids controller', () => {
  it('names the cgroup, and says so where the path was torn off', () => {
    const found = bodiesOf(
      'fork-refused',
      kernelLog(`cgroup: fork rejected by pids controller in /system.slice/my app.service
cgroup: fork rejected by pids controller in `),
    );
    expect(found).toMatchObject([
      { cgroup: '/system.slice/my app.service', error: 'EAGAIN', complete: true },
      { cgroup: null, complete: false, problems: ['cgroup-missing'] },
    ]);
  });

  it('is the kernel or nobody', () => {
    const line = 'cgroup: fork rejected by pids controller in /user.slice';
    expect(bodiesOf('fork-refused', programLog('kernel', line))).toEqual([]);
  });
});

describe('programs', () => {
  it.each([
    ['bash', '-bash: fork: retry: Resource temporarily unavailable', 'EAGAIN'],
    ['bash', 'bash: line 12: fork: Cannot allocate memory', 'ENOMEM'],
    ['bash', '-bash: fork: retry: No child processes', 'EAGAIN'],
    [null, '/usr/bin/bash: fork: Resource temporarily unavailable', 'EAGAIN'],
    [null, "sh: can't fork: Out of memory", 'ENOMEM'],
    ['zsh', 'zsh: fork failed: cannot allocate memory', 'ENOMEM'],
    ['zsh', 'zsh: fork failed: resource temporarily unavailable', 'EAGAIN'],
    ['sshd', 'error: fork: Cannot allocate memory', 'ENOMEM'],
    ['redis-server', "Can't save in background: fork: Cannot allocate memory", 'ENOMEM'],
    ['postgres', 'LOG:  could not fork new process for connection: Cannot allocate memory', 'ENOMEM'],
    ['postgres', 'LOG:  could not fork autovacuum worker process: Resource temporarily unavailable', 'EAGAIN'],
    ['php-fpm', 'ERROR: fork() failed: Cannot allocate memory (12)', 'ENOMEM'],
    [
      'nginx',
      '2024/01/01 00:00:00 [alert] 1#1: fork() failed while spawning "worker process" (11: Resource temporarily unavailable)',
      'EAGAIN',
    ],
    ['dockerd', 'failed to start shim: fork/exec /usr/bin/containerd-shim: resource temporarily unavailable', 'EAGAIN'],
    ['apache2', '(12)Cannot allocate memory: AH00159: fork: Unable to fork new process', 'ENOMEM'],
    ['apache2', '(11)Resource temporarily unavailable: AH00159: fork: Unable to fork new process', 'EAGAIN'],
    ['systemd', 'cron.service: Failed to fork: Cannot allocate memory', 'ENOMEM'],
  ])('%s: %s', (tag, line, error) => {
    const [body] = bodiesOf('fork-refused', programLog(tag, line));
    expect(body).toMatchObject({ error, cgroup: null, complete: true });
    expect(body?.comm).toBe(tag ?? (line.startsWith('sh') ? 'sh' : 'bash'));
  });

  it.each([
    'recv: Resource temporarily unavailable',
    'malloc: Cannot allocate memory', // a program's own want of memory: another kind
    'fork/exec /usr/bin/missing: no such file or directory',
    'could not fork a repository',
  ])('%s is none', (line) => {
    expect(bodiesOf('fork-refused', programLog('app', line))).toEqual([]);
  });

  it('does not come from the kernel', () => {
    expect(bodiesOf('fork-refused', [logEntry('bash: fork: Cannot allocate memory', { writer: 'kernel' })])).toEqual(
      [],
    );
  });
});
