#!/usr/bin/env bash
# Builds the image and runs it in a real containerd, as the manifests in deploy/ do, on a node of its own (namespaces).
# Needs root. With --built LOG it takes the image that was just built, and that log. The last line sums up: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/tally.sh
. tests/image/lib.sh

archive=$PWD/artifacts/image/containerd-exporter.tar
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

tally_check "image: builds from the Dockerfile" build_unless_built "$archive" "" "$@"
if [ "$failed" -gt 0 ]; then
    tally_finish
fi
tally_check "image: under 15 MiB compressed" small_enough "$archive"
tally_check "image: unpacks" unpack "$archive" "$root"
tally_check "image: bill of materials and licences" holds_documents "$root"

tally_script "image on a node" unshare --mount --pid --net --fork --mount-proc --propagation private tests/image/node.sh "$archive"
tally_finish
