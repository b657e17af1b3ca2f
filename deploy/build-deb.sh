#!/usr/bin/env bash
# Makes a Debian package of the exporter, with its unit, alerting rules, runbooks and dashboards:
#   build-deb.sh BINARY DIR      DIR/containerd-exporter_VERSION_ARCH.deb, whose path it prints
# BINARY is the published native program, with what its publish put beside it; the package is for its architecture and depends on the libraries that it is linked with.
set -euo pipefail
binary=$(readlink -f "$1")
mkdir -p "$2"
out=$(readlink -f "$2")
cd "$(dirname "$0")/.."

version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
case $(LC_ALL=C readelf -h "$binary") in
    *AArch64*) architecture=arm64 ;;
    *X86-64*) architecture=amd64 ;;
    *) echo "of no known architecture: $binary" >&2; exit 1 ;;
esac
package=$out/containerd-exporter_${version}_$architecture.deb
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)} && export SOURCE_DATE_EPOCH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
put() { install -D --mode="$1" "$2" "$root/$3"; } # MODE FILE PLACE
put_compressed() { mkdir -p "$root/$(dirname "$2")" && gzip --best --no-name >"$root/$2" <"$1"; }

put 755 "$binary" usr/bin/containerd-exporter
put 644 deploy/systemd/containerd-exporter.service lib/systemd/system/containerd-exporter.service
put 644 deploy/debian/containerd-exporter.default etc/default/containerd-exporter
put 644 deploy/debian/copyright usr/share/doc/containerd-exporter/copyright
put 644 "${binary%/*}/dotnet-notices.txt" usr/share/doc/containerd-exporter/dotnet-notices.txt
put 644 "${binary%/*}/sbom.cdx.json" usr/share/doc/containerd-exporter/sbom.cdx.json
put 644 deploy/debian/lintian-overrides usr/share/lintian/overrides/containerd-exporter
put 644 README.md usr/share/doc/containerd-exporter/README.md
put 644 alerts/alertmanager.example.yml usr/share/doc/containerd-exporter/examples/alertmanager.yml
put 644 alerts/containerd.rules.yml usr/share/containerd-exporter/alerts/containerd.rules.yml
for file in alerts/runbooks/*.md; do put 644 "$file" "usr/share/containerd-exporter/runbooks/${file##*/}"; done
for file in grafana/*.json; do put 644 "$file" "usr/share/containerd-exporter/dashboards/${file##*/}"; done
put_compressed deploy/debian/containerd-exporter.8 usr/share/man/man8/containerd-exporter.8.gz

maintainer="The ContainerdExporter authors <maintainers@containerd-exporter.example>"
cat >"$work/changelog" <<END
containerd-exporter ($version) stable; urgency=medium

  * Version $version.

 -- $maintainer  $(date --utc --rfc-email --date="@$SOURCE_DATE_EPOCH")
END
put_compressed "$work/changelog" usr/share/doc/containerd-exporter/changelog.gz

# Linked with the C library alone, whose symbols carry the release that brought them, so this needs no package of the binary's architecture.
# libssl it opens by itself, for TLS, passwords and SHA-256.
strangers=$(LC_ALL=C readelf -d "$binary" | sed -n 's/.*(NEEDED).*\[\(.*\)\]$/\1/p' | grep -v '^lib[cm]\.so\.6$\|^ld-linux' || true)
[ -z "$strangers" ] || { echo "of no known package: $strangers" >&2; exit 1; }
libc=$(LC_ALL=C readelf -V "$binary" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)

mkdir -p "$root/DEBIAN"
install --mode=755 deploy/debian/{postinst,prerm,postrm} "$root/DEBIAN"
echo /etc/default/containerd-exporter >"$root/DEBIAN/conffiles"
(cd "$root" && find usr lib -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
cat >"$root/DEBIAN/control" <<END
Package: containerd-exporter
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du --summarize --apparent-size --block-size=1024 "$root" | cut -f 1)
Depends: libc6 (>= ${libc#GLIBC_}), libssl3 | libssl3t64
Recommends: libsystemd0
Suggests: containerd, prometheus
Section: net
Priority: optional
Description: Prometheus exporter that says why containerd fails on this node
 It looks at containerd, its shims and runtimes, its files and disks, and the
 kernel's log, and tells which of six causes makes containerd fail: memory,
 storage, socket and PID files, the OCI runtime, configuration, or a full disk.
 .
 Each finding comes with an alert for Prometheus and a runbook with the fix. It
 observes only: it changes, restarts and repairs nothing, unless its canary is
 switched on, which runs a container of its own.
END

find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
find "$root" -type d -exec chmod 755 {} +
dpkg-deb --root-owner-group -Zxz --build "$root" "$package" >/dev/null
echo "$package"
