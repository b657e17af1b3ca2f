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

tally_check "image: builds from the Dockerfile" tests/image/build.sh "$archive"
if [ "$failed" -gt 0 ]; then
    tally_finish
fi
tally_check "image: under 15 MiB compressed" small_enough

tally_script "image on a node" unshare --mount --pid --net --fork --mount-proc --propagation private tests/image/node.sh "$archive"
tally_finish
