#!/usr/bin/env bash
# Makes the root directory of the image: the binary, the libraries that it loads, and the papers of both. It runs none of them, so they
# may be of another architecture than this machine.
#   image-root.sh PUBLISH LIBRARIES ROOT [journal]
# PUBLISH is what "dotnet publish" made, LIBRARIES the root of a Debian-like system of the binary's architecture.
set -euo pipefail
publish=$1 libraries=$2 root=$3 journal=${4:-}
cd "$(dirname "$0")/.."

# Cross tools come without the plain name; each reads every architecture.
readelf=$(command -v readelf aarch64-linux-gnu-readelf x86_64-linux-gnu-readelf | sed -n 1p)
case $("$readelf" -h "$publish/containerd-exporter") in
    *AArch64*) triple=aarch64-linux-gnu ;;
    *X86-64*) triple=x86_64-linux-gnu ;;
    *) echo "of no known architecture: $publish/containerd-exporter" >&2; exit 1 ;;
esac

# place NAME: the directory of a library, as seen in LIBRARIES.
place() {
    local directory
    for directory in {lib,usr/lib}/$triple {,usr/}lib64 {,usr/}lib; do
        if [ -e "$libraries/$directory/$1" ]; then
            echo "$directory"
            return
        fi
    done
    echo "$1 is not in $libraries" >&2
    return 1
}

needed() { "$readelf" -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]$/\1/p'; }

# bring NAME...: libraries with all that they need.
bring() {
    local name directory needs
    for name in "$@"; do
        [ "$name" != "${interpreter##*/}" ] || continue
        directory=$(place "$name")
        if [ ! -e "$root/$directory/$name" ]; then
            install -D "$libraries/$directory/$name" "$root/$directory/$name"
            needs=$(needed "$root/$directory/$name")
            bring $needs
        fi
    done
}

install -D -m 0755 "$publish/containerd-exporter" "$root/usr/bin/containerd-exporter"
interpreter=$("$readelf" -l "$publish/containerd-exporter" | sed -n 's/.*interpreter: \(.*\)\]$/\1/p')
install -D "$libraries$interpreter" "$root$interpreter"
needs=$(needed "$publish/containerd-exporter")
bring $needs libssl.so.3 libcrypto.so.3
if [ -n "$journal" ]; then
    # The last three libsystemd opens by name itself.
    bring libsystemd.so.0 libzstd.so.1 liblz4.so.1 liblzma.so.5
fi

documents=$root/usr/share/doc/containerd-exporter
install -D -m 0644 -t "$documents" "$publish/sbom.cdx.json" "$publish/dotnet-notices.txt" deploy/debian/copyright LICENSE
query() { dpkg-query --admindir="$libraries/var/lib/dpkg" "$@"; }
mapfile -t brought < <(find "$root" -name '*.so*' -printf '*/%f\n')
packages=$(query -S "${brought[@]}" | cut -d: -f1 | sort -u)
for package in $packages; do
    query -W -f '${source:Package} ${source:Version} (${Package})\n' "$package" >>"$documents/libraries.txt"
    cp "$libraries/usr/share/doc/$package/copyright" "$documents/copyright.$package"
done
mkdir -p -m 0700 "$root/var/lib/containerd-exporter"
mkdir -p -m 1777 "$root/tmp"
