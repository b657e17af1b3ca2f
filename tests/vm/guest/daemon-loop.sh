# A daemon that dies again and again, and that systemd gives up in the end: what the runbooks say of the two, and the ways out.

U=containerd
A=$address
: "$U" "$A"
dropins=/run/systemd/system/containerd.service.d
mkdir -p $dropins
printf '[Unit]\nStartLimitIntervalSec=10min\nStartLimitBurst=6\n[Service]\nRestartSec=1\n' >$dropins/loop.conf
systemctl daemon-reload
systemctl reset-failed containerd
before=$(systemctl show containerd -p NRestarts --value)
counted=$(metric containerd_restarts_total address=$address)

kill_once() {
    local old
    old=$(daemon_pid)
    systemctl kill --kill-whom=main --signal=KILL containerd
    is_new() { [ "$(daemon_pid)" != 0 ] && [ "$(daemon_pid)" != "$old" ] && metric_is 1 containerd_up address=$address; }
    eventually 30 is_new
}
for _ in 1 2 3 4; do kill_once; done
expect "restarts counted" $((counted + 4)) "$(metric containerd_restarts_total address=$address)"
within "a finding for it" 5 finds ContainerdRestarting
promises ContainerdRestarting Confirm "^NRestarts=$((before + 4))\$" '^Result=success$' '^([4-9]|[1-9][0-9]+)$'
promises ContainerdRestarting Decide 'Main process exited, code=killed, status=9/KILL'

# The limit of fix 1 is one that the unit may have.
systemctl set-property --runtime containerd.service MemoryMax=512M
runbook ContainerdRestarting 'Fix' 1 >/dev/null
expect "the limit after fix 1" max "$(cgroup_file memory.max)"

promises ContainerdRestarting Verify '^Server:$' "^NRestarts=$((before + 4))\$"

# Once too often.
is_given_up() { [ "$(systemctl show containerd -p ActiveState --value)" = failed ]; }
give_up() { is_given_up || systemctl kill --kill-whom=main --signal=KILL containerd 2>/dev/null; is_given_up; }
within "systemd gives up" 60 give_up
within "a finding for its absence" 40 finds ContainerdSocketStale
promises ContainerdDown Confirm '^ActiveState=failed$' '^Result=(start-limit-hit|signal)$'
runbook ContainerdDown Fix 3 >/dev/null
within "containerd is up after fix 3" 20 metric_is 1 containerd_up address=$address
promises ContainerdDown Verify '^Server:$'

# The same again, by the runbook of the kernel's kills.
printf '[Unit]\nStartLimitIntervalSec=10min\nStartLimitBurst=1\n' >$dropins/loop.conf
systemctl daemon-reload
within "systemd gives up again" 60 give_up
runbook ContainerdOomKilled Fix 5 >/dev/null
within "containerd is up after fix 5 of ContainerdOomKilled" 20 metric_is 1 containerd_up address=$address
rm $dropins/loop.conf
systemctl daemon-reload
