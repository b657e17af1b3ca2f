#!/bin/bash
# Stands in for systemctl on a node without systemd (NodeUnits.cs). A unit NAME is two files: NAME.start, which runs its daemon, and
# NAME.pid, its main process. Starting, stopping, limits and answers are about that real process; what is not known is not said.
units=/run/node/units

option() { # whether an option was given
    local word
    for word in "${words[@]}"; do [ "$word" = "$1" ] && return 0; done
    return 1
}

known() { [ -e "$units/$1.start" ] || { echo "Failed to $verb $1.service: Unit $1.service not loaded." >&2; return 5; }; }

pid() { cat "$units/$1.pid"; }

alive() { [[ $(ps -o stat= -p "$(pid "$1")") == [!Z]* ]]; }

# As Type=notify: it has started when it answers.
start() {
    known "$1" || return
    alive "$1" && return
    setsid sh "$units/$1.start" &
    echo $! >"$units/$1.pid"
    [ "$1" = containerd ] || return 0
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        alive "$1" || break
        ctr --timeout 1s version >/dev/null 2>&1 && return
        sleep 0.1
    done
    echo "Job for $1.service failed. See \"systemctl status $1.service\" for details." >&2
    return 1
}

# KillMode=process: the main process alone. One that was stopped is let go on, so that it can end.
stop() {
    known "$1" || return
    alive "$1" || return 0
    kill "$(pid "$1")"
    kill -CONT "$(pid "$1")"
    local tries
    for ((tries = 0; tries < 200; tries++)); do
        alive "$1" || return 0
        sleep 0.1
    done
    kill -KILL "$(pid "$1")"
}

# A file of the unit's cgroup: of which controller, and its names in version 1 and 2.
group_file() {
    local group
    if group=$(grep -E "^[0-9]+:([a-z,]*,)?$2[,:]" "/proc/$(pid "$1")/cgroup"); then
        echo "/sys/fs/cgroup/$2${group#*:*:}/$2.$3"
    else
        group=$(grep '^0::' "/proc/$(pid "$1")/cgroup")
        echo "/sys/fs/cgroup${group#0::}/$2.$4"
    fi
}

memory_file() { group_file "$1" memory "$2" "$3"; }

pids_file() { group_file "$1" pids "$2" "$2"; }

# Beyond what a machine can have is what version 1 calls no limit.
bytes() {
    local value
    value=$(cat "$1" 2>/dev/null) || return
    [ "$value" = max ] || [ ${#value} -gt 18 ] && value=infinity
    echo "$value"
}

property() {
    local state=inactive sub=dead
    alive "$1" && state=active sub=running
    case $2 in
        ActiveState) echo $state ;;
        SubState) echo $sub ;;
        NRestarts) echo 0 ;;
        MainPID) if alive "$1"; then pid "$1"; else echo 0; fi ;;
        OOMScoreAdjust) cat "/proc/$(pid "$1")/oom_score_adj" ;;
        MemoryMax) bytes "$(memory_file "$1" limit_in_bytes max)" ;;
        TasksMax) bytes "$(pids_file "$1" max)" ;;
        TasksCurrent) bytes "$(pids_file "$1" current)" ;;
        MemoryCurrent) bytes "$(memory_file "$1" usage_in_bytes current)" ;;
        ControlGroup) grep -E '^([0-9]+:([a-z,]*,)?memory|0:):' "/proc/$(pid "$1")/cgroup" | head -n 1 | cut -d : -f 3 ;;
        FragmentPath) echo "$units/$1.start" ;;
    esac
}

show() {
    local each value
    for each in ${properties//,/ }; do
        value=$(property "$1" "$each")
        if [ -z "$value" ]; then continue; fi
        if option --value; then echo "$value"; else echo "$each=$value"; fi
    done
}

describe() {
    known "$1" || return
    printf '# %s\n[Service]\nExecStart=%s\nMemoryMax=%s\n' "$units/$1.start" "$(cat "$units/$1.start")" "$(property "$1" MemoryMax)"
}

set_property() {
    local unit=$1 each
    for each in "${names[@]:1}"; do
        case $each in
            MemoryMax=infinity) echo "$([[ $(memory_file "$unit" limit_in_bytes max) == *.max ]] && echo max || echo -1)" >"$(memory_file "$unit" limit_in_bytes max)" ;;
            MemoryHigh=infinity) ;;
            TasksMax=infinity) echo max >"$(pids_file "$unit" max)" ;;
            *) echo "Unknown assignment: $each" >&2; return 1 ;;
        esac
    done
}

# What a boot ends: daemons, containers, their mounts and what lies in memory. The exporter and the node's other processes live on.
reboot() {
    local unit mount
    for unit in "$units"/*.start; do
        unit=$(basename "$unit" .start)
        [ "$unit" = containerd-exporter ] || stop "$unit"
    done
    pkill -KILL containerd-shim
    pkill -KILL -x sleep
    findmnt -rno TARGET | grep -E '^(/var/lib|/run)/containerd/' | sort -r | while read -r mount; do umount -l "$mount"; done
    rm -rf /run/containerd/*
}

words=("$@")
names=()
properties=
while [ $# -gt 0 ]; do
    case $1 in
        -p) properties=$2; shift ;;
        -n) shift ;;
        -*) ;;
        *) names+=("${1%.service}") ;;
    esac
    shift
done
verb=${names[0]}
names=("${names[@]:1}")
result=0

case $verb in
    daemon-reload) ;;
    reboot) reboot ;;
    set-property) set_property "${names[0]}"; result=$? ;;
    *)
        for name in "${names[@]}"; do
            case $verb in
                start) start "$name" ;;
                stop) stop "$name" ;;
                restart) stop "$name" && start "$name" ;;
                enable) ! option --now || start "$name" ;;
                disable) ! option --now || stop "$name" ;;
                show) show "$name" ;;
                cat) describe "$name" ;;
                is-active) property "$name" ActiveState ;;
                status) known "$name" && echo "$name.service: $(property "$name" ActiveState) ($(property "$name" SubState))" ;;
                reset-failed) known "$name" ;;
                *) echo "Unknown command verb $verb." >&2; false ;;
            esac || result=$?
        done
        ;;
esac
exit $result
