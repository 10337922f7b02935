import type { App } from '../../src/tui/app/state.ts';
import { update } from '../../src/tui/app/update.ts';
import type { LiveShown } from '../../src/tui/engine/model/live-shown.ts';
import { incidents } from './fixture.ts';

const atMs = Date.parse('2026-01-06T06:27:47Z');
const gibibyte = 2 ** 30;

/** A machine whose memory runs out in half a minute. */
export const liveState: LiveShown = {
  atMs,
  startedAtMs: atMs - 300_000,
  host: 'db01',
  db: 'timeline.db',
  sources: [
    {
      name: '/var/log/kern.log',
      kind: 'file',
      state: 'following',
      message: 'rotated 00:00:03',
      lines: 120,
      lost: 0,
      lostIsLeast: false,
      behindBytes: 0,
      rotations: 1,
    },
    {
      name: 'kmsg',
      kind: 'kmsg',
      state: 'failed',
      message: 'no permission',
      lines: 0,
      lost: 3,
      lostIsLeast: true,
      behindBytes: null,
      rotations: 0,
    },
  ],
  memory: {
    atMs,
    totalBytes: 16 * gibibyte,
    availableBytes: 0.41 * gibibyte,
    swapTotalBytes: 4 * gibibyte,
    swapFreeBytes: 0,
    psiSomePercent: 62,
    psiFullPercent: 41,
    availableBytesPerSecond: -12_000_000,
    exhaustionSeconds: { least: 30, most: 41.5 },
    tight: true,
  },
  recent: Array.from({ length: 120 }, (_, index) => ({
    atMs: atMs - (120 - index) * 1000,
    availableBytes: Math.max(0.4, 6 - index * 0.05) * gibibyte,
    swapFreeBytes: 0,
    psiFullPercent: index / 3,
  })),
  growers: [
    {
      kind: 'process',
      name: 'pg_dump',
      pid: 48_211,
      cgroup: '/system.slice/pg-backup.service',
      bytes: 6 * gibibyte,
      bytesPerMinute: 690 * 2 ** 20,
    },
    {
      kind: 'cgroup',
      name: `/kubepods/burstable/${'pod-of-a-long-name/'.repeat(4)}php-fpm`,
      pid: null,
      cgroup: null,
      bytes: 2 * gibibyte,
      bytesPerMinute: null,
    },
  ],
  warning: 'critical',
  samples: true,
  incidentIds: incidents.slice(0, 1).map(({ id }) => id),
  happenings: [
    {
      atMs: atMs - 5000,
      kind: 'oom-kill',
      text: 'OOM kill: mysqld (254), 79.9 MiB of its own memory',
      incidentId: incidents[0]?.id ?? null,
    },
    {
      atMs: atMs - 20_000,
      kind: 'alloc-failure',
      text: 'allocation failed: swapper/3, order 4 GFP_ATOMIC',
      incidentId: null,
    },
    { atMs: atMs - 60_000, kind: 'warning', text: 'memory runs out: 1.52 GiB available (10 %)', incidentId: null },
  ],
  lines: [
    { source: 'kmsg', text: 'TCP: out of memory -- consider tuning tcp_mem' },
    { source: 'journal', text: 'systemd[1]: pg-backup.service: \u001b[31mstarted' },
  ],
  linesPerSecond: 3,
  store: { state: 'storing', message: null, records: 7, points: 1200, droppedSamples: 0 },
};

/** The app while something is watched. */
export const watching = (app: App, state: LiveShown = liveState): App => update(app, { type: 'live', state })[0];
