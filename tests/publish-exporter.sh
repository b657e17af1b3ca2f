#!/usr/bin/env bash
# Publishes the native binary to artifacts/publish, unless the one there was made from these sources.
# What the publish printed stays beside it in publish.log: the tests read it for trim and AOT warnings.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=artifacts/publish
sources=(src alerts deploy/sbom.cdx.json Directory.Build.props Directory.Packages.props global.json)
# The stamp is as old as the start of the publish, so a source that was changed meanwhile is newer.
is_current() {
    [ -f artifacts/publish.stamp ] &&
        [ -z "$(find "${sources[@]}" -type f -not -path '*/bin/*' -not -path '*/obj/*' -newer artifacts/publish.stamp -print -quit)" ]
}

if is_current; then
    echo "$folder is up to date"
    exit 0
fi

# From scratch: an incremental publish would not repeat the warnings of the steps that it leaves out.
rm -rf "$folder" artifacts/publish.stamp src/ContainerdExporter/obj/Release
mkdir -p "$folder"
touch artifacts/publish.new
dotnet publish src/ContainerdExporter -c Release --use-current-runtime -o "$folder" 2>&1 | tee artifacts/publish.log
mv artifacts/publish.new artifacts/publish.stamp
