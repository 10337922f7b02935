import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../src/redaction/index.ts';

function knowing(): ReturnType<typeof createRedactor> {
  const redactor = createRedactor();
  redactor.learn('host', 'web01.example.com');
  redactor.learn('program', 'redis-server');
  redactor.learn('program', 'node');
  redactor.learn('program', 'free');
  redactor.learn('program', 'a b) total-vm:1kB');
  redactor.learn('unit', 'leaky-api');
  return redactor;
}

describe('a line of a log', () => {
  // Each line is of a kind that a person would paste into a ticket.
  test.each([
    ['May 17 23:26:07 web01 kernel: x', 'May 17 23:26:07 host-1 kernel: x'],
    [
      'Out of memory: Killed process 387 (redis-server) total-vm:1kB',
      'Out of memory: Killed process 387 (program-1) total-vm:1kB',
    ],
    [
      'task_memcg=/system.slice/leaky-api.service,task=node,pid=387',
      'task_memcg=/system.slice/unit-1.service,task=program-1,pid=387',
    ],
    ['leaky-api.service: Failed with result oom-kill', 'unit-1.service: Failed with result oom-kill'],
    ['Killed process 4 (a b) total-vm:1kB) total-vm:3kB', 'Killed process 4 (program-1) total-vm:3kB'],
    [
      'Accepted publickey for user alice from 10.1.2.3 port 22',
      'Accepted publickey for user user-1 from 192.0.2.1 port 22',
    ],
    ['/home/alice/billing/run.py', '/home/user-1/name-1/run.py'],
    ['link fe80::1ff:fe23:4567:890a is aa:bb:cc:dd:ee:ff', 'link 2001:db8::1 is 00:00:5e:00:53:01'],
    ['mail root@corp.example.com', 'mail user-1@example.org'],
    ['RIP: 0033:0x7f3c12345678 RAX: ffffffffffffffda', 'RIP: 0033:0x000000000001 RAX: 0000000000000001'],
    [
      '/kubepods.slice/kubepods-burstable-pod0a1b2c3d_1111_2222_3333_444455556666.slice',
      '/kubepods.slice/kubepods-burstable-pod00000000_0000_4000_8000_000000000001.slice',
    ],
  ])('%s', (line, expected) => {
    expect(knowing().text(line)).toBe(expected);
  });

  // These carry the diagnosis and name nobody: without them the log would be worth nothing.
  test.each([
    'Node 0 DMA32 free:3144kB boost:0kB min:8396kB low:10492kB',
    'zone DMA32 of node 0 has 3.07 MiB free',
    'gfp_mask=0x140dca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0',
    ' shrink_node+0x10/0x20 [xfs] </TASK>',
    'kworker/0:1 kswapd0 systemd[1] 2026-05-17T23:26:07.924+02:00',
    'cpuset=/,mems_allowed=0,global_oom',
  ])('%s stays', (line) => {
    expect(knowing().text(line)).toBe(line);
  });
});

test('the same name has the same pseudonym everywhere, and the mapping tells which', () => {
  const redactor = knowing();
  const [a, b] = [redactor.text('redis-server on web01'), redactor.text('web01: redis-server (pid 4)')];
  expect(a).toBe('program-1 on host-1');
  expect(b).toBe('host-1: program-1 (pid 4)');
  expect(redactor.mapping()).toEqual({ 'redis-server': 'program-1', web01: 'host-1' });
});

test('our own words in data stay, names in data go', () => {
  const redactor = createRedactor();
  redactor.learn('program', 'host');
  expect(redactor.value({ kind: 'oom-kill', scope: 'host', comm: 'host', list: ['host'] })).toEqual({
    kind: 'oom-kill',
    scope: 'host',
    comm: 'program-1',
    list: ['program-1'],
  });
});

// A name that shines through is what the whole command exists to prevent.
test('no learned name survives in any text, wherever it stands', () => {
  const name = fc
    .stringMatching(/^[a-z][a-z0-9]{3,8}(-[a-z0-9]{2,6})?$/)
    .filter((text) => !/^(host|program|user|name|unit|kernel|systemd)/.test(text));
  const glue = fc.constantFrom(' ', '/', '=', ': ', '(', ')', '.', '-', '@', '"', '[1]: ', ',', '/var/log/');
  fc.assert(
    fc.property(
      fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
      fc.array(glue, { minLength: 5, maxLength: 5 }),
      (names, glues) => {
        const redactor = createRedactor();
        for (const one of names) redactor.learn('program', one);
        const text = names.map((one, index) => `${glues[index]}${one}`).join('') + glues[4];
        const redacted = redactor.text(`x ${text} y`);
        for (const one of names) expect(redacted, text).not.toMatch(new RegExp(`(?<![a-z0-9])${one}(?![a-z0-9])`));
      },
    ),
    { numRuns: 2000 },
  );
});

// A line of a megabyte is cut into pieces: a name that the cut went through would shine through, in halves.
test('a line too long for one look is redacted as its words are, wherever it is cut', () => {
  const words = ['redis-server', 'leaky-api', 'web01', 'free:3144kB', 'x'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { minLength: 600, maxLength: 1500 }), (line) => {
      const redactor = knowing();
      const alone = line.map((word) => redactor.text(word));
      expect(redactor.text(line.join(' '))).toBe(alone.join(' '));
      expect(redactor.text(line.join(','))).toBe(alone.join(','));
      expect(redactor.text(JSON.stringify(line))).toBe(JSON.stringify(alone));
    }),
    { numRuns: 20 },
  );
});

test('a text of any characters is redacted, its signs for what is put aside among them', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('\ue000', '\ue001', '0', '\u001b', '[', '/', '@', ' ') }), (text) => {
      expect(createRedactor().text(`web01 ${text}`)).not.toMatch(/[\ue000\ue001]/);
    }),
  );
});
