# syntax=docker/dockerfile:1
# The exporter as an image: one native binary and the few libraries that it loads, on nothing.
#   docker build -t containerd-exporter .                                          # for this machine
#   docker buildx build --platform linux/amd64,linux/arm64 -t REGISTRY/containerd-exporter --push .
# Another platform's binary is cross-compiled: nothing of that platform is run. All bases can be replaced: SDK_IMAGE needs the .NET 10 SDK on
# a Debian-like system, LIBRARIES_IMAGE the same release of that system with OpenSSL 3, BASE_IMAGE nothing at all.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble
ARG LIBRARIES_IMAGE=${SDK_IMAGE}
ARG BASE_IMAGE=scratch

# Of the image's own platform, to copy from.
FROM ${LIBRARIES_IMAGE} AS libraries

FROM --platform=$BUILDPLATFORM ${SDK_IMAGE} AS build
# amd64 or arm64, of the image; .NET and compilers have names of their own for each.
ARG TARGETARCH
# The linker of the native compiler; an SDK image with "-aot" in its name has it already, for its own platform.
RUN set -eu; \
    case $TARGETARCH in \
        amd64) rid=linux-x64 machine=x86_64 ;; \
        arm64) rid=linux-arm64 machine=aarch64 ;; \
        *) echo "no exporter for $TARGETARCH" >&2; exit 1 ;; \
    esac; \
    if [ "$(dpkg --print-architecture)" = "$TARGETARCH" ]; then compiler=gcc packages="gcc zlib1g-dev"; \
    else compiler=$machine-linux-gnu-gcc packages="gcc-$(echo $machine | tr _ -)-linux-gnu libc6-dev-$TARGETARCH-cross"; fi; \
    command -v "$compiler" >/dev/null || { apt-get -qq update && apt-get -qq install -y --no-install-recommends $packages; }; \
    echo "$rid" >/rid
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY alerts alerts
COPY src src
COPY LICENSE ./
COPY deploy/sbom.cdx.json deploy/
COPY deploy/debian/copyright deploy/debian/
RUN dotnet publish src/ContainerdExporter -c Release -r "$(cat /rid)" -o /publish -p:RunAnalyzers=false

# What the binary links, and what it loads by name: OpenSSL (TLS, and the digests of the scrub). With --build-arg WITH_JOURNAL=1 also
# libsystemd, for the host's journal: 1.5 MB more, compressed. Without it the collector "journal" reads files alone.
ARG WITH_JOURNAL=
COPY deploy/image-root.sh deploy/
RUN --mount=type=bind,from=libraries,target=/libraries deploy/image-root.sh /publish /libraries /image ${WITH_JOURNAL:+journal}

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
