# syntax=docker/dockerfile:1
# The exporter as an image: one native binary and the few libraries that it loads, on nothing.
#   docker build -t containerd-exporter .
# Both bases can be replaced: SDK_IMAGE needs the .NET 10 SDK on a Debian-like system, BASE_IMAGE nothing at all.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG BASE_IMAGE=scratch

FROM ${SDK_IMAGE} AS build
# The linker of the native compiler; an SDK image with "-aot" in its name has it already.
RUN command -v gcc >/dev/null || { apt-get -qq update && apt-get -qq install -y --no-install-recommends gcc zlib1g-dev; }
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY alerts alerts
COPY src src
COPY LICENSE ./
COPY deploy/sbom.cdx.json deploy/
COPY deploy/debian/copyright deploy/debian/
RUN dotnet publish src/ContainerdExporter -c Release --use-current-runtime -o /publish -p:RunAnalyzers=false

# What the binary links, and what it loads by name: OpenSSL (TLS, and the digests of the scrub). With --build-arg WITH_JOURNAL=1 also
# libsystemd, for the host's journal: 1.5 MB more, compressed. Without it the collector "journal" reads files alone.
ARG WITH_JOURNAL=
RUN set -eu; \
    names='ssl\.so\.3\|crypto\.so\.3'; \
    if [ -n "$WITH_JOURNAL" ]; then names="$names\\|systemd\\.so\\.0\\|zstd\\.so\\.1\\|lz4\\.so\\.1\\|lzma\\.so\\.5"; fi; \
    root=/image; \
    install -D -m 0755 /publish/containerd-exporter "$root/usr/bin/containerd-exporter"; \
    loaded=$(ldconfig -p | sed -n "s/.*=> \\(.*lib\\($names\\)\\)\$/\\1/p"); \
    { ldd /publish/containerd-exporter; for library in $loaded; do echo "$library"; ldd "$library"; done; } \
        | grep -o '/[^ ]*' | sort -u | while read -r library; do \
            mkdir -p "$root${library%/*}"; cp -L "$library" "$root$library"; done; \
    documents="$root/usr/share/doc/containerd-exporter"; \
    install -D -m 0644 -t "$documents" /publish/sbom.cdx.json /publish/dotnet-notices.txt deploy/debian/copyright LICENSE; \
    find "$root/lib" "$root/lib64" "$root/usr/lib" -name '*.so*' 2>/dev/null | while read -r library; do dpkg-query -S "*/${library##*/}" 2>/dev/null; done \
        | cut -d: -f1 | sort -u | while read -r package; do \
            dpkg-query -W -f '${source:Package} ${source:Version} (${Package})\n' "$package" >>"$documents/libraries.txt"; \
            cp "/usr/share/doc/$package/copyright" "$documents/copyright.$package"; done; \
    mkdir -p -m 0700 "$root/var/lib/containerd-exporter"; \
    mkdir -p -m 1777 "$root/tmp"

FROM ${BASE_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="containerd-exporter" \
      org.opencontainers.image.description="Prometheus exporter: why containerd fails on this node, and what fixes it" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /image /
# The host's root is looked for here: mount it read-only, with its mounts following (rslave).
ENV CONTAINERD_EXPORTER_PATH_ROOTFS=/host
EXPOSE 10110
# Root by its number: containerd's socket and directories are root's. Capabilities can all be dropped but those in deploy/.
USER 0:0
ENTRYPOINT ["/usr/bin/containerd-exporter"]
