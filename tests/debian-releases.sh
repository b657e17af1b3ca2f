#!/usr/bin/env bash
# Unpacks the programs of three Debian suites, without installing them, into one folder for each release line:
#   artifacts/containerd/1.6 (bookworm), 1.7 (trixie), 2.1 (sid), each with usr/bin/{containerd,containerd-shim-runc-v2,…}
#   artifacts/prometheus/2.53 (trixie), 3 (sid), each with usr/bin/{prometheus,promtool,prometheus-alertmanager,amtool}
# The package host is the one this machine already uses. What is there is kept.
# usage: debian-releases.sh [DIR]     prints each version, in DIR or artifacts/; exit 1 when one cannot be had
set -euo pipefail
out=$(realpath -m "${1:-$(dirname "$0")/../artifacts}")
mkdir -p "$out"
host=$(grep -hm1 -oP '^URIs:\s*\K\S+' /etc/apt/sources.list.d/*.sources 2>/dev/null ||
       grep -hm1 -oP '^deb\s+(\[[^]]*\]\s+)?\K\S+' /etc/apt/sources.list)

apt_of() { # suite, words of apt-get; its lists are fetched once
  local suite=$1 apt=$out/.apt-$1
  shift
  local options=(-qq -o "Dir::Etc::sourcelist=$apt/one.sources" -o Dir::Etc::sourceparts=- -o "Dir::State::Lists=$apt/lists"
                 -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root)
  if [[ ! -e $apt/updated ]]; then
    rm -rf "$apt"
    mkdir -p "$apt"/{lists/partial,cache/archives/partial}
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
      "$host" "$suite" >"$apt/one.sources"
    apt-get "${options[@]}" update
    touch "$apt/updated"
  fi
  apt-get "${options[@]}" "$@"
}

unpack() { # suite folder package…
  local suite=$1 into=$out/$2
  shift 2
  [[ -d $into ]] && return
  rm -rf "$into.part"
  mkdir -p "$into.part/deb"
  (cd "$into.part/deb" && apt_of "$suite" download "$@")
  for deb in "$into.part"/deb/*.deb; do
    dpkg -x "$deb" "$into.part"
  done
  rm -r "$into.part/deb"
  mv "$into.part" "$into"
}

unpack bookworm containerd/1.6 containerd
unpack trixie containerd/1.7 containerd
unpack sid containerd/2.1 containerd
unpack trixie prometheus/2.53 prometheus promtool prometheus-alertmanager
unpack sid prometheus/3 prometheus promtool prometheus-alertmanager
rm -rf "$out"/.apt-*
for line in "$out"/containerd/*/usr/bin; do
  "$line/containerd" --version
done
for line in "$out"/prometheus/*/usr/bin; do
  for program in prometheus promtool prometheus-alertmanager amtool; do
    # Older ones speak on the other channel.
    version=$("$line/$program" --version 2>&1)
    echo "${version%% (*}"
  done
done
