#!/usr/bin/env bash
# Inside the namespaces of a node: containerd, the exporter's image in it, and faults outside of the container.
# Started by run.sh.
set -uo pipefail
. tests/tally.sh

. tests/image/node-lib.sh

archive=$1
end_exporter() { ctr task kill --signal KILL exporter >/dev/null 2>&1; }

# What a container has unless it is told otherwise, taken away.
no_capabilities=()
for name in CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE; do
    no_capabilities+=(--cap-drop "CAP_$name")
done

# The mounts, namespaces, arguments and capabilities of the DaemonSet in deploy/kubernetes.
run_exporter() {
    local capabilities=("${no_capabilities[@]}") name
    for name in $(tests/image/manifest.sh capabilities); do
        capabilities+=(--cap-add "CAP_$name")
    done
    start_exporter --seccomp "${capabilities[@]}" "$@"
}

start_exporter() {
    ctr run --detach --net-host --read-only "$@" \
        --memory-limit "$(tests/image/manifest.sh memory-limit)" \
        --with-ns "pid:/proc/1/ns/pid" \
        --mount type=bind,src=/,dst=/host,options=rbind:ro:rslave \
        --mount "type=bind,src=$work/state,dst=/var/lib/containerd-exporter,options=bind:rw" \
        localhost/containerd-exporter:test exporter \
        /usr/bin/containerd-exporter $(tests/image/manifest.sh arguments)
}

# The README's "docker run", word by word, as containerd's own client has it. Its state is kept elsewhere than on this machine.
run_as_documented() {
    local words=() options=() arguments=()
    read -ra words < <(awk '/^docker run / { inside = 1 } inside { more = sub(/\\$/, ""); printf "%s ", $0 } inside && !more { print ""; exit }' README.md)
    set -- "${words[@]:2}"
    while [[ ${1-} == -* ]]; do
        case $1 in
            -d | --restart=*) ;;
            --name) shift ;;
            --pid=host) options+=(--with-ns pid:/proc/1/ns/pid) ;;
            --network=host) options+=(--net-host) ;;
            --read-only) options+=(--read-only) ;;
            --cap-drop=ALL) options+=("${no_capabilities[@]}") ;;
            --cap-add=*) options+=(--cap-add "CAP_${1#*=}") ;;
            --device=*) options+=(--device "${1#*=}") ;;
            -v)
                shift
                case $1 in
                    /:/host:ro,rslave) options+=(--mount type=bind,src=/,dst=/host,options=rbind:ro:rslave) ;;
                    /var/lib/containerd-exporter:/var/lib/containerd-exporter) options+=(--mount "type=bind,src=$work/state,dst=${1#*:},options=bind:rw") ;;
                    *) echo "nobody has decided what -v $1 is here" >&2; return 1 ;;
                esac
                ;;
            *) echo "nobody has decided what $1 is here" >&2; return 1 ;;
        esac
        shift
    done
    [ "${1-}" = containerd-exporter ] || { echo "README's docker run names the image '${1-}'" >&2; return 1; }
    arguments=("${@:2}")
    ctr run --detach "${options[@]}" localhost/containerd-exporter:test exporter /usr/bin/containerd-exporter "${arguments[@]}"
}

stop_exporter() {
    ctr task kill --signal TERM exporter && wait_for "the exporter's end" stopped && ctr task delete exporter && ctr container delete exporter
}

stopped() { ctr task ls | grep -q 'exporter .*STOPPED'; }

says() { curl -sf http://127.0.0.1:10110/ -o "$work/page" && grep -qF "$1" "$work/page"; }

configure
tally_check "image: containerd starts" start_daemon
tally_check "image: imports" ctr images import "$archive"
tally_check "image: runs" run_exporter
tally_check "image: answers" wait_for "the first scrape" curl -sf "$url"
tally_check "image: sees the host's containerd" shows 1 "containerd_up\{$address\}"
tally_check "image: without privileges only the kernel log is shut" silent journal kernel-storage oom
tally_check "image: says what it lacks for the journal" says "libsystemd.so.0, which reads the journal, is not here"
tally_check "image: sees the host's processes" shows 1 "containerd_shims\{$address,state=\"attached\"\}"

kill -KILL "$daemon"
wait "$daemon" 2>/dev/null
tally_check "image: sees the daemon's death" shows 0 "containerd_up\{$address\}"
tally_check "image: sees the stale socket" shows 1 "containerd_socket_state\{$address,state=\"refused\"\}"
tally_check "image: names the alert" names_cause ContainerdSocketStale
start_daemon
tally_check "image: sees the recovery" shows 1 "containerd_up\{$address\}"

configure '[grpc'
tally_check "image: sees the host's broken configuration" shows 0 "containerd_config_valid\{$address\}"
configure
tally_check "image: sees it mended" shows 1 "containerd_config_valid\{$address\}"


tally_check "image: stops when asked" stop_exporter
tally_check "image: runs with privileges" start_exporter --privileged --allow-new-privs
tally_check "image: answers with privileges" wait_for "the first scrape" curl -sf "$url"
tally_check "image: with privileges every collector but the journal's answers" silent journal

stop_exporter
tally_check "image: runs as the README's docker run has it" run_as_documented
tally_check "image: answers" wait_for "the first scrape" curl -sf "$url"
tally_check "image: as documented every collector but the journal's answers" silent journal
curl -sf "$url" | grep ^process_resident
tally_finish
