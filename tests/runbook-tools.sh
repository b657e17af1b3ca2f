#!/usr/bin/env bash
# Unpacks from Debian's packages, without installing them, what the runbooks tell an operator to use and a test machine does not have:
# systemd's and Kubernetes' clients, Docker, and tools for disks. artifacts/runbook-tools/bin has one wrapper for each.
# What was made by this very script is kept. The last line is the folder of the wrappers.
set -euo pipefail
out=$(cd "$(dirname "$0")/.." && pwd)/artifacts/runbook-tools
packages=(systemd libsystemd-shared kubernetes-client docker.io lsof jq libjq1 libonig5 smartmontools nvme-cli libnvme1 libjson-c5 dmsetup
          libdevmapper1.02.1 xfsprogs libinih1 liburcu8)
programs=(systemctl journalctl systemd-cgtop kubectl docker dockerd lsof jq smartctl nvme dmsetup xfs_growfs mkfs.xfs)

recipe=$(sha256sum <"${BASH_SOURCE[0]}")
if [[ $(cat "$out/recipe" 2>/dev/null) != "$recipe" ]]; then
    rm -rf "$out.part"
    mkdir -p "$out.part"/{deb,root,bin}
    (cd "$out.part/deb" && apt-get -qq -o APT::Sandbox::User=root download "${packages[@]}")
    for deb in "$out.part"/deb/*.deb; do
        dpkg-deb -x "$deb" "$out.part/root"
    done
    libraries=$(find "$out.part/root" -name '*.so*' -printf '%h\n' | sort -u | sed "s|^$out.part|$out|" | paste -sd:)
    for program in "${programs[@]}"; do
        path=$(find "$out.part/root" -path "*bin/$program" -print -quit)
        [[ -n $path ]] || { echo "no package has $program" >&2; exit 1; }
        printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "$libraries" "$out${path#"$out.part"}" >"$out.part/bin/$program"
        chmod +x "$out.part/bin/$program"
    done
    rm -rf "$out.part/deb" "$out"
    echo "$recipe" >"$out.part/recipe"
    mv "$out.part" "$out"
fi
echo "$out/bin"
