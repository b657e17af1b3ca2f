#!/usr/bin/env bash
# Makes the disk of a Debian 12 node with systemd, cgroup v2, containerd as packaged and a kernel of its own; needs root, and a minute.
#   build-image.sh DIR      DIR/disk.img, DIR/kernel and DIR/initrd; kept while they were made by this very script
# At boot, suite.service unpacks the tar archive on the second disk to /run/suite, runs /run/suite/guest.sh with its output on the
# second serial line, and powers the node off when that ends, unless it has ordered a reboot.
set -euo pipefail
PATH=$PATH:/usr/sbin

packages=(
    systemd systemd-sysv dbus udev kmod init-system-helpers
    util-linux mount procps curl dmsetup e2fsprogs
    containerd runc busybox-static nfs-kernel-server
    linux-image-cloud-amd64
)

mkdir -p "$1"
dir=$(cd "$1" && pwd)
recipe=$(sha256sum <"${BASH_SOURCE[0]}")
if [ -e "$dir/disk.img" ] && [ "$(cat "$dir/recipe" 2>/dev/null)" = "$recipe" ]; then
    exit 0
fi
rm -f "$dir/disk.img"

root=$(mktemp -d "$dir/root.XXXXXX")
trap 'rm -rf "$root"' EXIT

# The package host is the one that this machine already uses; its lists may be those of an archive.
mirror=$(grep -hm1 -oP '^URIs:\s*\K\S+' /etc/apt/sources.list.d/*.sources 2>/dev/null ||
    grep -hm1 -oP '^deb\s+(\[[^]]*\]\s+)?\K\S+' /etc/apt/sources.list)
included=$(IFS=,; echo "${packages[*]}")
mmdebstrap --quiet --mode=root --variant=minbase --include="$included" \
    --aptopt='Acquire::Check-Valid-Until "false"' \
    --essential-hook='mkdir -p "$1/etc/initramfs-tools/conf.d"' \
    --essential-hook='echo MODULES=list >"$1/etc/initramfs-tools/conf.d/node"' \
    --essential-hook='printf "%s\n" virtio_pci virtio_blk ext4 >"$1/etc/initramfs-tools/modules"' \
    --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    bookworm "$root" "$mirror" >"$dir/debootstrap.log" 2>&1 || {
    tail -n 5 "$dir/debootstrap.log" >&2
    exit 1
}
rm -f "$root/etc/dpkg/dpkg.cfg.d/99mmdebstrap" # What the tests install is installed whole.

echo '/dev/vda / ext4 defaults 0 1' >"$root/etc/fstab"
echo node >"$root/etc/hostname"
printf '[nfsd]\ngrace-time=5\nlease-time=5\nvers3=n\n' >"$root/etc/nfs.conf.d/node.conf"
systemctl --root="$root" --quiet disable nfs-server.service nfs-client.target rpcbind.service rpcbind.socket
cat >"$root/etc/systemd/system/suite.service" <<'UNIT'
[Unit]
Description=The tests on the second disk
After=containerd.service
Wants=containerd.service

[Service]
OOMScoreAdjust=-1000
OOMPolicy=continue
ExecStart=/bin/bash -c 'mkdir -p /run/suite && tar -xf /dev/vdb -C /run/suite && cd /run/suite && bash guest.sh >/dev/ttyS1 2>&1; [[ -e /run/suite/reboots ]] || systemctl --no-block poweroff'

[Install]
WantedBy=multi-user.target
UNIT
systemctl --root="$root" --quiet enable suite.service
# What no test needs and an emulated processor is slow at.
systemctl --root="$root" --quiet mask modprobe@{configfs,drm,efi_pstore,fuse}.service \
    getty.target apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer

cp "$root"/boot/vmlinuz-* "$dir/kernel"
cp "$root"/boot/initrd.img-* "$dir/initrd"
truncate --size=3G "$dir/disk.img.part"
mkfs.ext4 -q -F -d "$root" "$dir/disk.img.part"
mv "$dir/disk.img.part" "$dir/disk.img"
echo "$recipe" >"$dir/recipe"
