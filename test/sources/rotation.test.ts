import { expect, test } from 'vitest';
import { groupRotated } from '../../src/sources/rotation.ts';

/** The names as a sorted directory gives them, and the logs they are, oldest member first. */
const cases: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'logrotate with numbers, the last ones compressed': [
    ['kern.log.10.gz', 'kern.log.3.gz', 'kern.log.2.gz', 'kern.log.1', 'kern.log'],
  ],
  'sysklogd and savelog begin with 0': [['syslog.2.gz', 'syslog.1.gz', 'syslog.0', 'syslog']],
  'one step back as .old': [['dmesg.old', 'dmesg']],
  dateext: [['messages-20261113.gz', 'messages-20261120', 'messages']],
  'dateext with an epoch for a second rotation on one day': [
    ['messages-20261120', 'messages-20261120-1795167030', 'messages-20261121', 'messages'],
  ],
  'dateext by the hour': [['messages-2026112002', 'messages-2026112003.xz', 'messages']],
  'epochs only': [['syslog-1795167030', 'syslog-1795253430', 'syslog']],
  'dates with dashes': [['daemon.log-2026-11-19', 'daemon.log-2026-11-20', 'daemon.log']],
  'dates with dots and a time': [['daemon.2026.11.19', 'daemon.2026.11.20-0300', 'daemon']],
  'the ending kept at the end': [['kern-20261119.log.gz', 'kern-20261120.log', 'kern.log']],
  'numbers before the ending, with the live file': [['kern.2.log', 'kern.1.log', 'kern.log']],
  'numbers before the ending without a live file may number hosts': [['node.1.log'], ['node.2.log']],
  'dated files without a live one are one log': [
    ['postgresql-2026-11-19_000000.log', 'postgresql-2026-11-20_000000.log'],
  ],
  'a live file that was compressed': [['kern.log.2.gz', 'kern.log.1.gz', 'kern.log.gz']],
  'numbers left behind by a move to dates': [['messages.2', 'messages.1', 'messages-20261120', 'messages']],
  'an interrupted compression: the whole file stays, the half one is apart': [
    ['kern.log.1', 'kern.log'],
    ['kern.log.1.gz'],
  ],
  'a copy beside the file': [['kern.log'], ['kern.log.gz']],
  'different files never join': [['auth.log.1', 'auth.log'], ['kern.log.1', 'kern.log'], ['kernel.log']],
  'hosts named by address are different files': [['10.0.0.1'], ['10.0.0.2'], ['10.0.0.3.log']],
  'rotated files of a host named by address': [['10.0.0.1-20261119', '10.0.0.1']],
  'captures of one run': [['dmesg-T.txt'], ['dmesg.txt'], ['sar-r-10s.txt'], ['sar-r-2s.txt']],
  'sysstat by day of month': [['sa19'], ['sa20'], ['sar19'], ['sar20']],
  'no dates: day 32, month 13, a build number': [['app-20261132'], ['app-20261320'], ['build-9999999999']],
  'journald archives, sealed and torn': [
    [
      'system@93c21175ee914ce5b4327400f7405176-0000000000000001-0006533835000000.journal',
      'system@0006533836000000-1f3f8e8e8e8e8e8e.journal~',
      'system@93c21175ee914ce5b4327400f7405176-0000000000000aaa-0006533837000000.journal',
      'system.journal',
    ],
    ['user-1000@93c21175ee914ce5b4327400f7405176-0000000000000002-0006533835000001.journal', 'user-1000.journal'],
  ],
};

test.each(Object.entries(cases))('%s', (_, logs) => {
  const sorted = logs.flat().toSorted();
  const byFirst = (groups: readonly (readonly string[])[]) => groups.map((names) => names.join(' ')).toSorted();
  expect(byFirst(groupRotated(sorted))).toEqual(byFirst(logs));
  // The order in which a user names them changes nothing.
  expect(byFirst(groupRotated(sorted.toReversed()))).toEqual(byFirst(logs));
});

// Nothing is lost in silence: whatever the names are, each is in exactly one group.
test('every name is in one group', () => {
  const names = [
    'a',
    'a.1',
    'a.1.gz',
    'a.1.xz',
    'a.gz',
    'a.1.log',
    'a.log',
    'a.1.log.1',
    'a.1.log.1.gz',
    'a.1.bz2',
    'a.old',
    'a.0',
  ];
  expect(groupRotated(names).flat().toSorted()).toEqual(names.toSorted());
});
