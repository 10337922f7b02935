import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../src/redaction/index.ts';
import { survivors } from './originals.ts';

/** Lines in which a name stands that no record has told: `@` is the name. */
const lines = {
  program: [
    '@ invoked oom-killer: gfp_mask=0xcc0, order=0, oom_score_adj=0',
    'Jan  6 11:57:42 db01 kernel: CPU: 0 PID: 1 Comm: @ Not tainted 6.1.0',
    '[    387]     0   387    97061    96420    96256      164         0   819200        0             0 @',
    'oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,global_oom,task_memcg=/,task=@,pid=4,uid=0',
    'Out of memory: Killed process 4 (@) total-vm:1kB, anon-rss:1kB',
    'Out of memory: Kill process 4 (@) score 900 or sacrifice child',
    '4,344,68133196,-;@: page allocation failure: order:4, mode:0x40820',
    'INFO: task @:117 blocked for more than 120 seconds.',
    '{"MESSAGE":"@ invoked oom-killer: gfp_mask=0x0","_PID":"1"}',
    '{"_COMM":"@","MESSAGE":"hello"}',
    'SYSLOG_IDENTIFIER=@',
  ],
  host: ['{"_HOSTNAME":"@"}', '_HOSTNAME=@', 'systemd[1]: Set hostname to <@>.'],
  pod: [
    '"SyncLoop (PLEG): event for pod" pod="shop-ns/@" event={}',
    'Event occurred object="@/till-x" kind="Pod"',
    'back-off 10s restarting failed container=abcd pod=@_shop-ns(6f1b7c52-3a0e-4b59-9d1c-77b1f0c2a9de)',
    'RunPodSandbox for &PodSandboxMetadata{Name:@,Uid:6f1b,Namespace:shop-ns,Attempt:0,}',
  ],
  container: [
    'The node was low on resource: memory. Container @ was using 4395616Ki, request is 0',
    'CreateContainer within sandbox for &ContainerMetadata{Name:@,Attempt:1,}',
    '2019-05-04T18:05:45-05:00 container oom 4f0c1d2e3a4b (image=x, name=@)',
  ],
  unit: ['systemd[1]: @.service: Main process exited, code=killed, status=9/KILL', 'Started @.scope - What it does.'],
  user: [
    'sshd[9]: Accepted publickey for @ from 10.0.0.1 port 22',
    'session opened for user @ by (uid=0)',
    'sudo:    @ : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls',
    'Loaded /home/@/app/run.py',
    'uid=1000(@) gid=1000',
  ],
} as const;

const cases = Object.entries(lines).flatMap(([kind, list]) => list.map((line) => [kind, line] as const));

describe('a name that only its place in a line tells', () => {
  const name = fc
    .stringMatching(/^[a-z][a-z0-9]{4,9}(-[a-z0-9]{2,5})?$/)
    .filter(
      (text) =>
        !/^(?:host|program|user|name|unit|pod|container|cgroup|kernel|systemd|java|main|service|scope|event|object|task|shop|till|abcd)/.test(
          text,
        ),
    );

  test.each(cases)('is replaced: %s, %s', (_kind, line) => {
    fc.assert(
      fc.property(name, (text) => {
        const redactor = createRedactor();
        expect(survivors([text], redactor.text(line.replaceAll('@', text)))).toEqual([]);
        // And where it stands in another line afterwards.
        expect(survivors([text], redactor.text(`then ${text} was seen: ${text}[4], /run/${text}/x`))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

test('colours of a terminal hide no name', () => {
  const redactor = createRedactor();
  redactor.learn('program', 'redis-server');
  expect(redactor.text('\x1b[33mredis-server\x1b[0m invoked oom-killer')).toBe(
    '\x1b[33mprogram-1\x1b[0m invoked oom-killer',
  );
});

// Redacted logs are read again, by us too: what these lines say must be found in them.
test.each([
  'kernel: there is no swap in user space of user processes',
  'app1 earlyoom[412]: sending SIGTERM to process',
  'java.lang.OutOfMemoryError: Java heap space',
  'kubelet[1201]: I0517 eviction_manager.go:376] "Eviction manager: must evict pod(s) to reclaim" resourceName="memory"',
])('%s stays', (line) => {
  const redactor = createRedactor();
  redactor.learn('program', 'java');
  redactor.learn('program', 'earlyoom');
  expect(redactor.text(line)).toBe(line);
});

// A journal field can be a megabyte long, and whoever writes it chooses what stands in it.
test('a name is found in a line of any length', () => {
  const redactor = createRedactor();
  redactor.learn('program', 'redis-server');
  const line = `${'a.'.repeat(60_000)} ${'x'.repeat(9000)} redis-server, ${'/b'.repeat(20_000)} "redis-server"`;
  const redacted = redactor.text(line);
  expect(redacted).not.toContain('redis-server');
  expect(redacted.match(/program-1/g)).toHaveLength(2);
});
