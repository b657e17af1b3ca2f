#!/usr/bin/env bash
# Builds the exporter and runs every test, on a Debian machine with nothing but the .NET SDK.
#
# What the tests need else comes from Debian's packages. Root is used for their installation and for the end-to-end tests
# (namespaces, mounts, containers) alone; without root, sudo is asked.
# The last line sums up all suites: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/.."
. tests/tally.sh

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Test programs are started as programs, so that the end-to-end tests run as root without building as root.
DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")") && export DOTNET_ROOT

in_browser=ContainerdExporter.EndToEnd.Browser

test_program() { echo "tests/$1/bin/Debug/net10.0/$1"; }

run_unit_tests() { "$(test_program ContainerdExporter.Tests)" --no-ansi --progress off; }

run_end_to_end_tests() {
    tests/as-root.sh env DOTNET_ROOT="$DOTNET_ROOT" TYPED_STEPS="$typed/end-to-end" "$(test_program ContainerdExporter.EndToEnd)" --no-ansi --progress off "$@"
}

# What the tests typed of the runbooks: of the node and of the end-to-end tests.
typed=$(pwd)/artifacts/typed-steps
rm -rf "$typed" && mkdir -p "$typed"

image_tests=(tests/as-root.sh env PATH="$PATH" NUGET_PACKAGES="${NUGET_PACKAGES:-}" HOME="$HOME")
images_log=artifacts/image/build.log

# Beside tests that mostly wait, and giving way to them. What fails is seen where the images are tested.
build_images() {
    rm -f artifacts/image/containerd-exporter.tar artifacts/image/containerd-exporter-arm64.tar
    nice -n 19 "${image_tests[@]}" tests/image/build.sh artifacts/image/containerd-exporter.tar
    nice -n 19 "${image_tests[@]}" tests/image/build.sh artifacts/image/containerd-exporter-arm64.tar arm64
}

if ! tests/install-packages.sh; then
    tally_fail "install-packages.sh"
    tally_finish
fi

# Meanwhile: mostly waiting for downloads. What fails here fails again, and is seen, where it is used.
{
    tests/debian-releases.sh
    tests/runbook-tools.sh
    tests/image/libraries.sh amd64 artifacts/image/libraries-amd64
    tests/image/libraries.sh arm64 artifacts/image/libraries-arm64
    tests/deploy/run.sh --install
    tests/grafana/run.sh --install
} >/dev/null 2>&1 &
installing=$!
building=
trap 'kill "$installing" $building 2>/dev/null' EXIT

tally_check "build" dotnet build ContainerdExporter.sln -v quiet
if [ "$failed" -gt 0 ]; then
    tally_finish
fi
tally_check "native publish" tests/publish-exporter.sh

wait "$installing"
tally_check "programs of other Debian releases" tests/debian-releases.sh
tally_check "tools of the runbooks" tests/runbook-tools.sh
tally_suite "unit tests" run_unit_tests
tally_check "promtool check rules" promtool check rules --lint=all --lint-fatal alerts/containerd.rules.yml
tally_check "promtool test rules" promtool test rules alerts/containerd.rules.test.yml
tally_check "amtool check-config" amtool check-config alerts/alertmanager.example.yml
tally_check "dashboards are what their sources say" node grafana/src/build.mjs --check
tally_script "chart and manifests" tests/deploy/run.sh
mkdir -p "$(dirname "$images_log")"
build_images >"$images_log" 2>&1 &
building=$!
tally_script "node" tests/as-root.sh env TYPED_STEPS="$typed/node" tests/vm/run.sh
tally_script "pages" tests/as-root.sh env PATH="$PATH" tests/pages/run.sh
tally_suite "end-to-end tests" run_end_to_end_tests --filter-not-namespace "$in_browser"
tally_check "steps of the runbooks" tests/typed-steps.sh "$typed"/*
wait "$building"
tally_script "image" "${image_tests[@]}" tests/image/run.sh --built "$images_log"
tally_script "image for arm64" "${image_tests[@]}" tests/image/arm64.sh --built "$images_log"
# A browser keeps the machine busy, so these come last: no deadline of another test suffers.
tally_script "dashboards of a fleet" tests/grafana/run.sh
tally_suite "dashboards of nodes" run_end_to_end_tests --filter-namespace "$in_browser"
tally_finish
