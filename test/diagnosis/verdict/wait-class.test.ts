import { describe, expect, it } from 'vitest';
import { classifyWait } from '../../../src/diagnosis/hang/wait-class.ts';

/** Stacks as kernels print them: names of functions change with the versions, what a task waits for does not. */
const stacks: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'frozen',
    '5.10, fsfreeze',
    [
      '__schedule+0x282/0x870',
      'schedule+0x46/0xb0',
      'percpu_rwsem_wait+0xaf/0x190',
      '__percpu_down_read+0x4d/0x60',
      'mnt_want_write+0x77/0xa0',
      'path_openat+0x107f/0x10b0',
    ],
  ],
  [
    'frozen',
    '3.10',
    ['schedule+0x29/0x70', '__sb_start_write+0xa9/0x110', 'mnt_want_write+0x24/0x50', 'do_last+0x9aa/0x1290'],
  ],
  [
    'frozen',
    '6.12',
    [
      '__schedule+0x505/0xc00',
      'schedule+0x27/0xc0',
      'percpu_rwsem_wait+0x116/0x140',
      '__percpu_down_read+0x52/0x80',
      'vfs_write+0x3f5/0x440',
    ],
  ],
  [
    'reclaim',
    '2.6.32',
    [
      'schedule_timeout+0x192/0x2e0',
      'io_schedule_timeout+0x73/0xc0',
      'congestion_wait+0x7b/0xa0',
      'shrink_inactive_list+0x30e/0x820',
      'shrink_zone+0x38e/0x520',
    ],
  ],
  [
    'reclaim',
    '4.18, waiting for the disk inside reclaim',
    [
      '__schedule+0x2d1/0x870',
      'io_schedule+0x12/0x40',
      'wait_on_page_bit+0x137/0x230',
      'shrink_page_list+0x5a0/0xbf0',
      'shrink_inactive_list+0x1f3/0x3f0',
      'try_to_free_pages+0xf0/0x1a0',
    ],
  ],
  [
    'reclaim',
    '6.1, writing to swap',
    [
      '__schedule+0x34d/0x9e0',
      'io_schedule+0x42/0x70',
      'rq_qos_wait+0xbc/0x130',
      'wbt_wait+0xa2/0x110',
      '__swap_writepage+0x149/0x480',
      'pageout+0xd1/0x250',
    ],
  ],
  [
    'reclaim',
    '6.6, throttled',
    [
      '__schedule+0x3e2/0xb20',
      'schedule+0x5e/0xd0',
      'schedule_timeout+0x88/0x160',
      'reclaim_throttle+0x9d/0x2c0',
      'shrink_node+0x1a0/0x720',
      'do_try_to_free_pages+0xd1/0x5c0',
    ],
  ],
  [
    'swap-in',
    '6.1',
    [
      '__schedule+0x34d/0x9e0',
      'io_schedule+0x42/0x70',
      'folio_wait_bit_common+0x13d/0x350',
      'do_swap_page+0x1f5/0x9a0',
      '__handle_mm_fault+0x6ac/0xfa0',
    ],
  ],
  [
    'memcg-throttle',
    '5.15',
    [
      '__schedule+0x2fd/0x1530',
      'schedule+0x69/0x110',
      'schedule_timeout+0x86/0x140',
      'mem_cgroup_handle_over_high+0x10f/0x1a0',
    ],
  ],
  [
    'journal',
    '3.10, ext4',
    [
      'schedule+0x29/0x70',
      'jbd2_log_wait_commit+0xc5/0x140',
      'jbd2_complete_transaction+0x5c/0xa0',
      'ext4_sync_file+0x292/0x320',
    ],
  ],
  [
    'journal',
    '4.19, the committer',
    [
      '__schedule+0x29f/0x840',
      'schedule+0x28/0x80',
      'jbd2_journal_commit_transaction+0x24f/0x1860',
      'kjournald2+0xbd/0x270',
    ],
  ],
  [
    'journal',
    '5.4, xfs',
    ['__schedule+0x2e3/0x740', 'schedule+0x42/0xb0', 'xlog_grant_head_wait+0xb5/0x1d0', 'xfs_log_reserve+0xd9/0x1b0'],
  ],
  [
    'writeback',
    '4.15',
    [
      '__schedule+0x291/0x8a0',
      'schedule+0x2c/0x80',
      'wb_wait_for_completion+0x5a/0x90',
      'writeback_inodes_sb_nr+0x9a/0xc0',
    ],
  ],
  [
    'remote',
    '3.10, nfs',
    [
      'schedule+0x29/0x70',
      'rpc_wait_bit_killable+0x24/0xb0 [sunrpc]',
      '__rpc_execute+0x1ad/0x420 [sunrpc]',
      'nfs_file_fsync+0x10/0x20 [nfs]',
    ],
  ],
  [
    'remote',
    '5.15, cifs',
    [
      '__schedule+0x2fd/0x1530',
      'schedule+0x69/0x110',
      'wait_for_response+0x8c/0xe0 [cifs]',
      'compound_send_recv+0x2f8/0x8f0 [cifs]',
    ],
  ],
  [
    'fuse',
    '5.4',
    [
      '__schedule+0x2e3/0x740',
      'schedule+0x42/0xb0',
      'request_wait_answer+0x12b/0x210',
      '__fuse_request_send+0x70/0x90',
      'fuse_flush+0x10b/0x170',
    ],
  ],
  [
    'lock',
    '6.1, a mutex of a module',
    [
      '__schedule+0x34d/0x9e0',
      'schedule+0x5a/0xd0',
      'schedule_preempt_disabled+0x11/0x20',
      '__mutex_lock.constprop.0+0x399/0x700',
      'some_write+0x8f8/0xd10 [some]',
    ],
  ],
  [
    'driver',
    '4.19, a driver that waits for its bus in what the kernel offers for it',
    [
      '__schedule+0x1/0x2',
      'schedule+0x98/0xc4',
      '__mmc_claim_host+0x154/0x274',
      'some_watchdog_thread+0x1b0/0x1f8 [some]',
      'kthread+0x178/0x180',
    ],
  ],
  [
    'block-io',
    '3.2, a page of a disk, locked by whoever reads it',
    [
      'schedule+0x3f/0x60',
      'io_schedule+0x8f/0xd0',
      'sleep_on_page+0xe/0x20',
      '__wait_on_bit_lock+0x5a/0xc0',
      '__lock_page+0x67/0x70',
      'do_read_cache_page+0x160/0x180',
    ],
  ],
  [
    'lock',
    '3.10, do_last',
    [
      'schedule_preempt_disabled+0x29/0x70',
      '__mutex_lock_slowpath+0xc5/0x1c0',
      'mutex_lock+0x1f/0x2f',
      'do_last+0x28b/0x12a0',
      'path_openat+0xc2/0x490',
    ],
  ],
  [
    'lock',
    '2.6.32, a semaphore',
    ['__schedule+0x1/0x2', '__down_read+0x84/0xb0', 'down_read+0x24/0x30', 'do_page_fault+0x1/0x2'],
  ],
  [
    'block-io',
    '3.10',
    [
      'io_schedule+0xa5/0x110',
      'sleep_on_page+0xe/0x20',
      'wait_on_page_bit+0x86/0xb0',
      'filemap_fdatawait_range+0x111/0x1b0',
    ],
  ],
  [
    'block-io',
    '6.12',
    [
      '__schedule+0x505/0xc00',
      'io_schedule+0x46/0x70',
      'bit_wait_io+0x11/0x70',
      '__wait_on_bit+0x45/0x160',
      '__ext4_find_entry+0x312/0x500',
    ],
  ],
  [
    'driver',
    'a module of its own',
    [
      '__schedule+0x282/0x870',
      'schedule+0x46/0xb0',
      'schedule_timeout+0x8b/0x150',
      'vendor_ioctl+0x430/0xd50 [vendor]',
      'proc_reg_write+0x51/0x90',
    ],
  ],
  [
    'suspended',
    '4.18, dm',
    [
      '__schedule+0x2d1/0x870',
      'schedule+0x39/0xa0',
      'dm_wait_for_completion+0x9a/0x130 [dm_mod]',
      '__dm_suspend+0x12b/0x220 [dm_mod]',
    ],
  ],
  ['unknown', 'a sleep that says nothing', ['__schedule+0x1/0x2', 'schedule+0x1/0x2', 'do_nanosleep+0x1/0x2']],
];

describe('what a hung task waits for', () => {
  it.each(stacks)('%s: %s', (wait, _, frames) => {
    expect(classifyWait(frames).class).toBe(wait);
  });

  it('frames marked "? " are left-overs and prove nothing', () => {
    expect(classifyWait(['schedule+0x1', '? shrink_node+0x1', '? __mutex_lock+0x1']).class).toBe('unknown');
  });

  it('no stack, no class', () => expect(classifyWait([]).class).toBe('unknown'));
});
