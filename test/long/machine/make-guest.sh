#!/bin/sh
# make-guest.sh FOLDER NODE: a disk image of a Debian 12 with systemd and this checkout's built oomtrail in it, its kernel and its
# initramfs. Installs what that takes where it is missing. Needs root. The Debian alone is kept in FOLDER for the next time.
set -eu
folder=$1
node=$2
here=$(cd "$(dirname "$0")" && pwd)
checkout=$(cd "$here/../../.." && pwd)
base=$folder/base
root=$folder/root

missing=
command -v qemu-system-x86_64 >/dev/null || missing="$missing qemu-system-x86"
command -v debootstrap >/dev/null || missing="$missing debootstrap"
command -v mkfs.ext4 >/dev/null || missing="$missing e2fsprogs"
# shellcheck disable=SC2086
[ -z "$missing" ] || apt-get install -y --no-install-recommends $missing

mkdir -p "$folder"
if [ ! -e "$base/made" ]; then
  rm -rf "$base"
  debootstrap --variant=minbase \
    --include=systemd,systemd-sysv,systemd-oomd,dbus,udev,kmod,initramfs-tools,linux-image-cloud-amd64 bookworm "$base"
  rm -f "$base"/var/cache/apt/archives/*.deb
  # Nothing else runs; systemd-oomd takes part where a scene starts it.
  for unit in systemd-oomd.service apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer dpkg-db-backup.timer; do
    ln -sf /dev/null "$base/etc/systemd/system/$unit"
  done
  touch "$base/made"
fi

rm -rf "$root"
cp -a "$base" "$root"
opt=$root/opt/oomtrail
mkdir -p "$opt/test/long/machine" "$opt/node_modules" "$root/var/log/journal"
cp "$node" "$root/usr/bin/node"
(cd "$checkout" && cp -r bin dist schemas package.json "$opt" && cp -r test/long/machine/guest "$opt/test/long/machine")
# What an installation would have: neither tools nor what only some machines need.
"$node" -e 'for (const [path, { dev, optional, devOptional }] of Object.entries(require(process.argv[1]).packages))
  if (path.startsWith("node_modules/") && !dev && !optional && !devOptional && path.split("node_modules/").length === 2) console.log(path)' \
  "$checkout/package-lock.json" | (cd "$checkout" && while read -r path; do
    mkdir -p "$opt/$(dirname "$path")"
    cp -rL "$path" "$opt/$(dirname "$path")"
  done)
ln -s /opt/oomtrail/bin/oomtrail.js "$root/usr/bin/oomtrail"
cp "$checkout/contrib/oomtrail-live.service" "$here/machine-scenario.service" "$root/etc/systemd/system/"
wants=$root/etc/systemd/system/multi-user.target.wants
ln -s ../oomtrail-live.service ../machine-scenario.service "$wants/"
echo machine >"$root/etc/hostname"
echo 'LABEL=root / ext4 rw 0 1' >"$root/etc/fstab"
chown -R root:root "$opt"

rm -f "$folder/disk.img"
mkfs.ext4 -q -L root -d "$root" "$folder/disk.img" 3G
rm -rf "$root"
