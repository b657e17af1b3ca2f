#!/usr/bin/env bash
# Inside the namespaces of a node: containerd, the exporter, and a browser that looks at it. Started by run.sh.
set -uo pipefail
. tests/tally.sh

work=$(mktemp -d /tmp/pages-node.XXXXXX)
url=http://127.0.0.1:10110
export HOME=$work

ip link set lo up
mount -t tmpfs tmpfs /run
mkdir -p /etc/containerd "$work/etc" "$work/run"
mount --bind "$work/etc" /etc/containerd
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$work"' EXIT

wait_for() {
    local i
    for ((i = 0; i < 200; i++)); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.1
    done
    echo "waited 20 s in vain: $*" >&2
    return 1
}

look() { node tests/pages/look.mjs "$url" "$1" "$PWD/artifacts/pages" "${@:2}"; }

shows() { curl -sf "$url/$1" | grep -F -- "$2" >/dev/null; }

configure() { printf 'version = 2\nroot = "%s/root"\nstate = "/run/containerd"\n%s\n' "$work" "$1" >/etc/containerd/config.toml; }

configure ''
containerd >"$work/containerd.log" 2>&1 &
daemon=$!
artifacts/publish/containerd-exporter --web.listen-address=127.0.0.1:10110 --state.dir="$work/state" \
    --web.dashboard-url=https://grafana.example/ >"$work/exporter.log" 2>&1 &
tally_check "pages: containerd answers" wait_for ctr version
tally_check "pages: the exporter answers" wait_for curl -sf "$url/"
tally_check "pages: healthy" look healthy / /runbooks/ /runbooks/ContainerdDown /runbooks/ContainerdDiskFull

# A daemon that died, and a configuration whose names would be markup, or are too long for a line.
kill -KILL "$daemon"
wait "$daemon" 2>/dev/null
configure "[plugins.\"io.containerd.grpc.v1.cri\".containerd]
  default_runtime_name = \"<script>alert(1)</script><img src=x onerror=alert(2)>$(printf 'x%.0s' {1..200})\""
tally_check "pages: sick, the stale socket is shown" wait_for shows runbooks/ContainerdSocketStale 'class="finding"'
tally_check "pages: sick, this node's paths are in the commands" shows runbooks/ContainerdSocketStale "$work/root"
tally_check "pages: sick, the panel is linked" shows runbooks/ContainerdSocketStale 'https://grafana.example/d/containerd-node?viewPanel=401&amp;var-instance=127.0.0.1%3A10110'
tally_check "pages: sick, markup in evidence is text" shows runbooks/ContainerdConfigDegraded '&lt;script&gt;alert(1)'
tally_check "pages: sick" look sick / /runbooks/ContainerdSocketStale /runbooks/ContainerdConfigDegraded /runbooks/ContainerdDown

# The same node as an operator sees it who is logged in.
doctor() {
    script --quiet --return --command 'artifacts/publish/containerd-exporter doctor --state.dir='"$work/state" "$work/doctor" >/dev/null </dev/null
    grep -q ContainerdSocketStale "$work/doctor" && node tests/pages/terminal.mjs '# containerd-exporter doctor' "$work/doctor" artifacts/pages/doctor.png 30
}
tally_check "pages: sick, the doctor's report in a terminal" doctor
tally_finish
