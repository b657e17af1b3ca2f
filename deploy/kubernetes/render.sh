#!/usr/bin/env bash
# Renders the chart with its defaults into the plain manifest beside this script; HELM names another helm.
set -euo pipefail
cd "$(dirname "$0")"
{
    echo "# Rendered from deploy/helm/containerd-exporter by render.sh; change the chart, then run it."
    "${HELM:-helm}" template containerd-exporter ../helm/containerd-exporter --namespace monitoring 2>/dev/null
} >"${1:-containerd-exporter.yaml}"
