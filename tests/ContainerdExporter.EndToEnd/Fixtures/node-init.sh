#!/bin/bash
# PID 1 of a simulated node, in namespaces of its own (mounts, processes, network). $1 is an empty folder of the node's own.
# What the node writes goes to a tmpfs: nothing of it reaches the machine. It ends when its standard input does, that is, with the
# test process at the latest, and takes every process, mount and interface of the node with it.
set -e

# Where the machine itself may have a containerd, a Docker or a Kubernetes: not there on the node.
hidden=(/etc/containerd /etc/cni /etc/k0s /var/lib/containerd /var/lib/docker /var/lib/rancher /var/lib/k0s)

mount -t tmpfs -o size=64m,mode=755 tmpfs "$1"
for directory in /etc /opt /var/lib; do
    upper=$1/overlay${directory//\//-}
    mkdir "$upper" "$upper.work"
    for path in "${hidden[@]}"; do
        if [ "${path%/*}" = $directory ] && [ -e "$path" ]; then
            mknod "$upper/${path##*/}" c 0 0 # a whiteout (overlayfs.rst)
        fi
    done
    mount -t overlay -o "lowerdir=$directory,upperdir=$upper,workdir=$upper.work" overlay $directory
done
if [ -d /var/snap ]; then
    mount -t tmpfs -o size=1m,mode=755 tmpfs /var/snap
fi
mount -t tmpfs -o size=64m,mode=755 tmpfs /run
mount -t tmpfs -o size=64m,mode=1777 tmpfs /dev/shm
mkdir /run/node

# The kernel's log is the machine's: what another node's test does to memory and disks would be seen here. A node hears nothing until a
# test that is about the kernel takes this mount away.
mkfifo /run/node/kmsg
exec 9<>/run/node/kmsg
mount --bind /run/node/kmsg /dev/kmsg

ip link set lo up
echo ready
read -r _
