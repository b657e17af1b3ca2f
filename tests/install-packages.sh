#!/usr/bin/env bash
# Installs what build and tests need from Debian's packages; does nothing, and needs no root, when all are there.
# No service of these packages is started: the tests start their own, on ports and paths of their own.
set -euo pipefail

packages=(
    gcc zlib1g-dev                                  # the native linker, and what it links
    gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user # the same for arm64, and what runs it here
    containerd runc busybox-static                  # a node, and the one program of its containers' image
    prometheus prometheus-alertmanager              # with promtool and amtool
    prometheus-node-exporter prometheus-process-exporter # what the exporter is measured against
    buildah unzip                                   # the image; helm and kubectl as npm has them
    chromium fonts-dejavu-core                      # the exporter's pages and the dashboards in a browser
    mmdebstrap qemu-system-x86                      # a node with a kernel of its own
    systemd-journal-remote                          # makes real journal files of text
    curl openssl                                    # clients of the exporter, and their certificates
    dpkg-dev lintian                                # the Debian package, and its check
    util-linux mount iproute2 e2fsprogs procps      # namespaces, file systems, network of the simulated nodes
)

# Any Node.js will do, such as one that Debian's packages would conflict with.
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    packages+=(nodejs npm)
fi

missing=()
for package in "${packages[@]}"; do
    if [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null)" != "ii " ]; then
        missing+=("$package")
    fi
done
if [ "${#missing[@]}" -eq 0 ]; then
    exit 0
fi

echo "installing ${missing[*]}"
"$(dirname "$0")/as-root.sh" env DEBIAN_FRONTEND=noninteractive bash -euo pipefail -c '
    # The maintainer scripts ask this file before they start a service.
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        trap "rm -f $policy" EXIT
        printf "#!/bin/sh\nexit 101\n" >$policy
        chmod +x $policy
    fi
    apt-get -qq update
    apt-get -qq install -y --no-install-recommends "$@" >/dev/null
' install "${missing[@]}"
