#!/usr/bin/env bash
# Inside the namespaces of a node: containerd of this machine, and the exporter of an arm64 image's root directory.
# Started by arm64.sh. "doctor" starts itself once more, which a kernel refuses that knows no arm64 program: it is not run here.
set -uo pipefail
. tests/tally.sh
. tests/image/node-lib.sh

root=$1
exporter=(qemu-aarch64 -L "$root" "$root/usr/bin/containerd-exporter")
pid=

start_exporter() {
    "${exporter[@]}" --state.dir="$work/state" "$@" 2>>"$work/exporter.log" &
    pid=$!
}

# end_exporter: its status, 0 when there was none.
end_exporter() {
    local status=0
    if [ -n "$pid" ]; then
        kill "$pid" && wait "$pid" || status=$?
        pid=
    fi
    return $status
}

metrics_are_metrics() { curl -sf --max-time 30 "$url" -o "$work/metrics" && promtool check metrics <"$work/metrics" && [ "$(grep -vc '^#' "$work/metrics")" -gt 100 ]; }

# OpenSSL of the image, by a handshake and a request.
serves_tls() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout "$work/server.key" -out "$work/server.crt" 2>"$work/openssl.log" || { cat "$work/openssl.log"; return 1; }
    printf 'tls_server_config: {cert_file: server.crt, key_file: server.key, min_version: TLS13}\n' >"$work/web-config.yml"
    start_exporter --web.config.file="$work/web-config.yml"
    local tls=(curl -sf --cacert "$work/server.crt" -o "$work/metrics")
    wait_for "an answer over TLS" "${tls[@]}" https://localhost:10110/-/ready && "${tls[@]}" https://localhost:10110/metrics && grep -q '^containerd_up{' "$work/metrics"
}

configure
tally_check "arm64: containerd starts" start_daemon
start_exporter
tally_check "arm64: answers" wait_for "the first scrape" curl -sf --max-time 20 "$url"
tally_check "arm64: promtool takes its metrics" metrics_are_metrics
tally_check "arm64: speaks with containerd" shows 1 "containerd_up\{$address\}"
tally_check "arm64: every collector but the journal's answers" silent journal
kill -KILL "$daemon"
wait "$daemon" 2>/dev/null
tally_check "arm64: sees the daemon's death" shows 0 "containerd_up\{$address\}"
tally_check "arm64: names the alert" names_cause ContainerdSocketStale
tally_check "arm64: ends when asked" end_exporter
tally_check "arm64: serves TLS" serves_tls
[ "$failed" -eq 0 ] || cat "$work/exporter.log"
tally_finish
