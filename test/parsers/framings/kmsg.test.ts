import { describe, expect, it } from 'vitest';
import { kmsg } from '../../../parsers/framings/kmsg.ts';
import { frame, frameOne } from './frame.ts';

it.each([
  ['4,367,139154620,-;Node 0 hugepages', 'kernel', 139154620, 4, null],
  ['6,416,1758426,-,caller=T1;Node 0 hugepages', 'kernel', 1758426, 6, 'T1'],
  ['6,416,1758426,c,caller=C0,more=x;Node 0 hugepages', 'kernel', 1758426, 6, 'C0'],
  ['12,493,63625104,-;Node 0 hugepages', 'user', 63625104, 4, null],
])('%s', (text, writer, monotonicUs, severity, caller) => {
  expect(frameOne(kmsg, text)).toMatchObject({
    text: 'Node 0 hugepages',
    writer,
    monotonicUs,
    severity,
    caller,
    stamp: null,
  });
});

it('makes a line of each newline, and all have the span of the record', () => {
  const text = '4,367,139154620,-;active_anon:1164 inactive_anon:72988\\x0a active_file:0\\x0a free:1';
  const { entries } = frame(kmsg, text);
  expect(entries.map((entry) => [entry.text, entry.first])).toEqual([
    ['active_anon:1164 inactive_anon:72988', true],
    [' active_file:0', false],
    [' free:1', false],
  ]);
  for (const { span } of entries) expect(span).toMatchObject({ line: 1, byteStart: 0, byteEnd: text.length });
});

/** systemd's cgroup names hold a literal `\x2d`, which the kernel writes as `\x5cx2d`. */
it('undoes the escaping once', () => {
  const text = '6,1,1,-;task_memcg=/system.slice/system-foo\\x5cx2dbar.slice,task=caf\\xc3\\xa9';
  expect(frameOne(kmsg, text)?.text).toBe('task_memcg=/system.slice/system-foo\\x2dbar.slice,task=café');
});

it('reads over the lines about the device, and only those that follow a record', () => {
  const { entries, refused } = frame(kmsg, ' SUBSYSTEM=pci\n6,1,1,-;a\n SUBSYSTEM=pci\n DEVICE=+pci:0000\n6,2,2,-;b');
  expect(entries.map((entry) => entry.text)).toEqual(['a', 'b']);
  expect(refused).toEqual([' SUBSYSTEM=pci']);
});

it('takes off a user’s tag as journald does, and leaves the kernel’s words alone', () => {
  expect(frameOne(kmsg, '30,1,1,-;systemd[1]: Started x')).toMatchObject({ text: 'Started x', tag: 'systemd', pid: 1 });
  expect(frameOne(kmsg, '6,1,1,-;usb 1-1: new device')).toMatchObject({ text: 'usb 1-1: new device', tag: null });
});

/** Up to Linux 4.8 the later fragments of a line are marked. */
describe('the fragments of a line', () => {
  const textsOf = (text: string) => frame(kmsg, text).entries.map(({ text: message, span }) => [message, span.lines]);

  it('are one entry, from the first byte to the last', () => {
    const text = '6,1,7,c;Node 0 DMA: \n6,2,8,+;1*4kB (U) \n6,3,9,+;= 4kB';
    const { entries } = frame(kmsg, `${text}\n6,4,9,-;next`);
    expect(entries.map(({ text: message }) => message)).toEqual(['Node 0 DMA: 1*4kB (U) = 4kB', 'next']);
    expect(entries[0]).toMatchObject({ monotonicUs: 7, first: true, span: { byteStart: 0, byteEnd: text.length } });
  });

  it('that another CPU broke stand for themselves', () => {
    expect(textsOf('6,1,7,c;Node 0 \n6,2,8,-;eth0: up\n6,3,9,c;DMA free:\n6,4,9,+;4kB')).toEqual([
      ['Node 0 ', 1],
      ['eth0: up', 1],
      ['DMA free:4kB', 2],
    ]);
  });

  it('are not put together over one that was lost, nor over a user’s', () => {
    expect(textsOf('6,1,7,c;one\n6,3,8,+;three')).toEqual([
      ['one', 1],
      ['three', 1],
    ]);
    expect(textsOf('6,1,7,c;one\n14,2,8,+;two')).toHaveLength(2);
  });

  it('of 4.9 and later, which go on with the record before, are emitted as they are', () => {
    expect(textsOf('6,1,7,-;oom-kill:x\n6,2,8,c;,cpuset=/\n6,3,8,c;,task=a')).toEqual([
      ['oom-kill:x', 1],
      [',cpuset=/', 1],
      [',task=a', 1],
    ]);
  });

  it('without end are not gathered for ever', () => {
    const many = Array.from({ length: 200 }, (_, index) => `6,${index},1,${index === 0 ? 'c' : '+'};x`).join('\n');
    expect(textsOf(many)[0]).toEqual(['x'.repeat(32), 32]);
    expect(textsOf(many)).toHaveLength(169);
  });
});

it.each(['4,367,139154620;x', '4,367,x,-;x', 'a,1,1,-;x', '1,2,3', '4,367,139154620,-'])('refuses %s', (text) => {
  expect(frame(kmsg, text).refused).toEqual([text]);
});
