# The exporter is killed, twice, with kills by the kernel before and meanwhile: within one boot none is lost or counted twice.

counted=$(metric containerd_oom_kills_total)
for round in 1 2; do
    kill_by_limit runc
    systemctl kill --signal=KILL containerd-exporter
    kill_by_limit runc
    counted=$((counted + 2))
    within "kills after start $round" 20 metric_is $counted containerd_oom_kills_total
    expect "the kernel's own total after start $round" $counted "$(oom_kills)"
done
expect "kills of runc" 4 "$(metric containerd_oom_kills_total component=runc scope=cgroup)"
