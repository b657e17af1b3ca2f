# What the cases share. Every check prints one line that begins with "ok: " or "FAILED: "; the host counts them.

exporter=http://127.0.0.1:10110
address=/run/containerd/containerd.sock
body=/run/metrics

# From the kernel's kill to the counter, at most this many seconds; an emulated processor is more than ten times as slow.
longest_count=1
if [ "$(systemd-detect-virt)" = qemu ]; then longest_count=5; fi

ok() { echo "ok: $1"; }
fail() { echo "FAILED: $1: $2"; }

# expect NAME EXPECTED FOUND
expect() { if [ "$2" = "$3" ]; then ok "$1 ($3)"; else fail "$1" "expected $2, found $3"; fi; }

# expect_range NAME LOW HIGH FOUND: whole or decimal numbers.
expect_range() {
    if awk -v low="$2" -v high="$3" -v found="$4" 'BEGIN { exit !(found ~ /^[-0-9.e+]+$/ && found + 0 >= low + 0 && found + 0 <= high + 0) }'; then
        ok "$1 ($4)"
    else
        fail "$1" "expected $2 to $3, found $4"
    fi
}

# eventually SECONDS COMMAND...: until it succeeds; its status is the last one.
eventually() {
    local deadline=$((SECONDS + $1))
    shift
    until "$@"; do
        if [ "$SECONDS" -ge "$deadline" ]; then return 1; fi
        sleep 0.1
    done
}

# within NAME SECONDS COMMAND...: a check that the command succeeds in time.
within() {
    local name=$1 seconds=$2
    shift 2
    if eventually "$seconds" "$@"; then ok "$name"; else fail "$name" "not within $seconds s: $*"; fi
}

# Scrapes once, for the metrics that are read next.
scrape() { curl --silent --show-error --max-time 20 --output $body "$exporter/metrics"; }

# metric NAME [LABEL=VALUE...]: the sum of the series of this name that have all these labels, or "absent".
metric() {
    awk -v name="$1" -v labels="${*:2}" '
        BEGIN { wanted = split(labels, pair, " ") }
        index($1, name "{") == 1 || $1 == name {
            for (i = 1; i <= wanted; i++) {
                at = index(pair[i], "=")
                if (!index($0, substr(pair[i], 1, at) "\"" substr(pair[i], at + 1) "\"")) next
            }
            sum += $NF; found = 1
        }
        END { if (found) printf "%.12g\n", sum; else print "absent" }' $body
}

# metric_is VALUE NAME [LABEL=VALUE...]: by a scrape of its own.
metric_is() { scrape 2>/dev/null && [ "$(metric "${@:2}")" = "$1" ]; }

exporter_answers() { scrape 2>/dev/null && [ "$(metric containerd_exporter_build_info)" = 1 ]; }

exporter_pid() { systemctl show --property=MainPID --value containerd-exporter; }

daemon_pid() { systemctl show --property=MainPID --value containerd; }

cgroup_file() { cat "/sys/fs/cgroup/system.slice/containerd.service/$1"; }

# finds ALERT: whether there is a finding for it now.
finds() { curl --silent --max-time 20 "$exporter/api/v1/findings" | grep -q "\"$1\""; }

oom_kills() { awk '$1 == "oom_kill" { print $2 }' /proc/vmstat; }

# program NAME: a copy of tail with this name; prints its path.
program() {
    mkdir -p /var/lib/programs # Nothing can be run from /run.
    cp --update /usr/bin/tail "/var/lib/programs/$1"
    echo "/var/lib/programs/$1"
}

# kill_by_limit NAME: a process of this name asks for more memory than its cgroup has, and the kernel kills it.
kill_by_limit() {
    local group=/sys/fs/cgroup/small path
    path=$(program "$1")
    mkdir -p $group
    echo $((8 << 20)) >$group/memory.max
    (echo 0 >/proc/self/oom_score_adj; echo "$BASHPID" >$group/cgroup.procs && exec "$path" /dev/zero)
} 2>/dev/null # Where bash reports the kill.

# seconds_to_count COMPONENT SCOPE COMMAND...: from the kernel's last "Killed process", which the command is to bring about, to the end
# of the first scrape that counts a kill more, by the kernel's clock; "never" after twenty seconds.
seconds_to_count() {
    local series="containerd_oom_kills_total{component=\"$1\",scope=\"$2\"}" before now deadline=$((SECONDS + 20))
    before=$(oom_series "$series")
    shift 2
    "$@" >/dev/null 2>&1 &
    until [ "$(oom_series "$series")" = $((before + 1)) ]; do
        if [ "$SECONDS" -ge "$deadline" ]; then
            echo never
            return
        fi
    done
    read -r now _ </proc/uptime
    wait $!
    dmesg | awk -v now="$now" -F '[][]' '/Killed process/ { killed = $2 } END { printf "%.2f\n", now - killed }'
}

oom_series() {
    local line
    while read -r line; do
        if [[ $line == "$1 "* ]]; then echo "${line##* }"; fi
    done < <(curl --silent --max-time 20 "$exporter/metrics?collect[]=oom" --globoff)
}

# runbook ALERT SECTION [FIX]: types what the runbook tells to, as it stands there, and prints what comes of it. What it leaves to its
# reader to fill in is put there by the sed script in $fill.
runbook() {
    local script printed
    printed=$(mktemp /run/printed.XXXXXX)
    script=$(awk -v section="## $2" -v fix="${3:-}" '
        /^## / { here = $0 == section }
        /^[0-9]+\. / { step = $1 + 0 }
        /^ *```/ { inside = !inside && here && /bash$/ && (fix == "" || step == fix); next }
        inside' "runbooks/$1.md" | sed -E "${fill:-}")
    note_typed "$@"
    (
        sleep() { command sleep 1; } # A reader has the patience; nothing here changes by waiting.
        eval "$script"
    ) >"$printed" 2>&1 # A file: who hangs in the background would hold a pipe open.
    cat "$printed"
}

# note_typed ALERT SECTION [FIX]: for tests/typed-steps.sh of the host, one line for each script.
note_typed() {
    if [ -z "${3:-}" ]; then
        echo "typed: $1 $2"
    else
        awk -v fix="$3" -v prefix="typed: $1 $2" '
            /^[0-9]+\. / { step = $1 + 0 }
            /^## / { here = $0 == "## Fix" }
            here && step == fix && /^ *```bash$/ { print prefix, fix "/" ++scripts }' "runbooks/$1.md"
    fi >>/run/typed
}

# promises ALERT SECTION LINE...: a check that what the runbook's commands print has such lines.
promises() {
    local alert=$1 section=$2 output line missing=
    shift 2
    output=$(runbook "$alert" "$section")
    for line in "$@"; do grep -qE -- "$line" <<<"$output" || missing+=" '$line'"; done
    if [ -z "$missing" ]; then ok "runbooks: $section of $alert"; else fail "runbooks: $section of $alert" "no$missing in ${output//$'\n'/ | }"; fi
}

# The disk under containerd's root: ext4 on a device-mapper device on the node's third disk.
mount_disk() {
    dmsetup create data --table "0 $(blockdev --getsz /dev/vdc) linear /dev/vdc 0"
    blkid /dev/mapper/data >/dev/null || mkfs.ext4 -q /dev/mapper/data
    systemctl stop containerd
    mount -o errors=remount-ro /dev/mapper/data /var/lib/containerd
    systemctl start containerd
}

# Every write to the disk fails from now on.
fail_disk() {
    dmsetup suspend --noflush --nolockfs data
    dmsetup load data --table "0 $(blockdev --getsz /dev/vdc) flakey /dev/vdc 0 0 100000 1 error_writes"
    dmsetup resume data
}
