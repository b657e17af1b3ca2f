#!/usr/bin/env bash
# Builds the Dockerfile with buildah, as root, without any registry: tests/image/build.sh ARCHIVE [ARCHITECTURE]
# ARCHITECTURE is amd64 or arm64; without it the image is this machine's. The SDK's image is made of this machine: an empty root whose
# /usr, /etc, package lists and cache are those of the host. The libraries' image is of Debian's packages.
set -euo pipefail
cd "$(dirname "$0")/../.."

archive=$(realpath -m "$1")
architecture=${2:-$(dpkg --print-architecture)}
libraries=artifacts/image/libraries-$architecture
platform=()
if [ -n "${2:-}" ]; then
    # Which platform it builds on, buildah tells of itself since 1.30 only.
    platform=(--platform "linux/$architecture" --build-arg "BUILDPLATFORM=linux/$(dpkg --print-architecture)")
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/image.XXXXXX")
trap 'rm -rf "$work"' EXIT

storage=(--root "$work/storage" --runroot "$work/run" --storage-driver vfs)
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")

base="$work/base"
mkdir -p "$base"/{usr,etc,tmp,var,proc,sys,dev,root/.nuget/packages,var/lib/dpkg} "$packages"
chmod 1777 "$base/tmp"
for directory in bin lib lib64 sbin; do
    ln -s "usr/$directory" "$base/$directory"
done
cat >"$work/Sdk" <<END
FROM scratch
COPY base /
ENV PATH=$sdk:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin HOME=/root DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
END
buildah "${storage[@]}" bud --quiet --isolation chroot -t localhost/sdk -f "$work/Sdk" "$work" >/dev/null

tests/image/libraries.sh "$architecture" "$libraries"
printf 'FROM scratch\nCOPY . /\n' >"$work/Libraries"
buildah "${storage[@]}" bud --quiet --isolation chroot "${platform[@]}" -t localhost/libraries -f "$work/Libraries" "$libraries" >/dev/null

volumes=(-v /usr:/usr:ro -v /etc:/etc:ro -v /var/lib/dpkg:/var/lib/dpkg:ro -v "$packages:/root/.nuget/packages")
case $sdk in /usr/*) ;; *) volumes+=(-v "$sdk:$sdk:ro") ;; esac
buildah "${storage[@]}" bud --isolation chroot "${volumes[@]}" --ignorefile .dockerignore \
    "${platform[@]}" --build-arg SDK_IMAGE=localhost/sdk --build-arg LIBRARIES_IMAGE=localhost/libraries --build-arg REVISION="$(git rev-parse HEAD 2>/dev/null || echo unknown)" \
    -t localhost/containerd-exporter:test -f Dockerfile . >"$work/log" 2>&1 || { tail -n 40 "$work/log" >&2; exit 1; }

mkdir -p "$(dirname "$archive")"
rm -f "$archive"
buildah "${storage[@]}" push --quiet localhost/containerd-exporter:test "oci-archive:$archive:localhost/containerd-exporter:test"
