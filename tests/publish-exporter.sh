#!/usr/bin/env bash
# Publishes the native binary to artifacts/publish, unless the one there was made from these sources.
# What the publish printed stays beside it in publish.log: the tests read it for trim and AOT warnings.
#   publish-exporter.sh [RUNTIME]      of another machine, such as linux-arm64: artifacts/publish-RUNTIME
set -euo pipefail
cd "$(dirname "$0")/.."

folder=artifacts/publish${1:+-$1}
platform=(--use-current-runtime)
[ -z "${1:-}" ] || platform=(-r "$1")
sources=(src alerts deploy/sbom.cdx.json Directory.Build.props Directory.Packages.props global.json)
# The stamp is as old as the start of the publish, so a source that was changed meanwhile is newer.
is_current() {
    [ -f "$folder.stamp" ] &&
        [ -z "$(find "${sources[@]}" -type f -not -path '*/bin/*' -not -path '*/obj/*' -newer "$folder.stamp" -print -quit)" ]
}

if is_current; then
    echo "$folder is up to date"
    exit 0
fi

# From scratch: an incremental publish would not repeat the warnings of the steps that it leaves out.
rm -rf "$folder" "$folder.stamp" src/ContainerdExporter/obj/Release
mkdir -p "$folder"
touch "$folder.new"
# The analyzers have their say in the build of the solution; those of the native compiler are its own and speak here.
dotnet publish src/ContainerdExporter -c Release -p:RunAnalyzers=false "${platform[@]}" -o "$folder" 2>&1 | tee "$folder.log"
mv "$folder.new" "$folder.stamp"
