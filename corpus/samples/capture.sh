#!/bin/bash
# Captures what the tools print, on Debian, as root:  [CASES=PATTERN] corpus/samples/capture.sh DIRECTORY
#
# Installs the tools from Debian's packages and writes one folder for each tool into DIRECTORY, which must not exist: the
# outputs, and a case.json that names tool, version and the command line of each file. `truth` is then added by hand.
# Everything runs in namespaces of its own, so that host name and processes are the capture's and not the machine's; of the
# kernel's release the local suffix is cut.
set -euo pipefail

packages='procps sysstat atop smem numactl busybox earlyoom nohang prometheus-node-exporter faketime locales perl-base curl iproute2'
seconds=3

if [ "${1:-}" != --inside ]; then
  [ $# -eq 1 ] && [ ! -e "$1" ] || { echo "usage: $0 DIRECTORY (which does not exist yet)" >&2; exit 2; }
  [ "$(id -u)" -eq 0 ] || { echo "$0: needs root, for namespaces and packages" >&2; exit 2; }
  mkdir -p "$1"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >&2
  # shellcheck disable=SC2086
  apt-get install -qy --no-install-recommends $packages >&2
  localedef -i en_US -f UTF-8 en_US.UTF-8
  localedef -i de_DE -f UTF-8 de_DE.UTF-8
  out=$(realpath "$1")
  # Under a neutral name: ps shows it.
  cp "$0" /run/capture.sh
  cd /run
  out=$out exec unshare --pid --fork --mount --mount-proc --uts --net --kill-child bash capture.sh --inside
fi

hostname host1
ip link set lo up
work=/run/capture
mkdir "$work"
trap 'rm -rf "$work" /run/capture.sh' EXIT
cd "$work"
export LC_ALL=C TZ=UTC PATH=$PATH:/usr/sbin:/sbin
unset S_TIME_FORMAT
release=$(uname -r)
plain_release=${release%%-*}
debian() { dpkg-query -W -f '${Version}' "$1"; }

# begin CASE TOOL VERSION WHY [KEY VALUE]...: a folder for the outputs of one tool
begin() {
  [[ $1 =~ ${CASES:-.} ]] && skipped= || { skipped=yes; return; }
  folder=$out/$1
  mkdir "$folder"
  commands=
  facts=$(printf '  "why": "%s",\n  "origin": "Captured by corpus/samples/capture.sh; the local suffix of the kernel release is cut, the host is named host1",\n  "kernel": "%s",\n  "tool": "%s",\n  "version": "%s",' \
    "$4" "$plain_release" "$2" "$3")
  shift 4
  while [ $# -gt 1 ]; do facts+=$(printf '\n  "%s": %s,' "$1" "$2"); shift 2; done
}

# take FILE COMMAND: its output
take() {
  [ -z "$skipped" ] || return 0
  # Some are ended by timeout, and say so.
  bash -c "$2" 2>/dev/null | sed "s/$release/$plain_release/g" >"$folder/$1" || true
  [ -s "$folder/$1" ] || { echo "no output: $2" >&2; rm "$folder/$1"; return; }
  local quoted=${2//\\/\\\\}
  commands+=$(printf '%s\n    "%s": "%s"' "${commands:+,}" "$1" "${quoted//\"/\\\"}")
}

end() { [ -n "$skipped" ] || printf '{\n%s\n  "commands": {%s\n  }\n}\n' "$facts" "$commands" >"$folder/case.json"; }

# Something that grows, and something that sleeps: what the process tools show.
perl -e '$0 = "grower"; for (1 .. 600) { $held .= "a" x (1 << 20); select undef, undef, undef, 0.2 }' &
grower=$!
sleep 600 &
sleep 2

begin procps-free 'free (procps)' "$(debian procps)" 'Units, columns and rows depend on options that the output does not name.'
take meminfo 'cat /proc/meminfo'
for option in -b -k -m -g -h -w -t -l -v '-h --si' '-w -h'; do take "free${option// /}" "free $option"; done
take free 'free'
take free-s "free -s 1 -c $seconds"
take free-de 'LC_ALL=de_DE.UTF-8 free -h'
take free-busybox 'busybox free'
end

begin procps-vmstat 'vmstat (procps)' "$(debian procps)" 'The first row speaks of the time since boot; without -t no row has a time.'
for option in '' -t -w -a -n '-S M' '-w -t -a'; do take "vmstat${option// /}" "vmstat $option 1 $seconds"; done
take vmstat-s 'vmstat -s'
take vmstat-de "LC_ALL=de_DE.UTF-8 vmstat -t 1 $seconds"
end

begin procps-top 'top (procps)' "$(debian procps)" 'Sizes come in five units, and a frame has a time of day only.' modified '"2026-11-20T23:59:00Z"'
for option in '' '-E g' '-e m' '-E t -e g' '-w 60' '-c'; do take "top${option// /}" "top -b -n 2 -d 1 $option"; done
take top-de 'LC_ALL=de_DE.UTF-8 top -b -n 1'
take top-busybox 'busybox top -b -n 1'
end

begin procps-ps 'ps (procps)' "$(debian procps)" 'Columns are chosen by whoever calls ps; names hold blanks.'
take ps-aux 'ps aux'
take ps-aux-sorted 'ps aux --sort=-%mem'
take ps-eo 'ps -eo pid,ppid,user,vsz,rss,lstart,comm'
take ps-o 'ps -eo pid,%mem,rss,cmd'
take ps-ef-y 'ps -elyf'
take ps-v 'ps v -A'
take ps-headless 'ps aux | awk '"'"'NR > 1 {print $2,$4,$5,$6}'"'"
take ps-loop 'for i in 1 2 3; do date; ps -eo pid,rss,vsz,comm; sleep 1; done'
take pmap-x "pmap -x $grower"
end

sa=sa
/usr/lib/sysstat/sadc -S ALL 1 3 "$sa"
/usr/lib/sysstat/sadc "$sa"
/usr/lib/sysstat/sadc -C 'deploy v42' "$sa"
/usr/lib/sysstat/sadc -S ALL 1 3 "$sa"
begin sysstat-sar 'sar (sysstat)' "$(debian sysstat)" 'A report is rows under headings that change, with restarts, comments and averages between.'
take sar-r "sar -f $sa -r"
take sar-r-all "sar -f $sa -r ALL"
for option in -S -B -W '-q MEM' '-r -S -B'; do take "sar${option// /}" "sar -f $sa $option"; done
take sar-r-12h "LC_ALL=en_US.UTF-8 sar -f $sa -r"
take sar-r-iso "S_TIME_FORMAT=ISO sar -f $sa -r"
take sar-r-de "LC_ALL=de_DE.UTF-8 sar -f $sa -r"
take sar-h "sar -f $sa -r -h"
take sar-human "sar -f $sa -r --human"
take sar-C "sar -f $sa -r -C"
take sar-live "sar -r -S 1 $seconds"
end

begin sysstat-sadf 'sadf (sysstat)' "$(debian sysstat)" 'The same data for machines: one line a row, one line a value, JSON.'
take sadf-d "sadf -d $sa -- -r ALL -S"
take sadf-dh "sadf -d -h $sa -- -r"
take sadf-p "sadf -p $sa -- -r -S"
take sadf-j "sadf -j $sa -- -r ALL -S -B -W"
take sadf-d-epoch "sadf -d -U $sa -- -r"
take sadf-d-local "TZ=Europe/Berlin sadf -d -T $sa -- -r"
end

begin sysstat-pidstat 'pidstat (sysstat)' "$(debian sysstat)" 'Memory of processes beside a time, in two layouts.'
take pidstat-r "pidstat -r 1 $seconds"
take pidstat-rh "pidstat -r -h 1 $seconds"
take pidstat-rl "pidstat -r -l -p $grower 1 $seconds"
take pidstat-12h "LC_ALL=en_US.UTF-8 pidstat -r 1 2"
take pidstat-iso "S_TIME_FORMAT=ISO pidstat -r -h 1 2"
take pidstat-ru "pidstat -r -u 1 2"
end

begin atop atop "$(debian atop)" 'Counts of pages, by position; the first block speaks of the time since boot.'
take atop-P "atop -P MEM,SWP,PAG,PSI,PRM 1 $seconds"
take atop-PMEM 'atop -P MEM,SWP 1 2'
end

begin smem smem "$(debian smem)" 'Proportional memory by process, user and machine.'
take smem smem
take smem-k 'smem -k'
take smem-t 'smem -t -k'
take smem-p 'smem -p'
take smem-w 'smem -w'
take smem-u 'smem -u'
take smem-c 'smem -c "pid pss rss name"'
end

begin proc 'Linux' "$plain_release" 'What the kernel prints itself, as collectors copy it.' pageSizeBytes "$(getconf PAGESIZE)"
take meminfo-loop 'for i in 1 2 3; do date; cat /proc/meminfo; sleep 1; done'
take proc_vmstat 'cat /proc/vmstat'
take pressure_memory 'cat /proc/pressure/memory'
take status "cat /proc/$grower/status"
take smaps_rollup "cat /proc/$grower/smaps_rollup"
take statm "cat /proc/$grower/statm"
take buddyinfo 'cat /proc/buddyinfo'
take slabinfo 'head -12 /proc/slabinfo'
take zoneinfo 'cat /proc/zoneinfo'
take swaps 'cat /proc/swaps'
take several 'tail -n +1 /proc/meminfo /proc/pressure/memory'
end

memcg=/sys/fs/cgroup/memory
if [ -f $memcg/memory.usage_in_bytes ] && mkdir $memcg/capture 2>/dev/null; then
  echo 67108864 >$memcg/capture/memory.limit_in_bytes
  perl -e '$held = "a" x (24 << 20); sleep 20' & held=$!
  echo $held >$memcg/capture/cgroup.procs
  sleep 1
  begin cgroup-v1 'Linux' "$plain_release" 'A file of one number is known by its name only; an unlimited one holds a number, too.'
  take memory_stat "tail -n +1 $memcg/capture/memory.stat"
  take several "tail -n +1 $memcg/capture/memory.{usage_in_bytes,limit_in_bytes,max_usage_in_bytes,failcnt} $memcg/memory.limit_in_bytes"
  take oom_control "tail -n +1 $memcg/capture/memory.oom_control"
  end
  kill $held; wait $held 2>/dev/null || true
  rmdir $memcg/capture
fi

segment=$(ipcmk -M 1048576 | grep -o '[0-9]*$')
begin sysvipc-shm 'Linux' "$plain_release" 'Shared memory that no process shows.'
take shm 'tail -n +1 /proc/sysvipc/shm'
end
ipcrm -m "$segment"

begin procps-slabtop 'slabtop, vmstat -m (procps)' "$(debian procps)" 'Kernel caches, by objects and by size.'
take slabtop 'slabtop -o -s c | head -15'
take vmstat-m 'vmstat -m | head -12'
end

begin numastat 'numastat (numactl)' "$(debian numactl)" 'Columns are nodes.'
take numastat-m 'numastat -m'
end

swap=/swapfile.capture
dd if=/dev/zero of="$swap" bs=1M count=16 status=none && chmod 600 "$swap" && mkswap -q "$swap" && if swapon "$swap" 2>/dev/null; then
  begin swapon 'swapon (util-linux)' "$(debian util-linux)" 'Sizes with and without units.'
  take swapon-show 'swapon --show'
  take swapon-bytes 'swapon --show --bytes'
  take swapon-s 'swapon -s'
  take free-h 'free -h'
  end
  swapoff "$swap"
  rm "$swap"
fi

begin node-exporter 'node_exporter' "$(debian prometheus-node-exporter)" 'A metrics page of a machine.'
prometheus-node-exporter --collector.disable-defaults --collector.meminfo --collector.vmstat --collector.pressure --web.listen-address=127.0.0.1:9100 2>/dev/null &
exporter=$!
sleep 1
take metrics-1763631300 'curl -s http://127.0.0.1:9100/metrics | grep -E "node_|process_"'
kill $exporter
end

begin earlyoom earlyoom "$(debian earlyoom)" 'A killer that prints what it sees.'
take earlyoom 'timeout 3 earlyoom --dryrun -r 1 2>&1'
end

begin nohang nohang "$(debian nohang)" 'A killer that prints what it sees.'
sed 's/^print_mem_check_results = .*/print_mem_check_results = True/; s/^min_mem_report_interval = .*/min_mem_report_interval = 0/' \
  /etc/nohang/nohang.conf >nohang.conf
take nohang "timeout 5 nohang --monitor --config $work/nohang.conf"
end

if command -v jstat >/dev/null && command -v java >/dev/null; then
  echo 'class Hold { public static void main(String[] a) throws Exception { byte[][] held = new byte[16][]; for (int i = 0; i < 16; i++) { held[i] = new byte[1 << 20]; Thread.sleep(500); } } }' >Hold.java
  java -Xmx64m Hold.java & jvm=$!
  sleep 2
  begin jstat 'jstat (JDK)' "$(java -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p')" 'Columns differ by collector.'
  take jstat-gc "jstat -gc $jvm 500 3"
  take jstat-gc-t "jstat -gc -t $jvm 500 2"
  end
  kill $jvm
fi

begin midnight 'vmstat, pidstat, top, sar under faketime' "procps $(debian procps), sysstat $(debian sysstat), faketime $(debian faketime)" \
  'Clocks go over midnight, in 24 and in 12 hours.' modified '"2026-11-21T00:00:10Z"'
take vmstat-t "faketime '2026-11-20 23:59:58' vmstat -t 1 4"
take pidstat-12h "LC_ALL=en_US.UTF-8 faketime '2026-11-20 23:59:58' pidstat -r -p $grower 1 4"
take pidstat-noon "LC_ALL=en_US.UTF-8 faketime '2026-11-20 11:59:58' pidstat -r -p $grower 1 4"
take sar-12h "LC_ALL=en_US.UTF-8 faketime '2026-11-20 23:59:58' sar -r 1 4"
take top "faketime '2026-11-20 23:59:58' top -b -n 4 -d 1 -p $grower"
end

begin dst 'vmstat, sar, date under faketime' "procps $(debian procps), sysstat $(debian sysstat), faketime $(debian faketime)" \
  'An hour that comes twice, and headings that name the zone of their first row.' tz '"Europe/Berlin"' modified '"2026-10-25T01:00:05Z"'
take vmstat-t "TZ=Europe/Berlin faketime '2026-10-25 00:59:58 UTC' vmstat -t 1 4"
take sar-r "TZ=Europe/Berlin faketime '2026-10-25 00:59:58 UTC' sar -r 1 4"
take top "TZ=Europe/Berlin faketime '2026-10-25 00:59:58 UTC' top -b -n 4 -d 1 -p $grower"
take date-free "TZ=Europe/Berlin faketime '2026-10-25 00:59:58 UTC' bash -c 'for i in 1 2 3 4; do date; free -k; sleep 1; done'"
end

kill %1 %2 2>/dev/null || true
