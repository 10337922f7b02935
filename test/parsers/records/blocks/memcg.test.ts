import { describe, expect, it } from 'vitest';
import { memcgBlock } from '../../../../parsers/records/blocks/memcg.ts';
import { linesOf } from '../oom-kill/reports.ts';

const LIMITS = 'memory: usage 8kB, limit 8kB, failcnt 1\nswap: usage 0kB, limit 0kB, failcnt 0\n';

const blockOf = (text: string) => {
  const block = memcgBlock();
  const refused = linesOf(text).filter((line) => !block.feed(line));
  return { refused, ...block.value() };
};

describe('memcg limits', () => {
  it.each([
    '9007199254740988', // page_counter, 4 KiB pages
    '9007199254740928', // page_counter, 64 KiB pages
    '9007199254740991', // res_counter, LLONG_MAX
    '18014398509481983', // res_counter, ULLONG_MAX
  ])('%s kB is no limit', (sentinel) => {
    const { info } = blockOf(`memory: usage 4kB, limit ${sentinel}kB, failcnt 0`);
    expect(info).toMatchObject({ usageBytes: 4096, limitBytes: null, limitUnlimited: true });
  });

  it('of cgroup v1 and v2 go to their own fields', () => {
    const { info } = blockOf(
      'memory: usage 8kB, limit 8kB, failcnt 1\nmemory+swap: usage 12kB, limit 16kB, failcnt 2\nkmem: usage 4kB, limit 9007199254740988kB, failcnt 0',
    );
    expect(info).toMatchObject({ memswUsageBytes: 12_288, memswLimitBytes: 16_384, kmemLimitUnlimited: true });
    expect(info?.swapUsageBytes).toBeNull();
    expect(blockOf('swap: usage 0kB, limit 4kB, failcnt 0').info).toMatchObject({ swapLimitBytes: 4096 });
  });

  it('name victim and owner, also in two pieces', () => {
    const whole = blockOf('Task in /a/b killed as a result of limit of /a');
    expect(whole).toMatchObject({ taskMemcg: '/a/b', oomMemcg: '/a', info: { path: '/a' } });
    expect(blockOf('Task in /a/b killed\n as a result of limit of /a')).toEqual(whole);
    expect(blockOf('Memory limit reached of cgroup /a')).toMatchObject({ taskMemcg: null, oomMemcg: '/a' });
  });

  // less -S and `journalctl | cat` in a narrow terminal end a line at the screen's edge.
  it.each([
    ['/docker/35f1', '/docker/35f1c8a1'],
    ['/docker', '/docker'],
    ['/docker/other', '/docker/other'],
    ['/', '/'],
  ])('take the owner %s for %s', (written, owner) => {
    const block = blockOf(`Task in /docker/35f1c8a1 killed as a result of limit of ${written}`);
    expect(block).toMatchObject({ taskMemcg: '/docker/35f1c8a1', oomMemcg: owner });
  });
});

describe('memcg statistics', () => {
  it('of one line a group are added up over the subtree, in bytes', () => {
    const { info, problems } = blockOf(
      LIMITS +
        'Memory cgroup stats for /a: cache:1KB rss:2KB swap:0KB\nMemory cgroup stats for /a/b: cache:3KB rss:4KB swap:5KB',
    );
    expect(info).toMatchObject({ path: '/a', stats: { cache: 4096, rss: 6144, swap: 5120 } });
    expect(problems).toEqual([]);
  });

  it('of one value a line keep amounts and counts as printed', () => {
    const { info, refused } = blockOf(
      'Memory cgroup stats for /a:\nanon 4096\nsome_new_name 7\nusb 1-1: foo\npglazyfreed 9',
    );
    expect(info?.stats).toEqual({ anon: 4096, some_new_name: 7, pglazyfreed: 9 });
    expect(refused).toEqual(['usb 1-1: foo']);
  });

  it('do not begin by themselves', () => {
    expect(blockOf('anon 4096').refused).toEqual(['anon 4096']);
  });

  it.each([976, 992, 1024])('that the kernel cut after %i bytes lose their last number', (limit) => {
    const names = Array.from({ length: 80 }, (_, index) => `counter_number_${String(index).padStart(3, '0')} 123456`);
    const cut = names.join('\n').slice(0, limit - 1);
    const last = cut.slice(cut.lastIndexOf('\n') + 1).split(' ')[0] ?? '';
    const { info, problems } = blockOf(`${LIMITS}Memory cgroup stats for /a:\n${cut}`);
    expect(problems).toEqual(['memcg-stats-cut']);
    expect(info?.stats).not.toHaveProperty(last);
    expect(Object.values(info?.stats ?? {}).every((value) => value === 123_456)).toBe(true);
  });

  it('of a reader that dropped whole lines are not taken for whole', () => {
    const { info, problems } = blockOf(`${LIMITS}Memory cgroup stats for /a:\nanon 4096\npgscan 7\npgsteal 0`);
    expect(problems).toEqual(['memcg-stats-cut']);
    expect(info?.stats).toEqual({ anon: 4096, pgscan: 7 });
  });

  it('leave out what no number can hold', () => {
    const { info } = blockOf(
      'Memory cgroup stats for /a:\nhierarchical_memory_limit 9223372036854771712\ntotal_unevictable 1',
    );
    expect(info?.stats).toEqual({ total_unevictable: 1 });
  });
});
