# A daemon that the unit does not protect from the OOM killer, and each way that the runbook has to protect it again.

dropins=/etc/systemd/system/containerd.service.d
is_unprotected() { metric_is "$1" containerd_oom_score_adj address=$address component=containerd; }
mkdir -p $dropins
printf '[Service]\nOOMScoreAdjust=0\n' >$dropins/local.conf
systemctl daemon-reload
systemctl restart containerd
within "the daemon's score without protection" 20 is_unprotected 0
within "a finding for it" 5 finds ContainerdOomUnprotected
promises ContainerdOomUnprotected Confirm '^[0-9]+ containerd 0$' '^OOMScoreAdjust=0$'

runbook ContainerdOomUnprotected Fix 3 >/dev/null
within "the daemon's score after fix 3" 10 is_unprotected -999
promises ContainerdOomUnprotected Verify '^-999$'

systemctl restart containerd
within "the daemon's score after the next restart" 20 is_unprotected 0
runbook ContainerdOomUnprotected Fix 1 >/dev/null # Its file comes after the other one, and has the last word.
within "the daemon's score after fix 1" 20 is_unprotected -999
promises ContainerdOomUnprotected Verify '^-999$'
rm -r $dropins
systemctl daemon-reload
