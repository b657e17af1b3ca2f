# The service as installed from the package: its sandbox, its watchdog, and what it sees from inside.

unit=containerd-exporter.service
expect "the service" "active enabled" "$(systemctl is-active $unit) $(systemctl is-enabled $unit)"
restarts() { systemctl show --property=NRestarts --value $unit; }

exposure=$(systemd-analyze security --no-pager $unit | sed -n 's/.*Overall exposure level for .*: \([0-9.]*\) .*/\1/p')
expect_range "exposure by systemd-analyze security" 0 3.5 "$exposure"

collectors_are_ok() {
    scrape 2>/dev/null
    unfit=$(awk -F '[{"} ]' '/^containerd_exporter_collector_state/ && $NF == 1 && !/state="ok"/' $body)
    [ -z "$unfit" ] && [ "$(metric containerd_exporter_collector_state state=ok)" -gt 10 ]
}
unfit=
if eventually 20 collectors_are_ok; then
    ok "all collectors in the sandbox ($(metric containerd_exporter_collector_state state=ok))"
else
    fail "all collectors in the sandbox" "${unfit//$'\n'/, }"
fi
# The programs that it runs, in the same sandbox.
runtimes_answer() { metric_is 0 containerd_runtime_binary_state state=failing && [ "$(metric containerd_runtime_binary_state state=ok)" -gt 0 ]; }
within "the runtimes answer in the sandbox" 20 runtimes_answer
expect "the exporter may write to the node" no "$(nsenter --target "$(exporter_pid)" --mount touch /etc/x 2>/dev/null && echo yes || echo no)"

# containerd's own log, by the real journal.
troubles=$(metric containerd_log_messages_total pattern=runtime_error)
mount --bind /bin/false "$(command -v runc)"
ctr run --rm --rootfs /srv/busybox fruitless /bin/busybox true >/dev/null 2>&1
umount "$(command -v runc)"
within "a start without a working runc is counted from the journal" 10 metric_is $((troubles + 1)) containerd_log_messages_total pattern=runtime_error

# All evidence in one file; nothing is missing where there are a journal, a kernel log and root.
bundle=/run/bundle.tar.gz
containerd-exporter doctor --bundle $bundle >/dev/null 2>/run/bundle.log
bundled() { tar --extract --gzip --to-stdout --file=$bundle --wildcards "*/$1"; }
expect "missing in the bundle" "" "$(bundled manifest.json | sed '1,/"missing"/d' | grep -o '"reason": .*')"
expect_range "lines of the journal in the bundle" 10 100000 "$(bundled journal.txt | grep -c containerd)"
expect_range "kills in the bundle" 1 1000 "$(bundled kernel.txt | grep -c 'Killed process')"
rm $bundle

# A stopped exporter says nothing to the watchdog, and is started again.
before=$(restarts)
kill -STOP "$(exporter_pid)"
is_restarted() { [ "$(restarts)" -gt "$before" ] && exporter_answers; }
within "the watchdog restarts a stopped exporter" 60 is_restarted
expect "its reason" watchdog "$(journalctl --unit=$unit --output=cat | grep -o "Failed with result 'watchdog'" | head -n 1 | cut -d "'" -f 2)"

# runc waits in the kernel, for a file system that is frozen.
truncate --size=16M /srv/frozen.img
mkfs.ext4 -q /srv/frozen.img
mkdir -p /mnt/frozen /srv/bundle/rootfs
mount -o loop /srv/frozen.img /mnt/frozen
(cd /srv/bundle && runc spec)
fsfreeze --freeze /mnt/frozen
runc --root /mnt/frozen/state create --bundle /srv/bundle blocked </dev/null >/dev/null 2>&1 &
runc=$!
is_blocked() { grep -qs '^State:.*D' /proc/$runc/task/*/status; }
within "runc is in uninterruptible sleep" 10 is_blocked
within "a stuck runc is seen" 20 metric_is 1 containerd_runtime_stuck_processes command=create reason=uninterruptible
within "a finding for it" 5 finds ContainerdRuntimeStuck
fsfreeze --unfreeze /mnt/frozen
wait $runc
umount /mnt/frozen
nothing_is_stuck() { scrape && [ "$(metric containerd_runtime_stuck_processes reason=uninterruptible)" = 0 ]; }
within "it is gone from the metrics" 10 nothing_is_stuck
