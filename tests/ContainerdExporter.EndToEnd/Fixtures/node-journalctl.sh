#!/bin/bash
# Stands in for journalctl on a node without journald (NodeUnits.cs): a unit's lines are what its real daemon printed, the kernel's are
# dmesg's.
unit= lines=1000000 kernel=
while [ $# -gt 0 ]; do
    case $1 in
        -u) unit=${2%.service}; shift ;;
        -n) lines=$2; shift ;;
        --since) shift ;;
        -k) kernel=yes ;;
        --vacuum-size=*) echo "Vacuuming done, freed 0B of archived journals from /var/log/journal."; exit ;;
    esac
    shift
done
if [ -n "$kernel" ]; then
    dmesg -T
elif [ -s "/run/node/$unit.log" ]; then
    tail -n "$lines" "/run/node/$unit.log"
else
    echo '-- No entries --'
fi
