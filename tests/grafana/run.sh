#!/usr/bin/env bash
# Draws the fleet dashboard with Grafana's libraries, from a Prometheus with six hours of 200 simulated nodes.
# What the browser needs is installed and bundled first; the end-to-end tests use it too. The last line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")"

# Installing takes longest, so it is done only when the lock file has changed.
install() {
    if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
        npm ci --no-progress --loglevel=error && touch node_modules/.package-lock.json
    fi
}

if ! install || ! node bundle.mjs; then
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
fi
if [ "${1:-}" != --install ]; then
    node fleet.mjs ../../artifacts/dashboards-fleet
fi
