import { describe, expect, test } from 'vitest';
import { folderOf } from '../../src/alignment/owners/folders.ts';
import { createOwnership, type LogFolder, noLog, owns } from '../../src/alignment/owners/join.ts';

/** Which samples belong to which log: a wrong join gives a verdict about another machine, so every row counts. */
interface Row {
  readonly name: string;
  readonly logs: readonly LogFolder[];
  readonly samples: { readonly host: string | null; readonly directory: string };
  readonly named?: readonly string[];
  /** `HOST` or `in FOLDER` of an incident that they must be joined to. */
  readonly joined?: readonly string[];
  readonly apart?: readonly string[];
}

const log = (directory: string, ...hosts: string[]): LogFolder => ({ directory, hosts });

const rows: readonly Row[] = [
  {
    name: 'both name the host',
    logs: [log('/logs', 'web01', 'db01')],
    samples: { host: 'db01', directory: '/elsewhere' },
    joined: ['db01'],
    apart: ['web01'],
  },
  {
    name: 'short and full name of one host, a port',
    logs: [log('/logs', 'db01.example.com'), log('/other', 'web01')],
    samples: { host: 'DB01:9100', directory: '/elsewhere' },
    joined: ['db01.example.com'],
    apart: ['web01'],
  },
  {
    name: 'two full names that only begin alike',
    logs: [log('/logs', 'db01.prod.example.com')],
    samples: { host: 'db01.test.example.com', directory: '/logs' },
    apart: ['db01.prod.example.com'],
  },
  {
    name: 'samples of another host in the folder of the log',
    logs: [log('/logs', 'web01')],
    samples: { host: 'db01', directory: '/logs' },
    apart: ['web01'],
  },
  {
    name: 'a folder below the log',
    logs: [log('/runs/a'), log('/runs/b')],
    samples: { host: null, directory: '/runs/b/samples' },
    joined: ['in /runs/b'],
    apart: ['in /runs/a'],
  },
  {
    name: 'a folder beside the log',
    logs: [log('/runs/a/logs', 'a'), log('/runs/b/logs', 'b')],
    samples: { host: null, directory: '/runs/a/samples' },
    joined: ['a', 'in /runs/a/logs'],
    apart: ['b'],
  },
  {
    name: 'sa/ in the folder of the log',
    logs: [log('/var/log', 'web01')],
    samples: { host: 'web01', directory: '/var/log/sa' },
    joined: ['web01', 'in /var/log'],
  },
  {
    name: 'a report tree: /proc beside /var/log',
    logs: [
      log('sos.tar.xz:sos/var/log', 'web01'),
      log('sos.tar.xz:sos/sos_commands/kernel'),
      log('other.tar:var/log', 'db01'),
    ],
    samples: { host: null, directory: 'sos.tar.xz:sos/proc' },
    joined: ['web01'],
    apart: ['db01'],
  },
  {
    name: 'one folder for all logs, samples in folders that the hosts give their names',
    logs: [log('/central', 'a1', 'b1')],
    samples: { host: null, directory: '/central/samples/b1' },
    joined: ['b1'],
    apart: ['a1'],
  },
  {
    name: 'equally near to logs of two hosts',
    logs: [log('/x/a', 'a1'), log('/x/b', 'b1')],
    samples: { host: null, directory: '/x/samples' },
    apart: ['a1', 'b1', 'in /x/a'],
  },
  {
    name: 'equally near to two folders without a host',
    logs: [log('/x/a'), log('/x/b')],
    samples: { host: null, directory: '/x/samples' },
    apart: ['in /x/a', 'in /x/b'],
  },
  {
    name: 'nearer to the log at the common folder than to one in a neighbour',
    logs: [log('/x', 'a1'), log('/x/old', 'b1')],
    samples: { host: null, directory: '/x/samples' },
    joined: ['a1'],
    apart: ['b1'],
  },
  {
    name: 'only one host, samples anywhere',
    logs: [log('logs', 'web01'), log('logs/more')],
    samples: { host: null, directory: '/mnt/samples' },
    joined: ['web01', 'in logs', 'in logs/more'],
  },
  {
    name: 'only one folder with logs, no host anywhere, samples from standard input',
    logs: [log('logs')],
    samples: { host: null, directory: '-' },
    joined: ['in logs'],
  },
  {
    name: 'two hosts, samples anywhere',
    logs: [log('/logs', 'a1', 'b1')],
    samples: { host: null, directory: '-' },
    apart: ['a1', 'b1'],
  },
  {
    name: 'a host without a log of its own beside a log without a host',
    logs: [log('/runs/a')],
    samples: { host: 'web01', directory: '/runs/a/sa' },
    joined: ['in /runs/a'],
  },
  {
    name: 'named by the user, and the only log is of another name',
    logs: [log('/logs', 'web01')],
    samples: { host: 'ip-10-0-0-3', directory: '/data/prom' },
    named: ['/data/prom'],
    joined: ['web01'],
  },
  {
    name: 'named by the user, and there are logs of two hosts',
    logs: [log('/logs', 'web01', 'db01')],
    samples: { host: 'ip-10-0-0-3', directory: '/data/prom' },
    named: ['/data'],
    apart: ['web01', 'db01'],
  },
  {
    name: 'an address names no host',
    logs: [log('/logs', 'web01')],
    samples: { host: '10.0.0.3:9100', directory: '/logs/prom' },
    joined: ['web01'],
  },
  {
    name: 'a log that names no host in a folder of one that does',
    logs: [log('/runs/L1', 'web01'), log('/runs/L1/dmesg'), log('/runs/L2', 'db01')],
    samples: { host: 'web01', directory: '/runs/L1/samples' },
    joined: ['web01', 'in /runs/L1/dmesg'],
    apart: ['db01'],
  },
];

function incident(wanted: string): Parameters<typeof owns>[1] {
  const folder = wanted.startsWith('in ') ? wanted.slice(3) : null;
  const path = `${folder ?? '/somewhere/else'}/kern.log`;
  return {
    host: folder === null ? wanted : null,
    sources: [{ path, line: 1, byteStart: 0, byteEnd: 9, lines: 1 }],
  };
}

describe('which samples belong to which log', () => {
  // "Equally near" would be said of folders that are not there.
  test.each([null, 'web01'])('without any log nothing is said of folders (samples of %s)', (host) => {
    expect(createOwnership([])({ host, directory: '/samples' })).toBe(noLog);
  });

  test.each(rows)('$name', ({ logs, samples, named, joined = [], apart = [] }) => {
    const owner = createOwnership(logs, named)(samples);
    for (const one of joined) expect(owns(owner, incident(one)), `joined to ${one}`).toBe(true);
    for (const one of apart) expect(owns(owner, incident(one)), `not joined to ${one}`).toBe(false);
    if (joined.length === 0 && !owns(owner, incident('nobody')))
      expect('unjoined' in owner ? owner.unjoined : 'another host').not.toBe('');
  });

  test('the join that rests on the word of the user says which names differ', () => {
    const owner = createOwnership([log('/logs', 'web01')], ['/data'])({ host: 'web-old', directory: '/data/x' });
    expect('doubt' in owner && owner.doubt).toBe('the samples name the host web-old, the log web01');
  });

  test.each([
    ['/var/log/kern.log', '/var/log'],
    ['kern.log', '.'],
    ['-', '-'],
    ['/kern.log', '/'],
    ['dump.tar.gz:kern.log', 'dump.tar.gz'],
    ['dump.tar.gz:var/log/kern.log', 'dump.tar.gz:var/log'],
  ])('the folder of %s', (path, folder) => {
    expect(folderOf(path)).toBe(folder);
  });
});
