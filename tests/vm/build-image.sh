#!/usr/bin/env bash
# Builds the disk of a Debian 12 node with systemd, cgroup v2, containerd as packaged, and its own kernel, once:
#   build-image.sh DIR      makes DIR/disk.img, DIR/kernel and DIR/initrd; needs root, and about two minutes
# At boot the node unpacks the tar archive on its second disk to /run/suite and runs /run/suite/guest.sh, whose output goes to the
# second serial line. It powers off when that ends, unless the script has ordered a reboot.
set -euo pipefail
dir=$(mkdir -p "$1" && cd "$1" && pwd)
packages=systemd,systemd-sysv,dbus,udev,kmod,util-linux,procps,curl,containerd,runc,busybox-static,linux-image-cloud-amd64

recipe=$(sha256sum "${BASH_SOURCE[0]}" | cut -c1-16)
[[ -e $dir/disk.img && $(cat "$dir/recipe" 2>/dev/null) == "$recipe" ]] && exit 0
rm -f "$dir/disk.img"

for tool in debootstrap qemu-system-x86_64 mkfs.ext4; do
  command -v "$tool" >/dev/null || PATH=$PATH:/usr/sbin command -v "$tool" >/dev/null || {
    apt-get install -y -qq --no-install-recommends qemu-system-x86 seabios debootstrap e2fsprogs >"$dir/apt.log" 2>&1 || { tail -n 5 "$dir/apt.log" >&2; exit 1; }
    break
  }
done

mirror=$(grep -hm1 -oP '^URIs:\s*\K\S+' /etc/apt/sources.list.d/*.sources 2>/dev/null ||
  grep -hm1 -oP '^deb\s+(\[[^]]*\]\s+)?\K\S+' /etc/apt/sources.list /etc/apt/sources.list.d/*.list)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
debootstrap --variant=minbase --include="$packages" bookworm "$root" "$mirror" >"$dir/debootstrap.log" 2>&1 ||
  { tail -n 5 "$dir/debootstrap.log" >&2; exit 1; }

echo '/dev/vda / ext4 defaults 0 1' >"$root/etc/fstab"
echo node >"$root/etc/hostname"
cat >"$root/etc/systemd/system/suite.service" <<'UNIT'
[Unit]
Description=The suite of tests on the second disk
After=containerd.service
Wants=containerd.service

[Service]
Type=oneshot
OOMScoreAdjust=-1000
OOMPolicy=continue
TimeoutStartSec=infinity
ExecStart=/bin/bash -c 'mkdir -p /run/suite && tar -xf /dev/vdb -C /run/suite && bash /run/suite/guest.sh >/dev/ttyS1 2>&1; [[ -e /run/suite/reboots ]] || systemctl --no-block poweroff'

[Install]
WantedBy=multi-user.target
UNIT
mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
ln -sf ../suite.service "$root/etc/systemd/system/multi-user.target.wants/suite.service"
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer; do
  ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
echo kernel.sysrq=1 >"$root/etc/sysctl.d/sysrq.conf"

cp "$root"/boot/vmlinuz-* "$dir/kernel"
cp "$root"/boot/initrd.img-* "$dir/initrd"
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
truncate -s 3G "$dir/disk.img.part"
PATH=$PATH:/usr/sbin mkfs.ext4 -q -F -d "$root" "$dir/disk.img.part"
mv "$dir/disk.img.part" "$dir/disk.img"
echo "$recipe" >"$dir/recipe"
