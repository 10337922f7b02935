import { describe, expect, test } from 'vitest';
import { GiB, isoOf, onlyMetrics, read } from './support.ts';

const epoch = 1_795_167_343;
const table = (...lines: string[]): string => `${lines.join('\n')}\n`;

describe('below dump', () => {
  test('sizes count by 1024, with one decimal or none; the epoch is believed before the date', () => {
    const { samples } = read(
      table('Hostname,Datetime,Total,Free,OOM Kills,Timestamp,', `h1,2026-11-20 10:35:43,23.5 GB,17 GB,3,${epoch},`),
    );
    expect(samples).toHaveLength(1);
    expect(samples[0]).toMatchObject({
      host: 'h1',
      format: 'below',
      metrics: { memTotalBytes: 23.5 * GiB, memFreeBytes: 17 * GiB, oomKillCount: 3 },
      quantumBytes: Math.round(GiB / 10),
    });
    expect(samples.map(isoOf)).toEqual(['2026-11-20T09:35:43+00:00']);
  });

  test('--raw gives bytes', () => {
    const reading = read(table('Datetime,Total,Free,', '2026-11-20 09:35:43,25276510208,19660800000,'));
    expect(onlyMetrics(reading)).toEqual({ memTotalBytes: 25_276_510_208, memFreeBytes: 19_660_800_000 });
  });

  // A column is as wide as its title and two more, and a longer number is cut without a sign.
  test('a number that fills its aligned column is not believed', () => {
    const reading = read(
      table('Datetime            Total      Free       ', '2026-11-20 09:35:43 2527651020 19660800   '),
    );
    expect(reading).toMatchObject({ samples: [], rejects: ['value may be cut by its column'] });
  });

  test('what is not known is absent', () => {
    const reading = read(
      table('Datetime,Full Path,Mem Total,Mem Swap,', '2026-11-20 09:35:43,/system.slice/a.service,100 MB,?,'),
    );
    expect(reading.samples[0]).toMatchObject({ scope: 'cgroup', cgroup: '/system.slice/a.service' });
    expect(onlyMetrics(reading)).toEqual({ cgroupUsageBytes: 100 * 1024 ** 2 });
  });

  test('commas of a command line move nothing, unless nothing proves it', () => {
    const rows = ['2026-11-20 09:35:43,7,a,1.5 GB,S,ps -eo pid,rss,'];
    expect(read(table('Datetime,Pid,Comm,RSS,State,Cmdline,', ...rows))).toMatchObject({ samples: [] });
    const proved = table(
      'Datetime,Pid,Comm,RSS,Timestamp,Cmdline,',
      `2026-11-20 09:35:43,7,a,1.5 GB,${epoch},ps -eo pid,rss,`,
    );
    expect(read(proved).samples[0]).toMatchObject({ pid: 7, comm: 'a', metrics: { rssBytes: 1.5 * GiB } });
  });

  test('a tree of cgroups keeps its paths in an aligned table', () => {
    const { samples } = read(
      table(
        'Name                 Full Path            Mem Total    Datetime            ',
        '└─ system.slice      /system.slice        1.5 GB       2026-11-20 09:35:43 ',
        '   └─ a.service      /system.slice/a.se.. ?            2026-11-20 09:35:43 ',
      ),
    );
    expect(samples).toHaveLength(1);
    expect(samples[0]).toMatchObject({ cgroup: '/system.slice', metrics: { cgroupUsageBytes: 1.5 * GiB } });
  });

  test('JSON is cut anywhere without a wrong value', () => {
    const text =
      '[{"Datetime":"2026-11-20 09:35:43","Free":"17.9 GB","Total":"23.5 GB"}\n,{"Datetime":"2026-11-20 09:35:48","Free":"17 G';
    expect(read(text).samples.map(({ metrics }) => metrics)).toEqual([
      { memFreeBytes: Math.round(17.9 * GiB), memTotalBytes: 23.5 * GiB },
    ]);
  });

  test('a dump of disks says nothing of memory', () => {
    expect(
      read(table('Datetime,Name,Major,Minor,Timestamp,', `2026-11-20 09:35:43,sda,8,0,${epoch},`)).samples,
    ).toEqual([]);
  });
});
