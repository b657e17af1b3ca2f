#!/usr/bin/env bash
# Measures; tests nothing. On a machine that does nothing else:
#   bench.sh side-by-side    the exporter beside node_exporter and process-exporter: one Markdown table (default; 20 minutes, root)
#   bench.sh fleet 500 1000  what a real Prometheus needs for so many nodes with the bundled rules (5 minutes each, root)
#   bench.sh soak 60         scrapes every second for an hour while faults come and go (root)
#   bench.sh micro [...]     the hot parts, by BenchmarkDotNet with its arguments (--filter '*Bolt*', --job short)
set -euo pipefail
cd "$(dirname "$0")/.."

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")") && export DOTNET_ROOT

tests/install-packages.sh
tests/publish-exporter.sh >/dev/null
dotnet build tests/ContainerdExporter.Benchmarks -c Release -p:RunAnalyzers=false -v quiet >&2
program=tests/ContainerdExporter.Benchmarks/bin/Release/net10.0/ContainerdExporter.Benchmarks
what=${1:-side-by-side}
shift || true
if [ "$what" = micro ]; then
    exec $program micro --artifacts artifacts/benchmarks "${@:---filter=*}"
fi
exec tests/as-root.sh env DOTNET_ROOT="$DOTNET_ROOT" $program "$what" "$@"
