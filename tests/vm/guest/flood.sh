# The kernel's log runs over while the exporter is held up: what it could not read is counted as lost, and told.

scrape
expect "records lost before the flood" 0 "$(metric containerd_kernel_log_lost_records_total)"
held=$(exporter_pid)
kill -STOP "$held"
for ((line = 0; line < 10000; line++)); do echo "firewall: dropped packet $line"; done >/dev/kmsg
kill -CONT "$held"
some_are_lost() { scrape && [ "$(metric containerd_kernel_log_lost_records_total)" -gt 0 ]; }
within "records lost in the flood" 10 some_are_lost
within "a finding for ContainerdKernelLogLost" 5 finds ContainerdKernelLogLost
promises ContainerdKernelLogLost Confirm '^ +[0-9]{3,} firewall: dropped packet N$'
expect_range "kills that are still in the journal, by fix 3" 1 5 "$(runbook ContainerdKernelLogLost Fix 3 | grep -c 'Killed process')"
lost=$(metric containerd_kernel_log_lost_records_total)
promises ContainerdKernelLogLost Verify "^containerd_kernel_log_lost_records_total $lost\$"
