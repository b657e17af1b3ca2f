#!/usr/bin/env bash
# Boots a node and waits until it is off:
#   boot.sh IMAGE-DIR ARCHIVE CONSOLE SECONDS      what guest.sh of the archive prints is this script's output
# The node writes to a copy of its disk that is forgotten, unless KEEP=1; a reboot inside keeps what was written. It has a third,
# empty disk (/dev/vdc, 256 MiB, or the file SPARE), and no network. 124 when it takes longer than SECONDS.
set -euo pipefail
image=$1 archive=$2 console=$3 seconds=$4

accelerator=(-accel "tcg,thread=multi")
if [ -w /dev/kvm ] && grep -qwE 'vmx|svm' /proc/cpuinfo; then # Some sandboxes have the device without the processor's support.
    accelerator=(-accel kvm)
fi
spare=${SPARE:-}
if [ -z "$spare" ]; then
    spare=$(mktemp "$image/spare.XXXXXX")
    trap 'rm -f "$spare"' EXIT
    truncate --size=256M "$spare"
fi

timeout --foreground "$seconds" qemu-system-x86_64 -machine q35 "${accelerator[@]}" -cpu max -smp 2 -m 1024 -nic none -display none -monitor none \
    -kernel "$image/kernel" -initrd "$image/initrd" \
    -append "root=/dev/vda rw console=ttyS0 loglevel=3 panic=10 printk.devkmsg=on sysrq_always_enabled=1 systemd.show_status=0" \
    -drive "file=$image/disk.img,if=virtio,format=raw,snapshot=$([ "${KEEP:-}" = 1 ] && echo off || echo on)" \
    -drive "file=$archive,if=virtio,format=raw,readonly=on" \
    -drive "file=$spare,if=virtio,format=raw" \
    -serial "file:$console" -serial stdio </dev/null
