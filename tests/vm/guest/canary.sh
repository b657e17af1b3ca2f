# The canary, asked for in the service's environment file: from inside the unit's sandbox, on cgroup v2, with cgroups that runc makes and
# with such that systemd makes.

cat >/etc/containerd/config.toml <<'EOF'
version = 2
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.systemd]
  runtime_type = "io.containerd.runc.v2"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.systemd.options]
    SystemdCgroup = true
EOF
expect "the canary unless asked for" absent "$(metric containerd_exporter_collector_state collector=canary)"
printf 'CONTAINERD_EXPORTER_COLLECTOR_CANARY=true\nCONTAINERD_EXPORTER_CANARY_INTERVAL=5s\n' >>/etc/default/containerd-exporter
systemctl restart containerd containerd-exporter
within "canaries succeed with both cgroup drivers" 60 metric_is 2 containerd_canary_success address=$address
expect "canaries of the driver systemd" 1 "$(metric containerd_canary_success handler=systemd)"
grep '^containerd_canary_duration' $body
systemctl stop containerd-exporter
left() {
    find /sys/fs/cgroup -name '*exporter-canary*'
    find /run/containerd /var/lib/containerd -path '*exporter-canary/*'
    ctr namespaces ls --quiet | grep canary
    systemctl list-units --all --no-legend '*exporter-canary*'
    pgrep --list-full --full 'shim.*exporter-canary'
    grep exporter-canary /proc/1/mountinfo
}
expect "what canaries leave" 0 "$(left | wc -l)"
left
systemctl start containerd-exporter
