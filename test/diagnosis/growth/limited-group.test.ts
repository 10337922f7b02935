import { expect, it } from 'vitest';
import type { MemoryHistory } from '../../../src/diagnosis/history.ts';
import type { Exhibit } from '../../../src/diagnosis/rules/rule.ts';
import { judge } from '../../../src/diagnosis/verdict/judge.ts';
import { unitOom } from '../records.ts';
import { eventSeconds, exhibit, groupHistory } from '../scenes.ts';

/** Often systemd's own line is all that is left of a kill: whether the unit ran into its limit, samples of its group show. */

const place = { wall: eventSeconds, mono: eventSeconds, host: 'h' };
const told = (history: MemoryHistory): Promise<Exhibit> => exhibit([unitOom('render.service', place)], history);
const rising = (share: number): number => 400 + 3640 * share;

it('joins the line of a unit to samples that show its group at its limit', async () => {
  const found = await told(groupHistory('/system.slice/render.service', rising));
  expect(found.incident.scope).toBe('memcg');
  expect(judge(found)).toMatchObject({
    cause: 'process-leak',
    where: { component: 'anonymous' },
    who: { kind: 'cgroup', cgroup: '/system.slice/render.service' },
  });
});

it.each([
  ['another unit', '/system.slice/other.service', rising],
  ['a unit that is full of page cache, as any that reads files', '/system.slice/render.service', () => 4090, 3400],
  ['a unit far from its limit: something else was killed for', '/system.slice/render.service', () => 900],
])('is not misled by %s', async (_, cgroup, usageAt, cached?: number) => {
  const found = await told(groupHistory(cgroup, usageAt, { cached }));
  expect(found.limited).toBeNull();
  expect(judge(found).cause).toBe('undetermined');
});
