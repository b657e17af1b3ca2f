# The first boot.

mkdir -p /srv/busybox/bin
cp /bin/busybox /srv/busybox/bin
mount_disk

# Patience for a stuck runc, and for the watchdog, is shorter than for a real node.
mkdir -p /run/systemd/system/containerd-exporter.service.d
printf '[Service]\nWatchdogSec=12s\nEnvironment=CONTAINERD_EXPORTER_RUNTIME_UNINTERRUPTIBLE_AFTER=2s\n' >/run/systemd/system/containerd-exporter.service.d/test.conf
dpkg --install containerd-exporter.deb >/run/dpkg.log 2>&1 || fail "the package is installed" "$(tail -n 3 /run/dpkg.log)"
within "the exporter answers" 30 exporter_answers
journalctl --unit=containerd-exporter --output=cat | tail -n 5
cp /proc/sys/kernel/random/boot_id /var/lib/suite-boot

. ./oom.sh
. ./unprotected.sh
. ./daemon-loop.sh
. ./service.sh
. ./journal.sh
. ./restart.sh
. ./runbooks.sh
. ./flood.sh
. ./hung.sh
. ./readonly.sh
