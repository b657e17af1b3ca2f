# OOM kills by the node's own kernel: of the whole node, of a container and of containerd's unit; the kernel log and the cgroup agree.

expect "kills counted before any" 0 "$(metric containerd_oom_kills_total)"
expect "limit of containerd's cgroup without one" absent "$(metric containerd_cgroup_memory_limit_bytes address=$address)"
ctr run --detach --rootfs /srv/busybox sleeper /bin/busybox sleep 10000

# The node's own: sysrq f kills the process with the highest score, here one that is a shim by its name.
kill_globally() {
    local path
    path=$(program containerd-shim)
    (echo 1000 >/proc/self/oom_score_adj; exec "$path" -f /dev/null) &
    eventually 5 grep -qx containerd-shim /proc/$!/comm
    echo f >/proc/sysrq-trigger
    wait $!
}
expect_range "seconds to count a global kill" 0 $longest_count "$(seconds_to_count shim global kill_globally)"

# A container's, by its own limit.
kill_container() { ctr run --rm --rootfs --memory-limit $((16 << 20)) /srv/busybox hungry /bin/busybox tail /dev/zero; }
expect_range "seconds to count a container's kill" 0 $longest_count "$(seconds_to_count workload cgroup kill_container)"

# containerd's, by its unit's limit; the container's shim in the same cgroup is spared. Then systemd starts containerd again.
pgrep --full -- '-id sleeper' | while read -r shim; do echo -1000 >"/proc/$shim/oom_score_adj"; done
daemon=$(daemon_pid)
kill_daemon() { systemctl set-property --runtime containerd.service MemoryMax=$(($(cgroup_file memory.stat | awk '$1 == "anon" { print $2 }') * 3 / 4)); }
expect_range "seconds to count containerd's kill" 0 $longest_count "$(seconds_to_count containerd cgroup kill_daemon)"
systemctl set-property --runtime containerd.service MemoryMax=512M
daemon_is_new() { [ "$(daemon_pid)" != 0 ] && [ "$(daemon_pid)" != "$daemon" ] && metric_is 1 containerd_up address=$address; }
within "containerd is up again" 20 daemon_is_new
expect "restarts of containerd" 1 "$(metric containerd_restarts_total address=$address)"

for victim in shim/global workload/cgroup containerd/cgroup; do
    expect "kills of ${victim%/*}, scope ${victim#*/}" 1 "$(metric containerd_oom_kills_total component="${victim%/*}" scope="${victim#*/}")"
done
expect "kills in the kernel's log" 3 "$(dmesg | grep -c 'Killed process')"
expect "all kills counted" "$(oom_kills)" "$(metric containerd_oom_kills_total)"
expect "the kernel's own total" "$(oom_kills)" "$(metric containerd_node_oom_kills_total)"
expect "records not understood" 0 "$(metric containerd_kernel_log_unrecognized_oom_records_total)"
expect "records lost" 0 "$(metric containerd_kernel_log_lost_records_total)"

# The cgroup has outlived the daemon, since the shim is in it.
expect "memory.events" "oom_kill 1" "$(cgroup_file memory.events | grep '^oom_kill ')"
expect "kills in containerd's cgroup" 1 "$(metric containerd_cgroup_oom_kills_total address=$address)"
expect "memory.max" "$(cgroup_file memory.max)" "$(metric containerd_cgroup_memory_limit_bytes address=$address)"
used=$(cgroup_file memory.current)
expect_range "memory.current" $((used * 9 / 10)) $((used * 11 / 10)) "$(metric containerd_cgroup_memory_usage_bytes address=$address)"
expect "oom_score_adj of containerd" "$(cat "/proc/$(daemon_pid)/oom_score_adj")" "$(metric containerd_oom_score_adj address=$address component=containerd)"

# What the runbooks say of it, and the way out.
promises ContainerdRuntimeOomKilled Confirm 'Killed process [0-9]+ \(containerd-shim\)'
promises ContainerdOomKilled Confirm 'CONSTRAINT_MEMCG.*oom_memcg=/system.slice/containerd.service' 'Killed process [0-9]+ \(containerd\)' '^NRestarts=1$' '^MemoryMax=536870912$'
eaters=$(runbook ContainerdOomKilled Fix 3 | grep -oE '^(Mem:|MemAvailable:|PID RSS|[0-9]+ [0-9]+ containerd oom_score_adj -999$)' | sed -E 's/^[0-9 ]+//' | sort | tr '\n' ' ')
expect "what eats the memory, by fix 3" "Mem: MemAvailable: PID RSS containerd oom_score_adj -999 " "$eaters"
runbook ContainerdOomKilled Fix 1 >/dev/null
expect "the limit after fix 1" max "$(cgroup_file memory.max)"
promises ContainerdOomKilled Verify '^Server:$' "^oom_kill $(oom_kills)\$"
systemctl set-property --runtime containerd.service MemoryMax=512M
runbook ContainerdRuntimeOomKilled Fix 1 >/dev/null
expect "the limit after fix 1 of a shim's kill" max "$(cgroup_file memory.max)"
promises ContainerdRuntimeOomKilled Verify "^oom_kill $(oom_kills)\$"

# A parent's limit, as that of all services: who dies is one of those below it.
systemctl set-property --runtime system.slice MemoryMax=$(($(cat /sys/fs/cgroup/system.slice/memory.current) + (64 << 20)))
systemd-run --quiet --wait --unit=eater --property=OOMScoreAdjust=1000 tail /dev/zero 2>/dev/null
promises ContainerdOomKilled Confirm 'CONSTRAINT_MEMCG.*oom_memcg=/system.slice,task_memcg=/system.slice/eater.service'
runbook ContainerdOomKilled Fix 2 >/dev/null
expect "the parent's limit after fix 2" max "$(cat /sys/fs/cgroup/system.slice/memory.max)"
systemctl reset-failed eater
