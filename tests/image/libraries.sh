#!/usr/bin/env bash
# Unpacks, for amd64 or arm64, what the image takes of a Debian system: the C library and OpenSSL, with the package database that says whose
# they are. Nothing is installed and no script is run, so any machine can make either. What is there is kept.
#   libraries.sh ARCHITECTURE DIR
set -euo pipefail
architecture=$1
into=$(realpath -m "$2")
[[ ! -d $into ]] || exit 0

host=$(grep -hm1 -oP '^URIs:\s*\K\S+' /etc/apt/sources.list.d/*.sources 2>/dev/null ||
       grep -hm1 -oP '^deb\s+(\[[^]]*\]\s+)?\K\S+' /etc/apt/sources.list)
rm -rf "$into.part" "$into.apt"
mkdir -p "$into.apt"/{lists/partial,cache/archives/partial} "$into.part/var/lib/dpkg/info"
trap 'rm -rf "$into.apt"' EXIT
printf 'Types: deb\nURIs: %s\nSuites: bookworm\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' "$host" >"$into.apt/one.sources"
: >"$into.apt/status"

# As apt on a machine of that architecture with nothing on it.
apt() {
    apt-get -qq -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" -o APT::Sandbox::User=root \
        -o Dir::Etc::sourcelist="$into.apt/one.sources" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$into.apt/lists" \
        -o Dir::State::status="$into.apt/status" -o Dir::Cache="$into.apt/cache" -o Acquire::Languages=none "$@"
}
apt update
apt install --yes --no-install-recommends --download-only libssl3 >/dev/null

database=$into.part/var/lib/dpkg
echo 1 >"$database/info/format"
for deb in "$into.apt"/cache/archives/*.deb; do
    dpkg-deb -x "$deb" "$into.part"
    { dpkg-deb -f "$deb"; printf 'Status: install ok unpacked\n\n'; } >>"$database/status"
    same=
    [[ $(dpkg-deb -f "$deb" Multi-Arch) != same ]] || same=:$architecture
    dpkg-deb --fsys-tarfile "$deb" | tar -t | sed 's|^\./$|/.|; s|^\./|/|; s|/$||' >"$database/info/$(dpkg-deb -f "$deb" Package)$same.list"
done
mv "$into.part" "$into"
