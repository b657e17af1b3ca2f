#!/usr/bin/env bash
# What the plain manifest says of the container: manifest.sh capabilities|arguments|memory-limit
set -euo pipefail
manifest=$(dirname "$0")/../../deploy/kubernetes/containerd-exporter.yaml
case $1 in
capabilities) sed -n '/^ *add:$/,/^ *[^ -]*:$/s/^ *- \([A-Z_]*\)$/\1/p' "$manifest" ;;
arguments) sed -n '/^ *args:$/,/^ *ports:$/s/^ *- \(--.*\)$/\1/p' "$manifest" ;;
memory-limit) echo $(($(sed -n '/^ *limits:$/,/^ *requests:$/s/^ *memory: \([0-9]*\)Mi$/\1/p' "$manifest") << 20)) ;;
esac
