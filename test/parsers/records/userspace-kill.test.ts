import { describe, expect, it } from 'vitest';
import { bodies, bodiesOf, kernelLog, logEntry, programLog } from './assembled.ts';

const MiB = 1024 ** 2;

const kills = (tag: string | null, text: string) => bodiesOf('userspace-kill', programLog(tag, text));

describe('systemd-oomd', () => {
  const byPressure =
    'due to memory pressure for /user.slice/user-1000.slice/user@1000.service being 51.07% > 50.00% for > 20s with reclaim activity';
  const bySwap =
    'due to memory used (8012345344) / total (8321499136) and swap used (7700000000) / total (8000000000) being more than 90.00%';
  const cgroup = '/user.slice/user-1000.slice/user@1000.service/app.slice/app-gnome-hp\\x2dtray.scope';

  it.each([
    [`Killed ${cgroup} ${byPressure}`, { pressurePercent: 51.07, pressureLimitPercent: 50 }],
    [`Marked ${cgroup} for killing ${byPressure}`, { pressurePercent: 51.07, pressureLimitPercent: 50 }],
    [
      `Killed ${cgroup} ${bySwap}`,
      { memUsedBytes: 8012345344, memTotalBytes: 8321499136, swapUsedBytes: 7700000000, swapTotalBytes: 8000000000 },
    ],
    [`Marked ${cgroup} for killing ${bySwap}`, { memUsedBytes: 8012345344, pressurePercent: null }],
    [`Rule 'batch' conditions met for cgroup ${cgroup} (lasting 1min 30s), taking action kill-all`, { dryRun: false }],
    [`Rule 'batch' conditions met for cgroup ${cgroup}, taking action kill-all`, {}],
    [`Rule 'batch' conditions met for cgroup ${cgroup} for 30s, taking action kill-all`, {}],
    [`oomd dry-run: Would have tried to kill ${cgroup} and all its descendants`, { dryRun: true }],
  ])('%s', (line, expected) => {
    const [body] = kills('systemd-oomd', line);
    expect(body).toMatchObject({ killer: 'systemd-oomd', complete: true, ...expected });
    expect(body?.victims).toMatchObject([{ cgroup, pid: null, signal: 'SIGKILL' }]);
    expect(body?.reason).not.toBeNull();
  });

  it.each([
    // These versions and actions do not print whom they kill.
    [
      'Memory pressure for /user.slice is greater than 60 for more than 30 seconds and there was reclaim activity',
      { pressureLimitPercent: 60 },
    ],
    [
      'Swap used (7700000000) / total (8000000000) is more than 90%',
      { swapUsedBytes: 7700000000, swapTotalBytes: 8000000000 },
    ],
    ["Rule 'r' conditions met for cgroup /a (lasting 5s), taking action kill-by-pgscan", {}],
  ])('names no victim in: %s', (line, expected) => {
    expect(kills('systemd-oomd', line)).toMatchObject([{ victims: [], ...expected }]);
  });

  it.each([
    "Rule 'r' conditions met for cgroup /a, waiting for 30s",
    "Rule 'r' conditions met for cgroup /a for 5s (need 30s)",
    "Rule 'r' conditions no longer met for cgroup /a, resetting timer",
    'Considered 2 cgroups for killing, top candidates were:',
    'Memory pressure for /a is 70.00% > 60.00% for > 20s with reclaim activity',
  ])('makes no record of: %s', (line) => {
    expect(kills('systemd-oomd', line)).toEqual([]);
  });

  it('is no other program, and above all not the kernel', () => {
    const line = `Killed ${cgroup} ${byPressure}`;
    expect(kills('kernel', line)).toEqual([]);
    expect(kills('myapp', line)).toEqual([]);
    expect(bodies(kernelLog(line))).toEqual([]);
    expect(kills(null, line)).toHaveLength(1);
  });
});

describe('earlyoom', () => {
  it.each([
    [
      '1.0',
      `mem avail: 1517 MiB (25 %), swap free: 570 MiB (9 %)
Out of memory! avail: 41 MiB < min: 587 MiB
Killing process 8230 tracker-extract`,
      { pid: 8230, comm: 'tracker-extract', signal: null },
      { memAvailablePercent: 25, reason: 'Out of memory! avail: 41 MiB < min: 587 MiB' },
    ],
    [
      '1.1',
      `Low memory! mem avail: 177 of 5875 MiB (3) % <= min 10 %, swap free: 20 of 400 MiB (5 %) <= min 10 %
Killing process 4711 Web Content`,
      { pid: 4711, comm: 'Web Content', signal: null },
      { memAvailablePercent: 3, swapFreePercent: 5, swapTotalBytes: 400 * MiB },
    ],
    [
      'behind 1.1, statistics between warning and kill',
      `mem avail:  691 of 5875 MiB (11 %), swap free:    0 of    0 MiB ( 0 %)
Low Memory! At or below sigterm limits (mem: 10 %, swap: 10 %)
mem avail:  564 of 5875 MiB ( 9 %), swap free:    0 of    0 MiB ( 0 %)
Killing process 'Web Content' with signal 15, pid: 4711, badness: 538, VmRSS: 3160 MiB`,
      { pid: 4711, comm: 'Web Content', signal: 'SIGTERM', rssBytes: 3160 * MiB },
      { memAvailablePercent: 9 },
    ],
    [
      '1.2',
      `Low Memory! At or below sigterm limits (mem: 10 %, swap: 10 %)
Killing process 4711 Web Content`,
      { pid: 4711, comm: 'Web Content', signal: null, rssBytes: null },
      { memAvailablePercent: null },
    ],
    [
      'between 1.2 and 1.3',
      `mem avail:   300 of  7870 MiB ( 3 %), swap free:    0 of    0 MiB ( 0 %)
low memory! at or below SIGTERM limits: mem 10 %, swap 10 %
killing process 4711 "Web Content" with signal 15: badness 322, VmRSS 1024 MiB
process 4711 exited after 1.9 seconds`,
      { pid: 4711, comm: 'Web Content', signal: 'SIGTERM', rssBytes: 1024 * MiB, oomScore: null },
      { memAvailablePercent: 3 },
    ],
    [
      '1.3',
      `mem avail:   300 of  7870 MiB ( 3 %), swap free:    0 of    0 MiB ( 0 %)
low memory! at or below SIGTERM limits: mem 10 %, swap 10 %
sending SIGTERM to process 4711 "chrome": badness 322, VmRSS 1024 MiB`,
      { pid: 4711, comm: 'chrome', uid: null, signal: 'SIGTERM', rssBytes: 1024 * MiB, oomScore: null },
      { memAvailablePercent: 3, swapFreePercent: 0 },
    ],
    [
      '1.4 - 1.7',
      `mem avail:   754 of  7870 MiB ( 9.58%), swap free:  100 of 2047 MiB ( 4.89%)
low memory! at or below SIGTERM limits: mem 10.00%, swap 10.00%
sending SIGTERM to process 4711 uid 1000 "Web Content": badness 322, VmRSS 1024 MiB
process exited after 0.5 seconds`,
      { pid: 4711, uid: 1000, comm: 'Web Content', oomScore: null },
      { memAvailablePercent: 9.58, swapFreePercent: 4.89, swapTotalBytes: 2047 * MiB },
    ],
    [
      '1.8',
      `mem avail:    54 of   557 MiB ( 9.75%), swap free:    0 of    0 MiB ( 0.00%)
low memory! at or below SIGTERM limits: mem 10.00%, swap 10.00%
sending SIGTERM to process 483 uid 0 "Web Content": oom_score 1154, VmRSS 305 MiB, cmdline "/usr/bin/python3 x.py \\"VmRSS 9 MiB\\""
kill_release: pid=483: process_mrelease pidfd=4 success
process 483 exited after 0.101 seconds`,
      { pid: 483, uid: 0, comm: 'Web Content', oomScore: 1154, oomScoreAdj: null, rssBytes: 305 * MiB },
      { memAvailablePercent: 9.75 },
    ],
    [
      '1.9',
      `low memory! at or below SIGKILL limits: mem  5.00%, swap  5.00%
sending SIGKILL to process 483 uid 0 "a": b": oom_score 1154, oom_score_adj 300, VmRSS 305 MiB, cmdline "x"`,
      { pid: 483, signal: 'SIGKILL', oomScore: 1154, oomScoreAdj: 300 },
      { reason: 'low memory! at or below SIGKILL limits: mem  5.00%, swap  5.00%' },
    ],
  ])('%s', (_version, text, struck, expected) => {
    const found = kills('earlyoom', text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ killer: 'earlyoom', complete: true, problems: [], dryRun: false, ...expected });
    expect(found[0]?.victims).toMatchObject([struck]);
  });

  const warning = 'low memory! at or below SIGTERM limits: mem 10.00%, swap 10.00%';
  const harder = 'low memory! at or below SIGKILL limits: mem 5.00%, swap 5.00%';
  const sending = (signal: string, pid: number) =>
    `sending ${signal} to process ${pid} uid 0 "x": badness 900, VmRSS 305 MiB`;

  it('counts an escalation of the same victim once', () => {
    const inside = kills(
      'earlyoom',
      `${warning}\n${sending('SIGTERM', 7)}\nescalating to SIGKILL after 6.012 seconds\nprocess 7 exited after 6.2 seconds`,
    );
    expect(inside.map((body) => body.victims.map((each) => [each.pid, each.signal]))).toEqual([[[7, 'SIGKILL']]]);
    const again = kills('earlyoom', `${warning}\n${sending('SIGTERM', 7)}\n${harder}\n${sending('SIGKILL', 7)}`);
    expect(again.map((body) => body.victims.map((each) => [each.pid, each.signal]))).toEqual([[[7, 'SIGKILL']]]);
  });

  it('counts two victims twice', () => {
    const text = `${warning}\n${sending('SIGTERM', 7)}\nprocess exited after 0.5 seconds\n${harder}\n${sending('SIGKILL', 8)}`;
    expect(kills('earlyoom', text).map((body) => [body.victims[0]?.pid, body.complete])).toEqual([
      [7, true],
      [8, true],
    ]);
    const lingering = `${warning}\n${sending('SIGTERM', 7)}\n${harder}\n${sending('SIGKILL', 8)}`;
    expect(kills('earlyoom', lingering).map((body) => [body.victims[0]?.pid, body.problems])).toEqual([
      [7, []],
      [8, ['head-missing']],
    ]);
  });

  it('makes nothing of reports, start-up tests and warnings that pass', () => {
    const quiet = `earlyoom v1.8.2
mem total:  706 MiB, user mem total:  557 MiB, swap total:    0 MiB
sending SIGTERM when mem avail <= 10.00% and swap free <= 10.00%,
mem avail:   471 of   557 MiB (84.57%), swap free:    0 of    0 MiB ( 0.00%)
sending 0 (no-op signal) to process 99 uid 0 "init": badness 0, VmRSS 3 MiB
${warning}
memory situation has recovered while selecting victim
mem avail:   471 of   557 MiB (84.57%), swap free:    0 of    0 MiB ( 0.00%)
${warning}
Could not find a process to kill. Sleeping 1 second.`;
    expect(kills('earlyoom', quiet)).toEqual([]);
  });

  it('knows a dry run and a kill that failed', () => {
    expect(
      kills('earlyoom', `${warning}\n${sending('SIGTERM', 7)}\ndryrun, not actually sending any signal`),
    ).toMatchObject([{ dryRun: true }]);
    expect(
      kills('earlyoom', `${warning}\n${sending('SIGTERM', 7)}\nkill failed: Operation not permitted`),
    ).toMatchObject([{ problems: ['kill-failed'], complete: true }]);
  });

  it('says what a cut log left out', () => {
    expect(kills('earlyoom', sending('SIGTERM', 7))).toMatchObject([{ complete: false, problems: ['head-missing'] }]);
    expect(kills('earlyoom', warning)).toMatchObject([
      { complete: false, problems: ['kill-line-missing'], victims: [] },
    ]);
  });
});

describe('the OOM controller of Talos', () => {
  const line =
    '[talos] Sending SIGKILL to cgroup {"controller": "runtime.OOMController", "cgroup": "/sys/fs/cgroup/kubepods/burstable/pod77f0"}';

  it('names the cgroup that it kills', () => {
    expect(kills(null, line)).toMatchObject([
      {
        killer: 'talos',
        complete: true,
        victims: [{ cgroup: '/kubepods/burstable/pod77f0', signal: 'SIGKILL', pid: null }],
      },
    ]);
  });

  it('writes under no kernel’s name, and nothing else in its words is a kill', () => {
    expect(bodies(kernelLog(line))).toEqual([]);
    expect(kills(null, '[talos] Sending SIGKILL to cgroup of a stopped service')).toEqual([]);
  });
});

describe('nohang', () => {
  const block = `>>=== STARTING implement_corrective_action() ====>>
Memory status that requires corrective actions:
  MemAvailable [383 MiB, 5.0 %] <= soft_threshold_min_mem [384 MiB, 5.0 %]
  SwapFree [104 MiB, 5.1 %] <= soft_threshold_min_swap [205 MiB, 10.0 %]
Found 9 tasks with non-zero oom_score (except init and self) in 2ms
TOP-9 tasks by badness:
  Name                PID badness
  --------------- ------- -------
  mysqld           903309     849
TOP printed in 1ms; process with highest badness:
  PID: 903309, name: mysqld, badness: 849
Recheck memory levels...
Memory status that requires corrective actions:
  MemAvailable [370 MiB, 4.8 %] <= soft_threshold_min_mem [384 MiB, 5.0 %]
  SwapFree [100 MiB, 4.9 %] <= soft_threshold_min_swap [205 MiB, 10.0 %]
Victim status (found in 1ms):
  PID:       903309, name: mysqld, state: S (sleeping), EUID: 27, SID: 903309 (mysqld), lifetime: 2 days
  badness:   849, oom_score:  849, oom_score_adj:  -5
  Vm, MiB:   Size: 9000, RSS: 5000 (Anon: 4990, File: 10, Shmem: 0), Swap: 900
  cgroup_v2: /system.slice/mysqld.service
Memory info, MiB:
  total=7800, used=7300, free=100, available=370, shared=4, buffers=1, cache=50,
Implementing a corrective action:
  Sending SIGTERM to the victim
OK; total response time: 12ms
The victim died in 0.3s
<<=== FINISHING implement_corrective_action() ===<<`;

  it('reads its block', () => {
    expect(kills('nohang', block)).toMatchObject([
      {
        killer: 'nohang',
        complete: true,
        memAvailablePercent: 4.8,
        swapFreePercent: 4.9,
        reason:
          'MemAvailable [370 MiB, 4.8 %] <= soft_threshold_min_mem [384 MiB, 5.0 %]; SwapFree [100 MiB, 4.9 %] <= soft_threshold_min_swap [205 MiB, 10.0 %]',
        victims: [
          {
            pid: 903309,
            comm: 'mysqld',
            uid: 27,
            signal: 'SIGTERM',
            cgroup: '/system.slice/mysqld.service',
            rssBytes: 5000 * MiB,
            oomScore: 849,
            oomScoreAdj: -5,
          },
        ],
      },
    ]);
  });

  it('reads the block of 2019, which has another frame and a command in place of the signal', () => {
    const found = kills(
      'nohang',
      `>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>
Memory status that requires corrective actions:
  MemAvailable [0 MiB, 0.0 %] <= soft_threshold_min_mem [982 MiB, 10.0 %]
  PSI avg value (95.5) >= soft_threshold_max_psi (60.0)
Process with highest badness (found in 6 ms):
  PID: 12297, Name: tail, badness: 727
Implement a corrective action:
  Run the command: kill -TERM 12297
<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<`,
    );
    expect(found).toMatchObject([
      { victims: [{ pid: 12297, comm: 'tail', signal: null }], pressurePercent: 95.5, pressureLimitPercent: 60 },
    ]);
    expect(found[0]?.reason).toContain('Run the command: kill -TERM 12297');
  });

  it('makes no record of a block that came to nothing, and half a one of a block that was cut', () => {
    const upTo = (end: string) => block.slice(0, block.indexOf(end));
    expect(
      kills(
        'nohang',
        `${upTo('Victim status')}Thresholds is not exceeded now\n<<=== FINISHING implement_corrective_action() ===<<`,
      ),
    ).toEqual([]);
    expect(kills('nohang', upTo('Implementing'))).toMatchObject([{ complete: false, problems: ['kill-line-missing'] }]);
  });
});

describe('oomd', () => {
  it('reads its line in the kernel log, whoever the transport says wrote it', () => {
    const line =
      'oomd kill: 81.28 80.05 42.78 system.slice/batch.service 1073741824 ruleset:[user session] detectorgroup:[mem] killer:kill_by_memory_size_or_growth v2';
    for (const entry of [logEntry(line), ...programLog('oomd', line), ...kernelLog(line)])
      expect(bodiesOf('userspace-kill', [entry])).toMatchObject([
        {
          killer: 'oomd',
          dryRun: false,
          pressurePercent: 81.28,
          victims: [{ cgroup: 'system.slice/batch.service', usageBytes: 1073741824, rssBytes: null }],
        },
      ]);
  });

  it('knows a dry run, and the line of version 1', () => {
    expect(
      kills('oomd', 'oomd kill: 1.00 2.00 3.00 a.slice 5 ruleset:[r] detectorgroup:[d] killer:(dry)x v2'),
    ).toMatchObject([{ dryRun: true }]);
    expect(
      kills('oomd', 'oomd kill: 10.00 60.00 600.00 Evil  1999 detector:swap,12345MB killer:Evaporate '),
    ).toMatchObject([{ victims: [{ cgroup: 'Evil', usageBytes: 1999 }] }]);
  });
});

describe('Android', () => {
  it.each([
    [
      "Kill 'com.example.app' (9012), uid 10123, oom_score_adj 900 to free 65536kB rss, 2048kB swap; reason: min watermark is breached even after kill",
      { oomScoreAdj: 900, rssBytes: 65536 * 1024 },
      'min watermark is breached even after kill',
    ],
    [
      "Kill 'com.example.app' (9012), uid 10123, oom_score_adj 900 to free 65536kB rss, 2048kb swap",
      { oomScoreAdj: 900 },
      null,
    ],
    ["Kill 'com.example.app' (9012), uid 10123, oom_adj 900 to free 65536kB", { oomScoreAdj: null }, null],
    [
      "Kill 'com.example.app' (9012), uid 10123, oom_score_adj 0 to free 64kB rss, 32kB anon rss, 8kB swap, 0kB dmabuf_pss; reason: low",
      { oomScoreAdj: 0, rssBytes: 65_536 },
      'low',
    ],
  ])('lmkd: %s', (line, struck, reason) => {
    const expected = { pid: 9012, comm: 'com.example.app', uid: 10123, ...struck };
    expect(kills('lowmemorykiller', line)).toMatchObject([{ killer: 'lmkd', reason, victims: [expected] }]);
  });

  it('lowmemorykiller up to 3.10 counts pages, whose size nobody says', () => {
    const found = bodiesOf('userspace-kill', kernelLog('send sigkill to 2412 (ndroid.launcher), adj 6, size 5376'));
    expect(found).toMatchObject([
      {
        killer: 'lowmemorykiller',
        victims: [{ pid: 2412, comm: 'ndroid.launcher', rssBytes: null, oomScoreAdj: null }],
      },
    ]);
  });

  it('lowmemorykiller from 3.18 on counts kB', () => {
    const report = (pid: number) => `lowmemorykiller: Killing 'd.play.games.ui' (${pid}), adj 1000,
   to free 20784kB on behalf of 'kswapd0' (442) because
   cache 32112kB is below limit 32384kB for oom_score_adj 1000
   Free memory is -1820kB above reserved`;
    const found = bodiesOf('userspace-kill', kernelLog(`${report(2613)}\n${report(2614)}`));
    expect(found).toMatchObject([
      { complete: true, victims: [{ pid: 2613, rssBytes: 20784 * 1024, oomScoreAdj: 1000 }] },
      { complete: true, victims: [{ pid: 2614 }] },
    ]);
    expect(found[0]?.reason).toContain('cache 32112kB is below limit 32384kB');
  });

  it('says that the details of a kill were lost', () => {
    expect(bodiesOf('userspace-kill', kernelLog("lowmemorykiller: Killing 'x' (1), adj 0,"))).toMatchObject([
      { complete: false, problems: ['details-missing'] },
    ]);
  });
});

describe('kubelet', () => {
  const event =
    'I1120 09:30:30.123456    1234 event.go:307] "Event occurred" object="default/nginx" fieldPath="" kind="Pod" apiVersion="v1" type="Warning" reason="Evicted" message="The node was low on resource: memory. Threshold quantity: 750Mi, available: 225800Ki. Container nginx was using 4395616Ki, request is 0, has larger consumption of memory. Container log was using 5Mi, request is 1Mi, has larger consumption of memory. "';
  const mustEvict =
    'W1120 09:30:29.000001    1234 eviction_manager.go:387] "Eviction manager: must evict pod(s) to reclaim" resourceName="memory"';
  const ranked =
    'I1120 09:30:29.000002    1234 eviction_manager.go:405] "Eviction manager: pods ranked for eviction" pods=["default/nginx"]';
  const evicted =
    'I1120 09:30:31.000001    1234 eviction_manager.go:629] "Eviction manager: pod is evicted successfully" pod="default/nginx"';

  it('makes one record of an eviction, however much of it is logged', () => {
    for (const text of [event, `${mustEvict}\n${ranked}\n${event}\n${evicted}`])
      expect(kills('kubelet', text)).toMatchObject([
        {
          killer: 'kubelet',
          complete: true,
          victims: [
            { pod: 'default/nginx', container: 'nginx', usageBytes: 4395616 * 1024 },
            { pod: 'default/nginx', container: 'log', usageBytes: 5 * MiB },
          ],
        },
      ]);
    expect(kills('k3s', `${mustEvict}\n${ranked}\n${evicted}`)).toMatchObject([
      { complete: true, reason: null, victims: [{ pod: 'default/nginx', container: null, usageBytes: null }] },
    ]);
  });

  it('reads the wording up to 1.25 and the lines before klog was structured', () => {
    const old = `I0524 10:00:00.000000 1 event.go:221] Event(v1.ObjectReference{Kind:"Pod", Namespace:"prod", Name:"web-0", UID:"x"}): type: 'Warning' reason: 'Evicted' The node was low on resource: memory. Container web was using 166088Ki, which exceeds its request of 10Mi. `;
    expect(kills('kubelet', old)).toMatchObject([
      { victims: [{ pod: 'prod/web-0', container: 'web', usageBytes: 166088 * 1024 }] },
    ]);
    expect(
      kills(
        'kubelet',
        `eviction manager: must evict pod(s) to reclaim memory\neviction manager: pod web-0_prod(uid) is evicted successfully`,
      ),
    ).toMatchObject([{ victims: [{ pod: 'web-0_prod(uid)' }] }]);
  });

  it.each([
    event.replaceAll('memory', 'ephemeral-storage'),
    mustEvict.replace('"memory"', '"ephemeral-storage"'),
    `${mustEvict}\nE1120 09:30:31 1 eviction_manager.go:600] "Eviction manager: pod failed to evict" pod="default/nginx" err="x"`,
    evicted,
    'The node had condition: [MemoryPressure]. ',
  ])('makes no record of: %s', (text) => {
    expect(kills('kubelet', text)).toEqual([]);
  });

  it('says that an eviction it announced has failed', () => {
    const failed =
      'E1120 09:30:31 1 eviction_manager.go:600] "Eviction manager: pod failed to evict" pod="default/nginx" err="x"';
    expect(kills('kubelet', `${event}\n${failed}`)).toMatchObject([{ complete: true, problems: ['kill-failed'] }]);
  });

  it('does not take the same event out of another program', () => {
    expect(kills('prometheus', event)).toEqual([]);
  });
});
