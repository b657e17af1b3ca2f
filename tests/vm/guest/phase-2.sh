# After a reboot: the kernel's log is another, and counting starts over. Then the package is removed.

mount_disk
within "the exporter has come up with the node" 30 exporter_answers

expect "boot ids" 2 "$(sort -u /var/lib/suite-boot /proc/sys/kernel/random/boot_id | wc -l)"
expect "kills after the reboot" 0 "$(metric containerd_oom_kills_total)"
expect "storage errors after the reboot" 0 "$(metric containerd_storage_errors_total)"
promises ContainerdStorageErrors Verify '^0$'
expect "read-only after the reboot" 0 "$(metric containerd_filesystem_readonly address=$address area=root)"
kill_by_limit containerd-shim-runc-v2
within "a kill after the reboot is counted" 2 metric_is 1 containerd_oom_kills_total component=shim scope=cgroup
expect "kills in this boot" "$(oom_kills)" "$(metric containerd_oom_kills_total)"

. ./canary.sh

dpkg --remove containerd-exporter >/dev/null 2>&1
expect "the service after the removal" inactive "$(systemctl is-active containerd-exporter)"
expect "its configuration is kept" kept "$([ -e /etc/default/containerd-exporter ] && echo kept)"
dpkg --purge containerd-exporter >/dev/null 2>&1
expect "left behind" "" "$(find / -xdev -name '*containerd-exporter*' | tr '\n' ' ')"
