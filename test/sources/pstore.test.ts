import { expect, test } from 'vitest';
import { groupPstore, isPstoreName } from '../../src/sources/pstore.ts';

const file = (name: string, head: string) => ({ name, head: Buffer.from(`${head}\n<6>[ 101.4] text`) });

// The kernel writes the end of the log first: read by name, a crash would read backwards.
test('the parts of one dump read forward', () => {
  const files = [
    file('dmesg-efi_pstore-179516703001001', 'Panic#1 Part1'),
    file('dmesg-efi_pstore-179516703002001', 'Panic#1 Part2'),
    file('dmesg-efi_pstore-179516703110001', 'Panic#1 Part10'),
  ];
  expect(groupPstore(files)).toEqual([files.map(({ name }) => name).toReversed()]);
});

test('dumps stay apart: by reason and count, and by time where the id says it', () => {
  const oops = file('dmesg-erst-6789', 'Oops#1 Part1');
  const panic = [file('dmesg-erst-6791', 'Panic#2 Part1'), file('dmesg-erst-6793', 'Panic#2 Part2')];
  const today = file('dmesg-efi-179516703001001', 'Panic#1 Part1');
  const lastYear = file('dmesg-efi-176363100001001', 'Panic#1 Part1');
  expect(groupPstore([oops, ...panic, today, lastYear])).toEqual([
    ['dmesg-erst-6789'],
    ['dmesg-erst-6793', 'dmesg-erst-6791'],
    ['dmesg-efi-176363100001001'],
    ['dmesg-efi-179516703001001'],
  ]);
});

test('a file without the first line of a dump is a log of its own', () => {
  expect(groupPstore([file('dmesg-ramoops-0', 'plain text'), file('dmesg-ramoops-1', 'Panic#1 Part1')])).toEqual([
    ['dmesg-ramoops-0'],
    ['dmesg-ramoops-1'],
  ]);
});

test.each(['dmesg-efi-1', 'dmesg-efi_pstore-1', 'dmesg-ramoops-0', 'dmesg-erst-5', 'dmesg-nvram-1'])(
  '%s is one',
  (name) => expect(isPstoreName(name)).toBe(true),
);
test.each(['dmesg', 'dmesg-T.txt', 'dmesg-x-iso.txt', 'dmesg.0', 'dmesg-ramoops-0.enc.z'])('%s is none', (name) =>
  expect(isPstoreName(name)).toBe(false),
);
