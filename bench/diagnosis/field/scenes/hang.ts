import { type Hung, hungTasks } from '../kernel-text.ts';
import { log, looks, type Scene, samples } from '../scene.ts';

const calm = looks(3_600, 60, () => ({
  host: { total: 128_000, free: 40_000, file: 50_000, anon: 30_000, slabKept: 1000, slabFreeable: 2000, shmem: 500 },
}));
const calmFiles = samples({ looks: calm, total: 128_000 });
const scarce = samples({
  looks: looks(3_600, 60, (share) => ({
    host: {
      total: 64_000,
      free: 300 - 150 * share,
      file: 2_000 - 1_500 * share,
      anon: 58_000 + 1_500 * share,
      slabKept: 900,
      slabFreeable: 300,
      shmem: 200,
      swap: [8192, Math.max(20, 5_000 * (1 - share))] as const,
    },
  })),
  total: 64_000,
});

const swapIn = [
  'io_schedule+0x46/0x70',
  '__lock_page_or_retry+0x1d0/0x460',
  'do_swap_page+0x2d2/0x8d0',
  'handle_pte_fault+0x1b8/0x240',
  '__handle_mm_fault+0x405/0x6f0',
  'do_user_addr_fault+0x1bb/0x650',
  'exc_page_fault+0x77/0x170',
  'asm_exc_page_fault+0x27/0x30',
];
const reclaim = [
  'schedule_timeout+0x87/0x140',
  'io_schedule_timeout+0x19/0x40',
  'reclaim_throttle+0x15d/0x2b0',
  'shrink_node+0x1e2/0x6d0',
  'do_try_to_free_pages+0xcd/0x430',
  'try_to_free_pages+0xe4/0x1b0',
  '__alloc_pages_slowpath.constprop.0+0x3f1/0xd70',
  '__alloc_pages+0x311/0x330',
  'alloc_pages_vma+0x95/0x240',
];
const jbd2 = [
  'wait_transaction_locked+0x8a/0xd0',
  'add_transaction_credits+0xcd/0x2c0',
  'start_this_handle+0x100/0x510',
  'jbd2__journal_start+0xfd/0x1c0',
  '__ext4_journal_start_sb+0x104/0x120',
  'ext4_dirty_inode+0x35/0x80',
  '__mark_inode_dirty+0x5b/0x330',
];
const committer = [
  'bit_wait_io+0x11/0x70',
  '__wait_on_bit+0x31/0xa0',
  'out_of_line_wait_on_bit+0x8c/0xb0',
  '__wait_on_buffer+0x34/0x40',
  'jbd2_journal_commit_transaction+0x1c8c/0x1f00',
  'kjournald2+0xad/0x280',
  'kthread+0x127/0x150',
];
const mdRead = [
  'md_super_wait+0x72/0xa0',
  'write_page+0x250/0x3d0 [md_mod]',
  'md_update_sb.part.0+0x3d1/0x8d0',
  'md_check_recovery+0x2e1/0x5a0',
  'raid1d+0x5e/0x1550 [raid1]',
  'md_thread+0xab/0x190',
];
const nvme = [
  'blk_mq_get_tag+0x11e/0x2b0',
  '__blk_mq_alloc_requests+0xfb/0x1c0',
  'blk_mq_submit_bio+0x1a3/0x6e0',
  'submit_bio_noacct_nocheck+0x2e3/0x340',
  'iomap_dio_submit_bio+0x83/0x90',
  '__iomap_dio_rw+0x4dd/0x8a0',
  'xfs_file_dio_write_aligned+0x9e/0x150 [xfs]',
];
const xfsFreeze = [
  'percpu_rwsem_wait+0x117/0x140',
  '__percpu_down_read+0x58/0x90',
  'mnt_want_write+0x5a/0xa0',
  'path_openat+0x9c7/0x1090',
  'do_filp_open+0xb2/0x160',
  'do_sys_openat2+0x9b/0x160',
];
const sbStart = [
  'percpu_rwsem_wait+0x117/0x140',
  '__percpu_down_read+0x58/0x90',
  '__sb_start_write+0x63/0x70',
  'ext4_page_mkwrite+0xb6/0x550',
  'do_page_mkwrite+0x51/0xe0',
];
const oldFreeze = [
  '__sb_start_write+0x8c/0x110',
  'mnt_want_write+0x20/0x50',
  'do_last+0x5b1/0x12c0',
  'path_openat+0xcd/0x5a0',
  'do_filp_open+0x4d/0xb0',
];
const dmSuspend = [
  'dm_wait_for_completion+0x9e/0x150 [dm_mod]',
  '__dm_suspend+0x14e/0x230 [dm_mod]',
  'dm_suspend+0xa2/0xe0 [dm_mod]',
  'dev_suspend+0x19c/0x260 [dm_mod]',
  'ctl_ioctl+0x1ac/0x490 [dm_mod]',
];
const nfsOld = [
  'rpc_wait_bit_killable+0x1e/0xb0 [sunrpc]',
  '__rpc_execute+0x11f/0x440 [sunrpc]',
  'rpc_execute+0xbc/0xf0 [sunrpc]',
  'nfs4_call_sync_sequence+0x64/0xa0 [nfsv4]',
  'nfs4_proc_getattr+0x72/0xf0 [nfsv4]',
];
const cifs = [
  'wait_for_response+0xe1/0x130 [cifs]',
  'compound_send_recv+0x6d3/0xa10 [cifs]',
  'cifs_send_recv+0x24/0x30 [cifs]',
  'SMB2_open+0x1f0/0x700 [cifs]',
];
const ceph = [
  'wait_for_completion_interruptible+0x13d/0x1e0',
  'ceph_mdsc_wait_request+0x50/0x120 [ceph]',
  'ceph_mdsc_do_request+0x146/0x180 [ceph]',
  '__ceph_do_getattr+0xc5/0x1a0 [ceph]',
];
const fuse = [
  'request_wait_answer+0x133/0x210',
  'fuse_simple_request+0x1a2/0x300',
  'fuse_lookup_name+0xdc/0x220',
  'fuse_lookup+0x68/0x140',
];
const mutex = [
  'schedule_preempt_disabled+0xe/0x20',
  '__mutex_lock.constprop.0+0x2d5/0x480',
  '__mutex_lock_slowpath+0x13/0x20',
  'mutex_lock+0x38/0x50',
  'rtnl_lock+0x15/0x20',
  'rtnetlink_rcv_msg+0x11d/0x3b0',
];
const inodeLock = [
  'rwsem_down_write_slowpath+0x2b3/0x560',
  'down_write+0x47/0x60',
  'ext4_buffered_write_iter+0x3a/0x130',
  'ext4_file_write_iter+0x43/0x60',
  'new_sync_write+0x114/0x1a0',
];
const nvidia = [
  'schedule_timeout+0x105/0x140',
  'wait_for_completion+0x99/0x100',
  'os_acquire_semaphore+0x3c/0x70 [nvidia]',
  '_nv042330rm+0x10/0x40 [nvidia]',
  'rm_ioctl+0x58/0xb0 [nvidia]',
  'nvidia_ioctl+0x1e2/0x8a0 [nvidia]',
];
const usb = [
  'schedule_timeout+0x105/0x140',
  'wait_for_completion_timeout+0x99/0x100',
  'usb_start_wait_urb+0x8a/0x190 [usbcore]',
  'usb_control_msg+0xf3/0x170 [usbcore]',
  'hub_port_status+0x5d/0x180 [usbcore]',
];
const qla = [
  'schedule_timeout+0x243/0x2f0',
  'wait_for_completion+0x11d/0x150',
  'qla24xx_async_abort_cmd+0x2f2/0x4f0 [qla2xxx]',
  'qla2x00_do_work+0x1f2/0x400 [qla2xxx]',
];

const task = (comm: string, pid: number, trace: readonly string[], more: Partial<Hung> = {}): Hung => ({
  comm,
  pid,
  trace,
  ...more,
});
const scene = (id: string, truth: Scene['truth'], lines: readonly string[], files: Scene['files'] = {}): Scene => ({
  id,
  truth,
  files: { 'kern.log': log(lines), ...files },
});

export const hangScenes: readonly Scene[] = [
  scene(
    'stall-swap-thrash',
    { cause: 'memory-stall' },
    hungTasks('5.15', [
      task('java', 5_000, swapIn),
      task('mysqld', 2_000, swapIn),
      task('sshd', 640, swapIn),
      task('kworker/u97:2', 311, reclaim),
    ]),
    scarce,
  ),
  scene(
    'stall-reclaim-log-alone',
    { cause: 'memory-stall', or: ['undetermined'] },
    hungTasks('5.15', [
      task('jbd2/dm-0-8', 410, reclaim),
      task('postgres', 4_100, reclaim),
      task('postgres', 4_102, jbd2),
      task('postgres', 4_104, jbd2),
    ]),
  ),
  scene(
    'stall-memcg-throttled',
    { cause: 'memory-stall', or: ['undetermined'] },
    hungTasks('6.8', [
      task('node', 5_000, [
        'schedule_timeout+0x87/0x140',
        '__mem_cgroup_handle_over_high+0x151/0x1d0',
        'mem_cgroup_handle_over_high+0x1d/0x40',
        'exit_to_user_mode_loop+0x10f/0x130',
      ]),
    ]),
  ),
  scene(
    'io-raid1-disk-lost',
    { cause: 'io-stall' },
    [
      'ata3.00: exception Emask 0x0 SAct 0x0 SErr 0x0 action 0x6 frozen',
      'ata3.00: failed command: FLUSH CACHE EXT',
      'blk_update_request: I/O error, dev sdc, sector 2064 op 0x1:(WRITE)',
      ...hungTasks('5.15', [
        task('md0_raid1', 300, mdRead),
        task('jbd2/md0-8', 410, committer),
        task('mysqld', 2_000, jbd2),
        task('rsyslogd', 650, jbd2),
      ]),
    ],
    calmFiles,
  ),
  scene(
    'io-nvme-timeout',
    { cause: 'io-stall' },
    [
      'nvme nvme0: I/O 211 QID 4 timeout, aborting',
      'nvme nvme0: I/O 211 QID 4 timeout, reset controller',
      ...hungTasks('6.8', [task('clickhouse-serv', 3_301, nvme), task('kworker/u97:0', 30, nvme)]),
    ],
    calmFiles,
  ),
  scene(
    'io-journal-commit',
    { cause: 'io-stall', or: ['undetermined'] },
    hungTasks('3.10', [
      task('jbd2/sda1-8', 410, committer),
      task('httpd', 5_000, jbd2),
      task('httpd', 5_003, jbd2),
      task('crond', 5_006, jbd2),
    ]),
  ),
  scene(
    'frozen-vm-snapshot',
    { cause: 'frozen-filesystem' },
    hungTasks('5.15', [
      task('java', 5_000, xfsFreeze),
      task('rsyslogd', 650, xfsFreeze),
      task('postgres', 4_100, sbStart),
    ]),
    calmFiles,
  ),
  scene(
    'frozen-veeam-old-kernel',
    { cause: 'frozen-filesystem' },
    hungTasks('3.10', [task('mysqld', 2_000, oldFreeze), task('httpd', 5_000, oldFreeze)]),
  ),
  scene('frozen-mkwrite', { cause: 'frozen-filesystem' }, hungTasks('6.8', [task('mongod', 2_200, sbStart)])),
  scene(
    'suspended-lvm-snapshot',
    { cause: 'suspended-device', or: ['io-stall'] },
    hungTasks('5.15', [
      task('lvcreate', 9_000, dmSuspend),
      task('jbd2/dm-3-8', 410, committer),
      task('mysqld', 2_000, jbd2),
    ]),
    calmFiles,
  ),
  scene(
    'suspended-multipath',
    { cause: 'suspended-device', or: ['io-stall'] },
    hungTasks('6.8', [task('multipathd', 700, dmSuspend), task('oracle_1', 8_000, nvme)]),
  ),
  scene(
    'suspended-queue',
    { cause: 'suspended-device', or: ['io-stall'] },
    hungTasks('5.15', [
      task('qemu-img', 9_000, [
        'blk_queue_enter+0x1b3/0x240',
        'blk_mq_submit_bio+0x45/0x6e0',
        'submit_bio_noacct_nocheck+0x2e3/0x340',
      ]),
    ]),
  ),
  scene(
    'remote-nfs-server-gone',
    { cause: 'remote-filesystem' },
    [
      'nfs: server filer01 not responding, still trying',
      ...hungTasks('3.10', [task('httpd', 5_000, nfsOld), task('df', 6_000, nfsOld)]),
    ],
    calmFiles,
  ),
  scene(
    'remote-cifs',
    { cause: 'remote-filesystem' },
    hungTasks('5.15', [task('backup.sh', 5_000, cifs), task('ls', 5_010, cifs)]),
  ),
  scene(
    'remote-ceph',
    { cause: 'remote-filesystem' },
    hungTasks('6.8', [task('php-fpm', 5_000, ceph), task('php-fpm', 5_003, ceph), task('nginx', 4_000, ceph)]),
  ),
  scene(
    'remote-fuse-daemon-dead',
    { cause: 'remote-filesystem' },
    hungTasks('5.15', [task('plex', 5_000, fuse), task('du', 5_020, fuse)]),
  ),
  scene(
    'lock-rtnl',
    { cause: 'lock-contention', or: ['undetermined'] },
    hungTasks('5.15', [
      task('kworker/3:2', 300, mutex),
      task('dhclient', 900, mutex),
      task('ip', 5_000, mutex),
      task('containerd', 1_900, mutex),
    ]),
    calmFiles,
  ),
  scene(
    'lock-inode-rwsem',
    { cause: 'lock-contention', or: ['undetermined'] },
    hungTasks('5.15', [
      task('mysqld', 2_000, inodeLock),
      task('mysqld', 2_003, inodeLock),
      task('cp', 5_000, inodeLock),
    ]),
  ),
  scene(
    'lock-owner-named',
    { cause: 'lock-contention', who: 'libvirtd' },
    hungTasks('6.8', [
      task('ip', 5_000, mutex, {
        extra: ['INFO: task ip:5000 is blocked on a mutex likely owned by task libvirtd:1900.'],
      }),
      task('dhclient', 900, mutex, {
        extra: ['INFO: task dhclient:900 is blocked on a mutex likely owned by task libvirtd:1900.'],
      }),
    ]),
  ),
  scene(
    'deadlock-two',
    { cause: 'deadlock' },
    hungTasks('6.8', [
      task('iscsid', 900, mutex, {
        extra: ['INFO: task iscsid:900 is blocked on a mutex likely owned by task multipathd:700.'],
      }),
      task('multipathd', 700, mutex, {
        extra: ['INFO: task multipathd:700 is blocked on a mutex likely owned by task iscsid:900.'],
      }),
    ]),
  ),
  scene(
    'driver-nvidia',
    { cause: 'driver-hang', who: 'python3' },
    hungTasks('5.15', [task('python3', 9_000, nvidia)]),
    calmFiles,
  ),
  scene('driver-usb', { cause: 'driver-hang' }, hungTasks('5.15', [task('kworker/0:1', 90, usb)])),
  scene(
    'driver-fc-hba',
    { cause: 'driver-hang', or: ['io-stall'] },
    hungTasks('3.10', [task('qla2xxx_1_dpc', 290, qla)]),
  ),
];
