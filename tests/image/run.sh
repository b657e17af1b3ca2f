#!/usr/bin/env bash
# Builds the image and runs it in a real containerd, as the manifests in deploy/ do, on a node of its own (namespaces).
# Needs root. The last line sums up: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/tally.sh

archive=$PWD/artifacts/image/containerd-exporter.tar
size_limit=$((15 << 20))

small_enough() {
    local size
    size=$(stat -c %s "$archive")
    echo "compressed: $size bytes"
    [ "$size" -le "$size_limit" ]
}

# holds_documents: the bill of materials, and the licence of each library that it brings.
holds_documents() {
    local work library
    work=$(mktemp -d)
    tar -C "$work" -xf "$archive" && mkdir "$work/root" &&
        for layer in "$work"/blobs/sha256/*; do tar -C "$work/root" -xf "$layer" usr/share/doc usr/lib lib 2>/dev/null || true; done
    local documents=$work/root/usr/share/doc/containerd-exporter
    grep -q '"bomFormat": "CycloneDX"' "$documents/sbom.cdx.json" && ! grep -q DOTNET_VERSION "$documents/sbom.cdx.json" &&
        [ -s "$documents/dotnet-notices.txt" ] && [ -s "$documents/LICENSE" ] && [ -s "$documents/copyright" ] || return
    cat "$documents/libraries.txt"
    for library in openssl glibc; do
        grep -q "^$library" "$documents/libraries.txt" || { echo "no $library in libraries.txt"; return 1; }
    done
    rm -rf "$work"
}

tally_check "image: builds from the Dockerfile" tests/image/build.sh "$archive"
if [ "$failed" -gt 0 ]; then
    tally_finish
fi
tally_check "image: under 15 MiB compressed" small_enough
tally_check "image: bill of materials and licences" holds_documents

tally_script "image on a node" unshare --mount --pid --net --fork --mount-proc --propagation private tests/image/node.sh "$archive"
tally_finish
