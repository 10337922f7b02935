import { describe, expect, it } from 'vitest';
import { logcat } from '../../../parsers/framings/logcat.ts';
import { talos } from '../../../parsers/framings/talos.ts';
import { frame, frameOne, written } from './frame.ts';

const kill = "Kill 'com.example.app' (9012), uid 10123, oom_score_adj 900 to free 65536kB rss, 2048kB swap";

describe('logcat', () => {
  it.each([
    ['threadtime', `11-20 09:30:30.342   710   711 I lmkd    : ${kill}`, 'lmkd', 710],
    ['with the uid', `11-20 09:30:30.342  1069   710   711 W lowmemorykiller: ${kill}`, 'lowmemorykiller', 710],
    ['time', `11-20 09:30:30.342 I/lmkd    (  710): ${kill}`, 'lmkd', 710],
  ])('%s: another program is a user', (_case, text, tag, pid) => {
    const entry = frameOne(logcat, text);
    expect(entry).toMatchObject({ text: kill, tag, pid, writer: 'user', host: null });
    expect(written(entry)).toBe('11-20T09:30:30.342000 local');
  });

  it('takes the zone', () => {
    expect(written(frameOne(logcat, `2026-11-20 09:30:30.342 +0100   710   711 I lmkd    : ${kill}`))).toBe(
      '2026-11-20T09:30:30.342000 60',
    );
  });

  // logd takes the kernel's first word with a colon for a tag: an extractor must see the message as the kernel wrote it.
  it.each([
    ['W         : ', 'app invoked oom-killer: gfp_mask=0xcc0', 'app invoked oom-killer: gfp_mask=0xcc0'],
    ['I lowmemorykiller: ', "Killing 'd.app' (2613), adj 1000,", "lowmemorykiller: Killing 'd.app' (2613), adj 1000,"],
    ['W Call trace:', '', 'Call trace: '],
    ['E Out of memory: ', 'Killed process 9 (app)', 'Out of memory: Killed process 9 (app)'],
  ])('puts a message of the kernel together: %s', (prefix, rest, whole) => {
    expect(frameOne(logcat, `11-20 09:30:30.342     0     0 ${prefix}${rest}`)).toMatchObject({
      text: whole,
      tag: null,
      pid: null,
      writer: 'unproved',
    });
  });

  it('refuses other lines that begin alike', () => {
    const lines = [
      '11-20 09:30:30.342 something happened',
      '13-20 09:30:30.342   710   711 I lmkd    : x',
      '---------',
    ];
    expect(frame(logcat, lines.join('\n')).refused).toEqual(lines);
  });
});

describe('talos', () => {
  it('reads facility, level and stamp, and the node where there is one', () => {
    const plain = frameOne(talos, 'kern: warning: [2026-11-20T09:30:30.123456789Z]: Mem-Info:');
    expect(plain).toMatchObject({ text: 'Mem-Info:', host: null, writer: 'kernel', severity: 4 });
    expect(written(plain)).toBe('2026-11-20T09:30:30.123456 0');
    expect(frameOne(talos, '10.5.0.2: kern:    info: [2026-11-20T09:30:30.1Z]: Mem-Info:')?.host).toBe('10.5.0.2');
    expect(frameOne(talos, 'user: warning: [2026-11-20T09:30:30.1Z]: [talos] Mem-Info:')?.writer).toBe('user');
  });
});
