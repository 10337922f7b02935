/** What a sleeping task waits for, read from its stack. */
export type WaitClass =
  | 'reclaim'
  | 'swap-in'
  | 'memcg-throttle'
  | 'frozen'
  | 'suspended'
  | 'remote'
  | 'fuse'
  | 'writeback'
  | 'journal'
  | 'block-io'
  | 'lock'
  | 'driver'
  | 'unknown';

export interface Wait {
  readonly class: WaitClass;
  /** The frame that decided, as printed. */
  readonly frame: string | null;
  /** The first frame below the sleep and lock primitives: who took the lock, who started the I/O. */
  readonly site: string | null;
}

/** Frames of the scheduler and of the primitives that sleep for everybody: they say how a task waits, not for what. */
const primitive =
  /^(__)?(schedule|io_schedule|schedule_timeout|schedule_preempt_disabled|bit_wait|bit_wait_io|sleep_on_(page|buffer)(_killable)?|sync_(page|buffer)(_killable)?|__wait_on_bit(_lock)?|out_of_line_wait_on_bit(_lock)?|wait_for_completion|wait_for_common|__wait_for_common|__switch_to|context_switch|prepare_to_wait\w*|autoremove_wake_function|io_schedule_timeout|io_schedule_prepare)\b/;
const lockPrimitive =
  /^(__mutex_lock|mutex_lock|__down|down_(read|write|killable|timeout|interruptible)|down\b|__down_common|rwsem_down_(read|write)_(slowpath|failed)|rwsem_\w+|rt_mutex\w*|__rt_mutex\w*|queued_\w+_lock\w*|__lock_(?!page|buffer|folio)\w+|ww_mutex\w*|percpu_rwsem_wait|__percpu_(down|init)\w*|percpu_down_\w+)/;
/**
 * sb_start_write() is inlined in some kernels: then a write to a frozen file system sleeps in a per-CPU semaphore right below
 * the call that wanted to write. The same semaphores below anything else (cgroups, CPU hotplug) are locks.
 */
const percpuWait = /^(percpu_rwsem_wait|__percpu_down_read)\b/;
const wantsToWrite =
  /^(vfs_(write|iter_write|fallocate|copy_file_range|truncate|utimes)|do_iter_\w*write\w*|path_openat|do_last|do_(mkdirat|unlinkat|rmdir|renameat2|mknodat|symlinkat|linkat|truncate|sys_truncate|sys_ftruncate|page_mkwrite)|\w+_page_mkwrite|file_update_time|touch_atime|notify_change)\b/;

/**
 * Classes in order of what outranks what. Reclaim anywhere in a stack outranks the file system or the disk that reclaim
 * happens to wait in: the task needs memory. The frames are the kernel's function names, over many versions.
 */
const classes: readonly (readonly [WaitClass, RegExp])[] = [
  [
    'reclaim',
    /^(__alloc_pages_slowpath|__alloc_pages_direct_reclaim|try_to_free_(mem_cgroup_)?pages|do_try_to_free_pages|shrink_(node|zone|zones|lruvec|slab|page_list|folio_list|inactive_list|active_list)|congestion_wait|reclaim_throttle|throttle_direct_reclaim|throttle_vm_writeout|balance_pgdat|kswapd|compact_zone|out_of_memory|swap_writepage|__swap_writepage)\b/,
  ],
  [
    'swap-in',
    /^(do_swap_page|swap_readpage|swap_read_folio|swapin_readahead|swap_cluster_readahead|swap_vma_readahead|read_swap_cache_async|__read_swap_cache_async)\b/,
  ],
  [
    'memcg-throttle',
    /^(mem_cgroup_handle_over_high|try_charge\w*|mem_cgroup_oom_synchronize|mem_cgroup_out_of_memory|mem_cgroup_throttle\w*)\b/,
  ],
  [
    'suspended',
    /^(dm_(wait_for_completion|suspend|queue_suspend|make_request_suspended)|__dm_suspend|blk_mq_freeze_queue\w*|blk_queue_enter|bio_queue_enter|__bio_queue_enter)\b/,
  ],
  [
    'frozen',
    /^(mnt_want_write\w*|sb_start_\w+|__sb_start_write|sb_wait_write|freeze_super|thaw_super\w*|vfs_check_frozen|ext4_journal_check_start|jbd2_journal_lock_updates|__refrigerator|cgroup_freeze\w*|cgroup_enter_frozen)\b/,
  ],
  [
    'remote',
    /^(rpc_wait_bit_killable|__rpc_execute|rpc_\w+|nfs_wait\w*|nfs_\w+|nfs[34]_\w+|cifs_\w+|SMB2_\w+|smb2_\w+|smb_\w+|ceph_\w+|wait_for_response)\b/,
  ],
  ['fuse', /^(request_wait_answer|__fuse_request_send|fuse_\w+)\b/],
  ['writeback', /^(balance_dirty_pages\w*|wb_wait_for_completion|writeback_inodes_sb\w*|wait_sb_inodes)\b/],
  [
    'journal',
    /^(jbd2_log_wait_commit|__jbd2_log_wait_for_space|add_transaction_credits|wait_transaction_locked|start_this_handle|jbd2_\w+|xfs_log_force\w*|xlog_\w+|xfs_buf_\w+|xfs_buf_lock|btrfs_commit_transaction|wait_current_trans\w*|txg_\w+|cv_wait_common)\b/,
  ],
  [
    'block-io',
    /^(wait_on_page_bit\w*|wait_on_page_(locked|writeback)\w*|folio_wait_\w+|blk_mq_get_tag|__get_request|get_request|submit_bio_wait|blkdev_issue_flush|dio_await\w*|iomap_dio_\w+|md_super_wait|dm_\w+|nvme_\w+|scsi_\w+|blk_\w+|rq_qos_wait|wbt_wait|__rq_qos_throttle|__wait_on_buffer|__bread_gfp|__ext4_\w+|ext4_\w+|filemap_\w+|__lock_page\w*|__filemap_\w+|sync_inodes_sb)\b/,
  ],
];

/** A stack names a module's function in brackets: `lab_write+0x7c9/0xca0 [driver]`. */
const inModule = /\[([\w-]+)(?: [0-9a-f]+)?\]$/;
/** Modules that are file systems, block layers or network file systems are classed by their function names instead. */
const knownModules =
  /^(ext4|xfs|btrfs|jbd2|nfs\w*|sunrpc|cifs|ceph|libceph|fuse|dm_\w+|md_mod|raid\d+|nvme\w*|scsi_mod|zfs|spl|overlay|virtio_\w+)$/;

const isDriver = (module: string | null): boolean => module !== null && !knownModules.test(module);

/** Classifies one call trace. Frames marked `? ` are left-overs on the stack and prove nothing. */
export function classifyWait(callTrace: readonly string[]): Wait {
  const frames = callTrace.filter((frame) => !frame.startsWith('? ') && frame !== '');
  const below = frames.findIndex((frame) => !primitive.test(frame));
  const locked = frames.some((frame, index) => index <= below + 1 && lockPrimitive.test(frame));
  const site =
    frames.slice(Math.max(0, below)).find((frame) => !lockPrimitive.test(frame) && !primitive.test(frame)) ?? null;
  const memory = find(frames, classes.slice(0, 3));
  if (memory) return { ...memory, site };
  const special = find(frames, classes.slice(3, 5));
  if (special) return { ...special, site };
  if (site !== null && wantsToWrite.test(site) && percpuWait.test(frames[Math.max(0, below)] ?? ''))
    return { class: 'frozen', frame: site, site };
  if (locked) return { class: 'lock', frame: frames.find((frame) => lockPrimitive.test(frame)) ?? null, site };
  const other = find(frames, classes.slice(5));
  if (other) return { ...other, site };
  const module = moduleOf(site ?? '');
  if (isDriver(module)) return { class: 'driver', frame: site, site };
  // A driver that sleeps in what the kernel offers to drivers: claiming a bus, waiting for an event of its device.
  const driver = frames.find((frame) => isDriver(moduleOf(frame)));
  return driver ? { class: 'driver', frame: driver, site } : { class: 'unknown', frame: null, site };
}

const chargesAGroup =
  /^(mem_cgroup_handle_over_high|try_charge\w*|mem_cgroup_\w*charge\w*|__mem_cgroup_\w*charge\w*|try_to_free_mem_cgroup_pages|mem_cgroup_oom_synchronize|mem_cgroup_throttle\w*)\b/;

/** Whether a task waits because its memory cgroup is at a limit: it reclaims within the group, or is slowed down for it. */
export function isHeldByItsGroup(callTrace: readonly string[]): boolean {
  const { class: wait } = classifyWait(callTrace);
  return (
    (wait === 'memcg-throttle' || wait === 'reclaim') &&
    callTrace.some((frame) => !frame.startsWith('? ') && chargesAGroup.test(frame))
  );
}

const shrinksSlab = /^(shrink_slab\w*|do_shrink_slab|super_cache_scan|shrink_dentry_list|prune_\w+_sb|dispose_list)\b/;

/** Whether a task is at work on caches of kernel objects: what these hold is not had back for the asking. */
export const isInShrinker = (callTrace: readonly string[]): boolean =>
  callTrace.some((frame) => !frame.startsWith('? ') && shrinksSlab.test(frame));

function find(frames: readonly string[], among: typeof classes): Omit<Wait, 'site'> | null {
  for (const [name, pattern] of among) {
    const frame = frames.find((candidate) => pattern.test(candidate));
    if (frame) return { class: name, frame };
  }
  return null;
}

/** The function name of a frame, without offset and module. */
export function functionName(frame: string): string {
  return frame.replace(/[.+ ].*$/, '');
}

/** The module that a frame's function is in; null for the kernel itself. */
export function moduleOf(frame: string): string | null {
  return inModule.exec(frame)?.[1] ?? null;
}
