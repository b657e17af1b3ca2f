# The disk under containerd's root fails, and the kernel makes its file system read-only.

scrape
data=$(basename "$(readlink -f /dev/mapper/data)")
for device in "$data" vdc other; do
    expect "errors of $device before any" 0 "$(metric containerd_storage_errors_total device="$device")"
done
expect "whole data, by fix 3 of ContainerdStorageErrors" rw "$(runbook ContainerdStorageErrors Fix 3 | grep -v devmapper)"
expect "read-only before" 0 "$(metric containerd_filesystem_readonly address=$address area=root)"

fail_disk
dd if=/dev/urandom of=/var/lib/containerd/file bs=64k count=16 conv=fsync 2>/dev/null
is_readonly() {
    touch /var/lib/containerd/another 2>/dev/null # The kernel gives up when it is asked to write again.
    dmesg | grep -q "EXT4-fs ($data): Remounting filesystem read-only"
}
within "the kernel remounts the file system" 20 is_readonly
sync --file-system /var/lib/containerd 2>/dev/null

remounts() { dmesg | grep -c "EXT4-fs ($data): Remounting filesystem read-only"; }
errors() { dmesg | grep -cE "EXT4-fs error \(device $data\)|Aborting journal on device $data"; }
remounts_are_counted() { metric_is "$(remounts)" containerd_storage_errors_total device="$data" kind=readonly_remount; }
within "the remount is counted" 5 remounts_are_counted
expect "file system errors" "$(errors)" "$(metric containerd_storage_errors_total device="$data" kind=filesystem)"
expect_range "I/O errors" 1 100000 "$(metric containerd_storage_errors_total device="$data" kind=io)"
expect "errors of the healthy disk below" 0 "$(metric containerd_storage_errors_total device=vdc)"
expect "errors of other devices" 0 "$(metric containerd_storage_errors_total device=other)"
expect "read-only" 1 "$(metric containerd_filesystem_readonly address=$address area=root)"
expect "read-only elsewhere" 0 "$(metric containerd_filesystem_readonly address=$address area=state)"
for alert in ContainerdStorageErrors ContainerdFilesystemReadOnly; do
    within "a finding for $alert" 5 finds $alert
done
promises ContainerdStorageErrors Confirm "I/O error.* dev $data" "EXT4-fs (error )?\($data\)" "^$data |^data "
promises ContainerdFilesystemReadOnly Confirm "EXT4-fs \($data\): Remounting filesystem read-only"

scrape
failures=$(metric containerd_log_messages_total pattern=io_error)
systemctl restart containerd 2>/dev/null
systemctl stop containerd
within "a start on the failed disk is counted from the journal" 15 metric_is $((failures + 1)) containerd_log_messages_total pattern=io_error
