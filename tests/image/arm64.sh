#!/usr/bin/env bash
# Builds the image for arm64 on another machine, and runs what is in it by qemu, which translates the program and hands its calls to this
# machine's kernel. Needs root. With --built LOG it takes the image that was just built, and that log. The last line sums up: N passed, N failed, N
# skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/tally.sh
. tests/image/lib.sh

archive=$PWD/artifacts/image/containerd-exporter-arm64.tar
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir "$root"
exporter() { qemu-aarch64 -L "$root" "$root/usr/bin/containerd-exporter" "$@"; }

is_for_arm64() {
    local architecture
    architecture=$(architecture_of "$archive")
    echo "architecture: $architecture"
    [ "$architecture" = arm64 ]
}

# all_are_aarch64: nothing of the machine that built it.
all_are_aarch64() {
    local file machines=0
    while read -r file; do
        LC_ALL=C readelf -h "$file" | grep -q 'Machine: *AArch64$' || { echo "of another machine: $file"; return 1; }
        machines=$((machines + 1))
    done < <(find "$root" -type f \( -name '*.so*' -o -path '*/bin/*' \))
    stat -c '%n: %s bytes' "$root/usr/bin/containerd-exporter"
    [ "$machines" -ge 5 ] # The exporter, the loader, libc, libssl and libcrypto.
}

says_its_version() { [ "$(exporter --version)" = "$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)" ]; }

# judges STATUS TEXT: "config check" of a file ends with the status.
judges() {
    local status=0
    printf '%s\n' "$2" >"$work/config.toml"
    exporter config check "$work/config.toml" || status=$?
    [ "$status" = "$1" ]
}

# What the .deb is made of, as it came out of the image.
packages() {
    local deb
    mkdir -p "$work/publish" "$work/deb"
    cp "$root/usr/bin/containerd-exporter" "$root"/usr/share/doc/containerd-exporter/{dotnet-notices.txt,sbom.cdx.json} "$work/publish"
    # Compressed lightly: how well is no matter of the architecture.
    deb=$(DPKG_DEB_COMPRESSOR_LEVEL=1 deploy/build-deb.sh "$work/publish/containerd-exporter" "$work/deb") && [[ $deb == *_arm64.deb ]] &&
        [ "$(dpkg-deb -f "$deb" Architecture)" = arm64 ] && [[ "$(dpkg-deb -f "$deb" Depends)" =~ ^'libc6 (>= 2.'[0-9]+'), libssl3 | libssl3t64'$ ]] &&
        dpkg-deb -f "$deb" Depends && lintian --fail-on error "$deb"
}

tally_check "arm64: image builds from the Dockerfile" build_unless_built "$archive" arm64 "$@"
if [ "$failed" -gt 0 ]; then
    tally_finish
fi
tally_check "arm64: the image says so" is_for_arm64
tally_check "arm64: under 15 MiB compressed" small_enough "$archive"
tally_check "arm64: unpacks" unpack "$archive" "$root"
tally_check "arm64: all programs are" all_are_aarch64
tally_check "arm64: bill of materials and licences" holds_documents "$root"
tally_check "arm64: says its version" says_its_version
tally_check "arm64: takes a good configuration" judges 0 'version = 2'
tally_check "arm64: finds the error in a bad one" judges 2 '[grpc'
tally_check "arm64: Debian package" packages
tally_script "arm64 on a node" unshare --mount --pid --net --fork --mount-proc --propagation private tests/image/arm64-node.sh "$root"
tally_finish
