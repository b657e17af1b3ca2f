# Runs the phases in the node, one for each boot. The last line of the last one says that nothing was left out.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. ./lib.sh

counter=/var/lib/suite-phase
phase=$(($(cat $counter 2>/dev/null || echo 0) + 1))
echo $phase >$counter
echo "== phase $phase: Linux $(uname -r), up $(cut -d ' ' -f 1 /proc/uptime) s"
. "./phase-$phase.sh"
echo "== what the kernel said"
dmesg | grep -E 'Killed process|EXT4-fs|I/O error|Aborting journal|INFO: task' | tail -n 30
sort -u /run/typed
if [ -e "phase-$((phase + 1)).sh" ]; then
    touch reboots
    sync
    systemctl --no-block reboot
else
    echo "== end of the last phase, up $(cut -d ' ' -f 1 /proc/uptime) s"
fi
