#!/usr/bin/env bash
# Measures the passes over the content store on large ones, with the published exporter and a real containerd. Root, 2 GB of memory,
# ten minutes. Prints figures, and fails where one misses its target.
#   20 GiB in 3 000 blobs (sparse): the scrub keeps its rate within 5 %, memory is flat, scrapes take as long as without it
#   100 000 tiny blobs, all in the database: one pass over names and sizes takes less than 2 s of CPU
# usage: measure-content-store.sh [scrub|sizes]…     both without an argument
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || exec tests/as-root.sh "$PWD/tests/measure-content-store.sh" "$@"
if [ "${IN_NAMESPACE:-}" != 1 ]; then
    IN_NAMESPACE=1 exec unshare --mount --net --pid --fork --kill-child --mount-proc --propagation private "$0" "$@"
fi

work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; wait; umount "$work"; rmdir "$work"' EXIT
mount -t tmpfs -o size=3g tmpfs "$work"
mount -t tmpfs tmpfs /run
ip link set lo up
root=$work/root blobs=$work/root/io.containerd.content.v1.content/blobs/sha256
failed=0

start_containerd() {
    printf 'version = 2\nroot = "%s"\nstate = "/run/containerd"\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n' "$root" >"$work/config.toml"
    containerd -c "$work/config.toml" >"$work/containerd.log" 2>&1 &
    until ctr version >/dev/null 2>&1; do sleep 0.1; done
}

start_exporter() {
    artifacts/publish/containerd-exporter --web.listen-address 127.0.0.1:10110 --state.dir "$work/state" "$@" >"$work/exporter.log" 2>&1 &
    exporter=$!
    until metric containerd_up | grep -q '^1$'; do sleep 0.2; done
}

stop_exporter() { kill "$exporter"; wait "$exporter" || true; }

metric() { curl -sf http://127.0.0.1:10110/metrics | awk -v name="$1" 'index($1, name "{") == 1 || $1 == name { sum += $2; found = 1 } END { if (found) printf "%.0f\n", sum }'; }

rss() { awk '/^VmRSS/ { print $2 }' "/proc/$exporter/status"; }

cpu() { awk '{ print ($14 + $15) * 10 }' "/proc/$exporter/stat"; } # ms, at the usual 100 Hz

# The median of 40 scrapes, in ms.
scrape_time() {
    for _ in $(seq 40); do curl -sf -o /dev/null -w '%{time_total}\n' http://127.0.0.1:10110/metrics; sleep 0.1; done |
        sort -n | awk '{ all[NR] = $1 * 1000 } END { printf "%.1f", all[int((NR + 1) / 2)] }'
}

# Moves the files of a folder to another, each named after its content.
name_by_digest() {
    (cd "$1" && find . -type f -print0 | xargs -0 sha256sum | perl -ne '/^(\w+) +(.*)$/ and rename $2, "'"$2"'/$1" or die "$_: $!"')
}

check() { # what, value, condition in awk over v
    if awk -v v="$2" "BEGIN { exit !($3) }"; then echo "$1: $2"; else echo "$1: $2 MISSES $3"; failed=1; fi
}

measure_scrub() {
    mkdir -p "$blobs" "$work/new"
    for i in $(seq 3000); do
        echo "blob $i" >"$work/new/$i"
        truncate --size=7158279 "$work/new/$i"
    done
    name_by_digest "$work/new" "$blobs"
    rmdir "$work/new"
    start_containerd
    echo "blobs: $(find "$blobs" -type f | wc -l), bytes: $(find "$blobs" -type f -printf '%s\n' | awk '{ s += $1 } END { print s }')"

    start_exporter --content.scrub-rate=0
    without=$(scrape_time)
    stop_exporter

    for rate in 8 64; do
        start_exporter --content.scrub-rate="${rate}MiB"
        sleep 5
        first=$(metric containerd_content_scrub_bytes_total) cpu0=$(cpu)
        start=$(date +%s.%N)
        with=$(scrape_time) rss0=$(rss)
        for _ in $(seq 10); do sleep 5; metric containerd_up >/dev/null; done
        last=$(metric containerd_content_scrub_bytes_total) end=$(date +%s.%N)
        check "scrub at $rate MiB/s, share of its budget" \
            "$(awk -v a="$first" -v b="$last" -v s="$start" -v e="$end" -v r="$rate" 'BEGIN { printf "%.3f", (b - a) / (e - s) / (r * 1048576) }')" 'v > 0.95 && v < 1.05'
        echo "CPU of the exporter, ms per second: $(awk -v a="$cpu0" -v b="$(cpu)" -v s="$start" -v e="$end" 'BEGIN { printf "%.1f", (b - a) / (e - s) }')"
        check "memory, KiB more than a minute before ($rss0)" "$(($(rss) - rss0))" 'v < 4096'
        check "scrape in ms, without the scrub $without" "$with" "v < 1.3 * $without + 2"
        check "damaged" "$(metric 'containerd_content_damaged_blobs')" 'v == 0'
        stop_exporter
        rm -rf "$work/state"
    done
    kill %1 && wait %1 || true
    rm -rf "$root"
}

measure_sizes() {
    layout=$work/layout/blobs/sha256
    mkdir -p "$layout" "$work/new"
    seq 100000 | (cd "$work/new" && split --lines=1 --suffix-length=5 --numeric-suffixes - f)
    name_by_digest "$work/new" "$layout"
    find "$layout" -type f -printf '%f %s\n' | split --lines=1000 --suffix-length=2 --numeric-suffixes - "$work/new/layers"

    # A thousand layers an image, so that garbage collection keeps them.
    for list in "$work"/new/layers*; do
        layers=$(awk '{ printf "%s{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"sha256:%s\",\"size\":%d}", n++ ? "," : "", $1, $2 }' "$list")
        printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"layers":[%s]}' "$layers" >"$work/manifest"
        hash=$(sha256sum "$work/manifest" | cut -d ' ' -f 1)
        echo "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"sha256:$hash\",\"size\":$(stat -c %s "$work/manifest"),\"annotations\":{\"io.containerd.image.name\":\"localhost/many${list##*layers}:1\"}}" >>"$work/index"
        mv "$work/manifest" "$layout/$hash"
    done
    printf '{}' >"$layout/44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    echo '{"imageLayoutVersion":"1.0.0"}' >"$work/layout/oci-layout"
    echo "{\"schemaVersion\":2,\"manifests\":[$(paste -sd , "$work/index")]}" >"$work/layout/index.json"
    start_containerd
    tar -C "$work/layout" -cf - oci-layout index.json blobs | ctr images import --no-unpack - >/dev/null
    rm -rf "$work/layout" "$work/new"
    echo "blobs on disk: $(find "$blobs" -type f | wc -l), in the database: $(ctr content ls -q | wc -l)"

    # A pass for each scrape, and a scrape without one beside it.
    start_exporter --content.scrub-rate=0 --content.interval=1ms --disk.usage-interval=1h
    sleep 15
    start_cpu=$(cpu)
    for _ in $(seq 4); do metric containerd_content_blobs >"$work/blobs"; sleep 15; done
    with=$((($(cpu) - start_cpu) / 4))
    stop_exporter
    start_exporter --content.scrub-rate=0 --content.interval=1h --disk.usage-interval=1h
    sleep 5
    start_cpu=$(cpu)
    for _ in $(seq 4); do metric containerd_content_blobs >/dev/null; sleep 5; done
    without=$((($(cpu) - start_cpu) / 4))
    check "blobs seen" "$(cat "$work/blobs")" 'v > 100000'
    check "CPU of a pass over their names and sizes, in ms (with pass $with, scrape alone $without)" "$((with - without))" 'v > 0 && v < 2000'
    check "memory, KiB" "$(rss)" 'v < 131072'
    stop_exporter
}

tests/publish-exporter.sh >/dev/null
[ $# -gt 0 ] || set -- scrub sizes
for each in "$@"; do "measure_$each"; done
exit "$failed"
