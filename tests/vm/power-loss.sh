#!/usr/bin/env bash
# Power loss while images are imported, again and again: after each next boot the exporter must say of containerd's databases and blobs
# what a full check of them from outside finds, no more and no less. By hand, since it takes minutes:
#   power-loss.sh [ROUNDS]     ten by default; needs root, python3 and the published exporter
# The last line sums up: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/tally.sh
rounds=${1:-10}

tests/vm/build-image.sh artifacts/vm || exit 1
work=$(mktemp -d)
vm=
trap 'if [ -n "$vm" ]; then kill -KILL $vm; fi 2>/dev/null; rm -rf "$work"' EXIT
mkdir "$work/image" "$work/suite"
cp --sparse=always artifacts/vm/{disk.img,kernel,initrd} "$work/image"
cp artifacts/publish/containerd-exporter tests/vm/guest/lib.sh tests/vm/power-loss/guest.sh "$work/suite"
python3 tests/vm/power-loss/images.py "$work/suite" 6
tar -cf "$work/suite.tar" -C "$work/suite" .

# The exporter's metrics in the words of offline_check.py: what is 1 of the databases' states, and all about blobs.
verdict() {
    sed -nE \
        -e 's/^containerd_database_state\{.*database="([^"]*)".*state="([^"]*)".*\} 1$/database \1 \2 1/p' \
        -e 's/^containerd_content_blobs\{.*\} ([0-9]+)$/blobs \1/p' \
        -e 's/^containerd_content_damaged_blobs\{.*kind="([^"]*)".*\} ([0-9]+)$/damaged \1 \2/p' "$1" | sort
}

compare() {
    rm -rf "$work/root"
    mkdir "$work/root"
    tar --warning=no-timestamp -xf "$work/spare" -C "$work/root" || return 1
    verdict "$work/root/metrics" >"$work/said"
    python3 tests/vm/power-loss/offline_check.py "$work/root" | sort >"$work/found" || return 1
    tr '\n' ';' <"$work/found"
    echo
    diff --label said --label found --unified "$work/said" "$work/found"
}

# The first boot finds an empty store; each round ends without a warning.
for ((round = 0; round <= rounds; round++)); do
    rm -f "$work/spare" "$work/output"
    touch "$work/output"
    truncate --size=512M "$work/spare"
    KEEP=1 SPARE=$work/spare tests/vm/boot.sh "$work/image" "$work/suite.tar" "$work/console" 600 >"$work/output" 2>&1 &
    boot=$!
    until grep -q '^== importing' "$work/output" || ! kill -0 $boot 2>/dev/null; do sleep 0.5; done
    if ! vm=$(pgrep --parent "$(pgrep --parent $boot timeout || echo 0)" qemu); then
        tail -n 5 "$work/output" "$work/console"
        tally_fail "boot $round ended by itself"
        continue
    fi
    if [ $round -gt 0 ]; then
        sed -n '/^== the exporter/,/^== importing/p' "$work/output"
        tally_check "after power loss $round" compare
    fi
    sleep $((5 + RANDOM % 20)).$((RANDOM % 10))
    kill -KILL "$vm"
    wait $boot 2>/dev/null
    vm=
    echo "$(grep -c '^imported' "$work/output") imports before power loss $((round + 1))"
done
tally_finish
