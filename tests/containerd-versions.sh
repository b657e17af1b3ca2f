#!/usr/bin/env bash
# Unpacks three release lines of containerd from Debian's packages, without installing them:
#   artifacts/containerd/1.6 (bookworm), 1.7 (trixie), 2.1 (sid), each with usr/bin/{containerd,containerd-shim-runc-v2,…}
# The package host is the one this machine already uses. What is there is kept.
# usage: containerd-versions.sh [DIR]     prints the directory and each version; exit 1 when one cannot be had
set -euo pipefail
out=${1:-$(cd "$(dirname "$0")/.." && pwd)/artifacts/containerd}
mkdir -p "$out"
host=$(grep -hm1 -oP '^URIs:\s*\K\S+' /etc/apt/sources.list.d/*.sources 2>/dev/null ||
       grep -hm1 -oP '^deb\s+(\[[^]]*\]\s+)?\K\S+' /etc/apt/sources.list)

unpack() { # line suite
  local into=$out/$1 apt=$out/.apt-$2
  [[ -x $into/usr/bin/containerd ]] && return
  rm -rf "$into" "$apt"
  mkdir -p "$apt"/{lists/partial,cache/archives/partial,deb}
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
    "$host" "$2" >"$apt/one.sources"
  local options=(-qq -o "Dir::Etc::sourcelist=$apt/one.sources" -o Dir::Etc::sourceparts=- -o "Dir::State::Lists=$apt/lists"
                 -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root)
  apt-get "${options[@]}" update
  (cd "$apt/deb" && apt-get "${options[@]}" download containerd)
  dpkg -x "$apt"/deb/*.deb "$into.part"
  mv "$into.part" "$into"
  rm -rf "$apt"
}

unpack 1.6 bookworm
unpack 1.7 trixie
unpack 2.1 sid
echo "$out"
for line in 1.6 1.7 2.1; do
  printf '%s: %s\n' "$line" "$("$out/$line/usr/bin/containerd" --version)"
done
