/** Names that tell nothing about whose machine it is: the kernel's own threads, systemd's programs and slices, and those who write of kills. */
const publicNames: readonly RegExp[] = [
  /^(init|systemd|systemd-[a-z]+|\(systemd\)|\(sd-[a-z]+\)|kthreadd|khungtaskd|khugepaged|kcompactd\d+|kswapd\d+|ksmd|kdevtmpfs|kauditd|oom_reaper|watchdogd|rcu_\w+|writeback)$/,
  /^(swapper|ksoftirqd|migration|cpuhp|kworker|watchdog|rcuo[pbs]?|idle_inject|irq|scsi_eh_\d+|scsi_tmf_\d+)(\/[\w:.+-]*)?$/,
  /^(kernel|root|nobody|localhost|syslog|unknown|default|kube-system)$/,
  /^(kubelet|hyperkube|k3s|k3s-agent|rke2|k0s|kubelite|microk8s\.daemon-\w+|containerd|containerd-shim(-runc-v2)?|dockerd?|docker-compose|crio|conmon|runc|crun)$/,
  /^(earlyoom|nohang|nohang-desktop|oomd|oomd_bin|lmkd|lowmemorykiller)$/,
];

/** Parts of paths that every system has. */
const publicSegments: ReadonlySet<string> = new Set(
  (
    'bin boot cgroup data dev docker etc fs home host kubepods kubepods.slice lib lib64 libexec log lost+found media memory mnt net opt pressure ' +
    'proc root run samples sbin self shm srv sys tmp unified unit user usr var vm work ' +
    'auth.log boot.log daemon.log debug dmesg journal kern.log kmsg memory.current memory.events memory.max memory.pressure memory.stat messages ' +
    'syslog meminfo vmstat buddyinfo slabinfo zoneinfo cpu io kubelet containerd crio podman lxc machine system user.log init.scope ' +
    'system.slice user.slice machine.slice -.slice kubepods-burstable.slice kubepods-besteffort.slice burstable besteffort guaranteed'
  ).split(' '),
);

export function isPublicName(name: string): boolean {
  return publicNames.some((pattern) => pattern.test(name));
}

export function isPublicSegment(segment: string): boolean {
  return publicSegments.has(segment) || isPublicName(segment) || /^[\d.:@-]*$/.test(segment);
}
