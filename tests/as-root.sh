#!/bin/sh
# Runs a command as root: as it is for root, through sudo for everyone else.
if [ "$(id -u)" -eq 0 ]; then
    exec "$@"
fi
exec sudo "$@"
