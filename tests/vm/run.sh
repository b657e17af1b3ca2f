#!/usr/bin/env bash
# The tests that need a whole node: systemd, cgroup v2, a kernel of its own, and a reboot. Needs root, and the published exporter.
# The last line sums up: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/tally.sh

image=artifacts/vm
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tally_check "image of the node" tests/vm/build-image.sh $image
if [ "$failed" -gt 0 ]; then
    tally_finish
fi

tally_check "package" deploy/build-deb.sh artifacts/publish/containerd-exporter "$work"
tally_check "lintian" lintian --fail-on error "$work"/*.deb

mkdir "$work/suite"
cp tests/vm/guest/* "$work/suite"
cp -r alerts/runbooks "$work/suite"
mv "$work"/*.deb "$work/suite/containerd-exporter.deb"
tar -cf "$work/suite.tar" -C "$work/suite" .

say "node"
start=$SECONDS
tests/vm/boot.sh $image "$work/suite.tar" "$work/console" 1200 | sed --unbuffered 's/\r$//' | tee "$work/output"
passed=$((passed + $(grep -c '^ok: ' "$work/output")))
while read -r line; do
    tally_fail "$line"
done < <(sed -n 's/^FAILED: //p' "$work/output")
if ! grep -q '^== end of the last phase' "$work/output"; then
    tail -n 20 "$work/console"
    tally_fail "the node did not get to the end"
fi
[ -z "${TYPED_STEPS:-}" ] || sed -n 's/^typed: //p' "$work/output" >>"$TYPED_STEPS"
echo "node: $((SECONDS - start)) s"
tally_finish
