# The chart, and the real helm and kubectl. Sourced by bash scripts in this folder.

chart=../../deploy/helm/containerd-exporter
tools=../../artifacts/deploy-tools
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Helm says on standard error that it follows the links to alerts/ and grafana/.
helm() {
    local status=0
    "$tools/helm/helm" "$@" 2>"$work/helm.error" || status=$?
    grep -v 'found symbolic link' "$work/helm.error" >&2
    return $status
}

template() { helm template containerd-exporter "$chart" --namespace monitoring "$@"; }

# as_json FILE: what kubectl reads there.
as_json() { "$tools/kubectl/kubectl" label --local -f "$1" -o json none-; }

# has_known_fields FILE: kubectl decodes the workload into its type for "set image", and drops what the type does not have.
has_known_fields() {
    as_json "$1" >"$work/written.json" 2>/dev/null &&
        "$tools/kubectl/kubectl" set image '*=checked' --local -f "$1" -o json >"$work/known.json" &&
        node same-fields.mjs "$work/written.json" "$work/known.json"
}
