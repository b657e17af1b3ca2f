# What an image's archive must be, for any architecture. Sourced by bash scripts.

size_limit=$((15 << 20))

# build_unless_built ARCHIVE ARCHITECTURE [--built LOG]
build_unless_built() {
    if [ "${3:-}" = --built ]; then
        [ -s "$1" ] || { tail -n 40 "$4" >&2; return 1; }
    else
        tests/image/build.sh "$1" "$2"
    fi
}

small_enough() {
    local size
    size=$(stat -c %s "$1")
    echo "compressed: $size bytes"
    [ "$size" -le "$size_limit" ]
}

# json EXPRESSION: what JavaScript says of standard input.
json() { node -p "const it = JSON.parse(fs.readFileSync(0)); $1"; }

# blob ARCHIVE DIGEST
blob() { tar -xOf "$1" "blobs/sha256/${2#sha256:}"; }

manifest() { blob "$1" "$(tar -xOf "$1" index.json | json 'it.manifests[0].digest')"; }

# architecture_of ARCHIVE: as the image's configuration has it, by which a node chooses.
architecture_of() { blob "$1" "$(manifest "$1" | json 'it.config.digest')" | json it.architecture; }

# unpack ARCHIVE DIR: the image's root directory.
unpack() {
    local layer
    for layer in $(manifest "$1" | json 'it.layers.map(each => each.digest).join(" ")'); do
        blob "$1" "$layer" | tar -xz -C "$2" || return
    done
    [ -x "$2/usr/bin/containerd-exporter" ]
}

# holds_documents ROOT: the bill of materials, and the licence of each library that it brings.
holds_documents() {
    local library documents=$1/usr/share/doc/containerd-exporter
    grep -q '"bomFormat": "CycloneDX"' "$documents/sbom.cdx.json" && ! grep -q DOTNET_VERSION "$documents/sbom.cdx.json" &&
        [ -s "$documents/dotnet-notices.txt" ] && [ -s "$documents/LICENSE" ] && [ -s "$documents/copyright" ] || return
    cat "$documents/libraries.txt"
    for library in openssl glibc; do
        grep -q "^$library" "$documents/libraries.txt" || { echo "no $library in libraries.txt"; return 1; }
    done
}
