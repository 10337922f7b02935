import { bootId, killsBy, nowSeconds } from '../kernel.ts';
import { incidentsOf, notOnce, rows, texts, victims } from '../live.ts';
import { type Scene, type See, until } from '../scene.ts';
import { startLeak } from '../systemd.ts';

/** A limit of cgroup v2 runs out: all that is told of one kill. */
export const memcgKill: Scene = {
  name: 'a limit of a cgroup runs out',
  async run(see) {
    const comm = 'leaky-scope';
    startLeak({ comm, scope: true, everyMs: 100, properties: ['MemoryMax=96M', 'MemorySwapMax=0'] });
    const stored = await until(180, () => victims(comm)[0], 20);
    const storedSeconds = nowSeconds();
    const [kill] = killsBy(comm);
    see('ms from stamp to timeline', Math.round((storedSeconds - (kill?.atSeconds ?? Number.NaN)) * 1000), null);
    see('victim', stored?.pid, stored !== null && stored.pid === kill?.pid);
    see('its cgroup', stored?.cgroup, stored?.cgroup === `/system.slice/${comm}.scope`);
    see(
      'whose limit',
      stored?.limit_cgroup,
      stored?.oom_constraint === 'memcg' && stored.limit_cgroup === stored.cgroup,
    );
    const files = (): string[] =>
      rows<{ path: string }>(
        "SELECT DISTINCT path FROM kernel_record WHERE kind = 'oom-kill' AND pid = ? AND boot_id = ?",
        kill?.pid,
        bootId,
      ).map(({ path }) => path);
    await until(60, () => files().length === 2);
    see('seen through', files(), files().length === 2);
    await seeOnce(see, comm);
    await seeIncident(see, comm, `taken by ${comm}`);
    const events = texts('oom-kill').filter((text) => text.includes(`${comm} (${kill?.pid})`));
    see('told', events, events.length === 1);
  },
};

/** Judging has time: copies of one event are known as such, and an incident is there, when it has judged. */
export const judgedWithinSeconds = 400;

/** Every kill of these processes is on the timeline once. */
export async function seeOnce(see: See, comm: string): Promise<void> {
  const kills = killsBy(comm);
  await until(judgedWithinSeconds, () => notOnce(kills).length === 0);
  const wrong = notOnce(kills);
  see(`kills of ${comm}: ${kills.length}, each on the timeline once`, wrong, kills.length > 0 && wrong.length === 0);
}

/** One incident opened, and is told with these words. */
export async function seeIncident(see: See, comm: string, words: string): Promise<void> {
  await until(judgedWithinSeconds, () => incidentsOf(comm)[0], 3000);
  const incidents = incidentsOf(comm);
  see('incident', incidents, incidents.length === 1 && incidents.every((text) => text.includes(words)));
}
