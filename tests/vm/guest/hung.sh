# Disks that do not answer: a device that somebody has suspended and forgot, and an NFS server that is gone.

M=/var/lib/containerd
: "$M"

hangs() { promises ContainerdFilesystemHung Confirm '^waited$' "^ *[0-9]+ D[^ ]* +$1 .* $2\$"; }

dmsetup suspend data
dd if=/dev/zero of=$M/waits bs=4k count=1 conv=fsync 2>/dev/null &
writer=$!
within "a write waits for the suspended device" 5 grep -q '^State:.D' /proc/$writer/status
hangs '[^ ]+' dd
looks=$(fill='s/NAME/data/' runbook ContainerdFilesystemHung Fix 3)
expect "what is suspended, by fix 3" 1 "$(grep -c '^data .*Suspended' <<<"$looks")"
within "the write goes on after fix 3" 10 test ! -e /proc/$writer
promises ContainerdFilesystemHung Verify '^answers: ext2/ext3$' '^Server:$'

# containerd's root on the node's own NFS export, over the other disk.
mkdir -p /srv/export
echo '/srv/export 127.0.0.1(rw,fsid=0,no_root_squash,no_subtree_check)' >>/etc/exports
systemctl start nfs-server
systemctl stop containerd
mount -t nfs4 127.0.0.1:/ $M || fail "an NFS mount" "mount ended with $?"
systemctl start containerd
within "containerd is up on NFS" 30 metric_is 1 containerd_up address=$address
expect "no hung mount" 0 "$(metric containerd_filesystem_hung area=root fstype=nfs4)"
port_is_open() { [ "$(runbook ContainerdFilesystemHung Fix 1 | grep -c '^port open$')" = "$1" ]; }
within "the server's port, by fix 1" 5 port_is_open 1

systemctl stop nfs-server
within "the hung NFS mount is seen" 30 metric_is 1 containerd_filesystem_hung area=root fstype=nfs4
within "a finding for ContainerdFilesystemHung" 10 finds ContainerdFilesystemHung
expect "the other collectors answer meanwhile" 1 "$(metric containerd_exporter_collector_state collector=memory state=ok)"
hangs 'rpc_wait_bit_killable|nfs_.*' stat
expect "answers of the hung mount" 0 "$(runbook ContainerdFilesystemHung Confirm | grep -c '^answers: ')"
within "a closed port, by fix 1" 5 port_is_open 0

systemctl start nfs-server
within "the mount answers, nothing else done" 90 metric_is 0 containerd_filesystem_hung area=root fstype=nfs4
promises ContainerdFilesystemHung Verify '^answers: nfs$' '^Server:$'
within "the finding is gone" 10 eval '! finds ContainerdFilesystemHung'
systemctl stop containerd
umount $M
systemctl stop nfs-server
systemctl start containerd
within "containerd is up on its disk" 30 metric_is 1 containerd_up address=$address
