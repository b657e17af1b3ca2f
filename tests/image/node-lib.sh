# A node in the namespaces that the script was started in: its containerd, and what the exporter says of it. Sourced by bash scripts, which
# define end_exporter.

work=$(mktemp -d /tmp/image-node.XXXXXX)
url=http://127.0.0.1:10110/metrics
address='address="\/run\/containerd\/containerd.sock"'
daemon=

ip link set lo up
mount -t tmpfs tmpfs /run
mkdir -p /etc/containerd "$work/etc" "$work/state"
mount --bind "$work/etc" /etc/containerd

clean_up() {
    end_exporter
    kill "$daemon" 2>/dev/null
    wait 2>/dev/null
    mount --make-rprivate / && umount -R /run 2>/dev/null
    rm -rf "$work"
}
trap clean_up EXIT

configure() {
    printf 'version = 2\nroot = "%s/root"\nstate = "/run/containerd"\n[grpc]\n  address = "/run/containerd/containerd.sock"\n%s\n' "$work" "${1:-}" >/etc/containerd/config.toml
}

start_daemon() {
    containerd >>"$work/containerd.log" 2>&1 &
    daemon=$!
    wait_for "containerd answers" ctr version
}

# wait_for WHAT COMMAND...: up to 20 s.
wait_for() {
    local what=$1 i
    shift
    for ((i = 0; i < 200; i++)); do
        if "$@" >/dev/null 2>&1; then
            return 0
        fi
        sleep 0.1
    done
    echo "waited 20 s in vain: $what" >&2
    return 1
}

# sample REGEX: the value of the one series whose line matches.
sample() { curl -sf --max-time 12 "$url" | sed -nE "s/^$1 ([^ ]+)\$/\1/p"; }

# shows VALUE REGEX: the series has the value, now or within 20 s.
shows() {
    local wanted=$1 series=$2 i value=
    for ((i = 0; i < 40; i++)); do
        value=$(sample "$series")
        if [ "$value" = "$wanted" ]; then
            return 0
        fi
        sleep 0.5
    done
    echo "$series is '${value}', not '$wanted'" >&2
    return 1
}

# silent COLLECTOR...: these do not answer, and no other.
silent() {
    local found
    found=$(curl -sf "$url" | sed -nE 's/^containerd_exporter_collector_state\{collector="([a-z-]+)",state="(failed|timeout|denied|unsupported)"\} 1$/\1 \2/p' | sort)
    echo "silent: ${found:-none}"
    [ "$(cut -d ' ' -f 1 <<<"$found" | xargs)" = "$*" ]
}

names_cause() { curl -sf http://127.0.0.1:10110/api/v1/findings | grep -q "\"$1\""; }
