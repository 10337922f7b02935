import { describe, expect, it } from 'vitest';
import type { RecordOf } from '../../parsers/model/record.ts';
import { consumersOf } from '../../src/diagnosis/tasks.ts';
import { memcg, memInfo, oomKill, task } from './records.ts';

const page = 4096;
const consumers = (facts: Partial<RecordOf<'oom-kill'>>) =>
  consumersOf(oomKill({}, facts).record as RecordOf<'oom-kill'>);

/** Many small workers are one consumer: a list of single processes hides them. */
describe('consumersOf', () => {
  it('adds up processes of one name, swap included, and names the biggest', () => {
    const tasks = [
      task(2, 'php-fpm', { rssPages: 1000, swapPages: 500 }),
      task(3, 'php-fpm', { rssPages: 2000, swapPages: 0 }),
      task(4, 'mysqld', { rssPages: 3000, swapPages: 0 }),
      task(5, 'idle', { rssPages: 0, swapPages: 0 }),
    ];
    const [first, second, ...rest] = consumers({ tasks, memInfo: memInfo({ swapTotalBytes: 50_000 * page }) });
    expect(first).toEqual({
      comm: 'php-fpm',
      processes: 2,
      bytes: 3500 * page,
      swapBytes: 500 * page,
      basis: 'rss',
      share: 3500 / 250_000,
      shareOf: 'ram-and-swap',
      largest: { pid: 3, bytes: 2000 * page },
    });
    expect(second?.comm).toBe('mysqld');
    expect(rest).toEqual([]);
  });

  it('counts the anonymous part where the table splits rss', () => {
    const [first] = consumers({
      tasks: [task(2, 'pg', { rssPages: 9000, rssAnonPages: 10, rssAnonBytes: 10 * page })],
    });
    expect(first).toMatchObject({ bytes: 10 * page, basis: 'anonymous', share: null, shareOf: null });
  });

  it('a share of the limit leaves out swap, which is limited apart', () => {
    const tasks = [task(2, 'a', { rssPages: 100, swapPages: 900 })];
    const [first] = consumers({ constraint: 'memcg', memcg: memcg({ limitBytes: 200 * page }), tasks });
    expect(first).toMatchObject({ share: 0.5, shareOf: 'limit' });
  });

  it('says nothing in bytes where the page size is not proved', () => {
    expect(consumers({ tasks: [task(2, 'a', { rssBytes: null })] })).toEqual([]);
  });
});
