#!/usr/bin/env bash
# The chart's web configuration: as it is rendered it is given to the published exporter, which is then asked as the kubelet and
# Prometheus ask. Needs artifacts/publish. The last line sums up: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")"
. ../tally.sh
. ./lib.sh

exporter=../../artifacts/publish/containerd-exporter
mounted=$work/mounted
pid=
trap 'stop; rm -rf "$work"' EXIT

stop() {
    if [ -n "$pid" ] && kill "$pid" 2>/dev/null; then
        wait "$pid"
    fi
    pid=
}

# certificate NAME ARGS...: NAME.crt and NAME.key, for a day.
certificate() {
    local name=$1
    shift
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj "/CN=$name" \
        -keyout "$work/$name.key" -out "$work/$name.crt" "$@" 2>"$work/openssl.log" || { cat "$work/openssl.log"; return 1; }
}

# password_hash PASSWORD: bcrypt, by the system's crypt(3).
password_hash() { perl -e 'print crypt($ARGV[0], q($2y$05$abcdefghijklmnopqrstuu))' "$1"; }

make_files() {
    certificate server -addext 'subjectAltName=DNS:exporter.example' && certificate scraper &&
        printf 'tls_server_config:\n  cert_file: tls.crt\n  key_file: tls.key\nbasic_auth_users:\n  prometheus: %s\n' "$(password_hash secret)" >"$work/password.yml" &&
        printf 'tls_server_config: {cert_file: tls.crt, key_file: tls.key, client_auth_type: RequireAndVerifyClientCert, client_ca_file: ca.crt}\n' >"$work/certificates.yml"
}

# render NAME ARGS...: NAME.yaml and NAME.json, the DaemonSet.
render() {
    local name=$1
    shift
    template --show-only templates/daemonset.yaml "$@" >"$work/$name.yaml" && has_known_fields "$work/$name.yaml" && mv "$work/written.json" "$work/$name.json"
}

# of NAME EXPRESSION: what JavaScript says of the pod's specification and its container.
of() { node -p "const pod = JSON.parse(fs.readFileSync('$work/$1.json')).spec.template.spec, container = pod.containers[0]; $2"; }

# mount_secret FILE...: as the kubelet does, where a new version comes by one rename.
mount_secret() {
    local version
    mkdir -p "$mounted"
    version=$(mktemp -d "$mounted/..XXXXXX")
    local file
    for file in "$@"; do
        install -m 0400 "${file%=*}" "$version/${file#*=}"
        [ -L "$mounted/${file#*=}" ] || ln -s "..data/${file#*=}" "$mounted/${file#*=}"
    done
    ln -s "${version##*/}" "$mounted/..new" && mv -T "$mounted/..new" "$mounted/..data"
}

# secret_text ARGS...: the web-config.yml of the Secret that the chart makes.
secret_text() {
    template --show-only templates/webconfig.yaml "$@" >"$work/secret.yaml" && as_json "$work/secret.yaml" 2>/dev/null >"$work/secret.json" &&
        node -e 'process.stdout.write(Buffer.from(JSON.parse(fs.readFileSync(process.argv[1])).data["web-config.yml"], "base64"))' "$work/secret.json"
}

# serve NAME: the exporter with the container's arguments, but for the paths of this machine.
serve() {
    local arguments i
    stop
    port=$(of "$1" 'container.ports[0].containerPort') || return
    mapfile -t arguments < <(of "$1" 'container.args.join("\n")' | sed "s|=/etc/containerd-exporter/|=$mounted/|; s|^--path.rootfs=/host\$|--path.rootfs=/|")
    "$exporter" "${arguments[@]}" --state.dir="$work/state" >"$work/log" 2>&1 &
    pid=$!
    for ((i = 0; i < 100; i++)); do
        grep -q 'listens on' "$work/log" && return
        sleep 0.1
    done
    cat "$work/log"
    return 1
}

# status PATH ARGS...: of one request by Prometheus, which trusts the server's certificate alone.
status() {
    local path=$1
    shift
    curl -s -o /dev/null -w '%{http_code}' --cacert "$work/server.crt" --connect-to "exporter.example:$port:127.0.0.1:$port" "$@" "https://exporter.example:$port$path"
}

# probe_of NAME PROBE: tcp, or scheme and path.
probe_of() { of "$1" "const p = container.$2; p.tcpSocket ? 'tcp' : (p.httpGet.scheme ?? 'HTTP').toLowerCase() + ' ' + p.httpGet.path"; }

# probe NAME PROBE: asks as the kubelet does, which checks no certificate.
probe() {
    local kind
    kind=$(probe_of "$@")
    echo "$2: $kind"
    if [ "$kind" = tcp ]; then
        (: <"/dev/tcp/127.0.0.1/$port")
    else
        curl -sfk -o /dev/null "${kind% *}://127.0.0.1:$port${kind#* }"
    fi
}

free_port() { node -e 'const s = require("node:net").createServer().listen(0, () => { console.log(s.address().port); s.close(); })'; }

content_is_served() {
    local values=(--set-file webConfig.content="$work/password.yml" --set webConfig.certificateSecret=exporter-tls --set port="$(free_port)")
    render password "${values[@]}" && secret_text "${values[@]}" >"$work/rendered.yml" && diff "$work/password.yml" "$work/rendered.yml" || return
    mount_secret "$work/rendered.yml=web-config.yml" "$work/server.crt=tls.crt" "$work/server.key=tls.key"
    [ "$(of password "pod.volumes.at(-1).projected.sources.map(each => each.secret.name).join(' ')")" = "containerd-exporter-web-config exporter-tls" ] &&
        serve password && probe password livenessProbe && probe password readinessProbe &&
        [ "$(status /metrics)" = 401 ] && [ "$(status /metrics -u prometheus:secret)" = 200 ]
}

# The exporter runs on as the one of the test before.
new_secret_is_in_force() {
    sed "s|prometheus: .*|prometheus: $(password_hash changed)|" "$work/password.yml" >"$work/changed.yml"
    mount_secret "$work/changed.yml=web-config.yml" "$work/server.crt=tls.crt" "$work/server.key=tls.key"
    [ "$(status /metrics -u prometheus:secret)" = 401 ] && [ "$(status /metrics -u prometheus:changed)" = 200 ]
}

# The kubelet could not ask, and the chart knows; what only connects is nothing to log.
client_certificates_are_served() {
    local values=(--set-file webConfig.content="$work/certificates.yml" --set webConfig.certificateSecret=exporter-tls --set port="$(free_port)")
    render certificates "${values[@]}" && secret_text "${values[@]}" >"$work/rendered.yml" || return
    mount_secret "$work/rendered.yml=web-config.yml" "$work/server.crt=tls.crt" "$work/server.key=tls.key" "$work/scraper.crt=ca.crt"
    serve certificates && probe certificates livenessProbe && probe certificates readinessProbe || return
    ! curl -sfk -o /dev/null "https://127.0.0.1:$port/-/ready" && [ "$(status /metrics --cert "$work/scraper.crt" --key "$work/scraper.key")" = 200 ] &&
        ! grep 'level=error\|[Hh]andshake' "$work/log"
}

# existing_secret_is_mounted NAME PROBE ARGS...: nothing of its own, and PROBE by what the values say.
existing_secret_is_mounted() {
    local name=$1 wanted=$2
    shift 2
    render "$name" --set webConfig.existingSecret=doors "$@" &&
        [ "$(of "$name" "pod.volumes.at(-1).projected.sources.map(each => each.secret.name).join(' ')")" = doors ] &&
        of "$name" 'container.args.join("\n")' | grep -qx -- --web.config.file=/etc/containerd-exporter/web-config.yml &&
        [ "$(probe_of "$name" readinessProbe)" = "$wanted" ] &&
        ! template --set webConfig.existingSecret=doors "$@" | grep -q '^kind: Secret'
}

existing_secrets_are_mounted() {
    existing_secret_is_mounted plain 'http /-/ready' && existing_secret_is_mounted tls 'https /-/ready' --set webConfig.tls=true &&
        existing_secret_is_mounted clients tcp --set webConfig.tls=true --set webConfig.clientCertificates=true
}

all_speak_https() {
    local secured=(--set-file webConfig.content="$work/password.yml" --set podMonitor.enabled=true --set prometheusRule.enabled=true --set dashboards.enabled=true)
    template "${secured[@]}" >"$work/secured.yaml" && grep -q '^ *scheme: https$' "$work/secured.yaml" && grep -q 'runbook_url: https://{{ $labels.instance }}/runbooks/' "$work/secured.yaml" &&
        grep -q 'https://${instance}/runbooks/' "$work/secured.yaml" && ! grep -n 'http://\(${\|{{ $labels\)' "$work/secured.yaml"
}

# refused WORDS ARGS...: with a reason that has these words.
refused() {
    local words=$1
    shift
    ! template "$@" >/dev/null 2>"$work/error" && grep -qF "$words" "$work/error" || { echo "not refused: $*"; cat "$work/error"; return 1; }
}

contradictions_are_refused() {
    refused 'only one of them' --set webConfig.existingSecret=doors --set webConfig.content=rate_limit: &&
        refused 'need webConfig.existingSecret or webConfig.content' --set webConfig.tls=true &&
        refused 'need webConfig.existingSecret or webConfig.content' --set webConfig.certificateSecret=exporter-tls &&
        refused 'of webConfig.content they are read' --set webConfig.content=rate_limit: --set webConfig.tls=true &&
        refused 'webConfig.content: error' --set webConfig.content='a: [' &&
        refused existingSecret --set webConfig.existingSecret=No_Name
}

# notes ARGS...: what helm tells after an installation, which it makes only with a cluster.
notes() {
    if [ ! -d "$work/chart" ]; then
        cp -rL "$chart" "$work/chart"
        { echo '{{- define "notes" -}}'; cat "$chart/templates/NOTES.txt"; printf '{{- end -}}\ntext: |\n  {{- include "notes" . | nindent 2 }}\n'; } >"$work/chart/templates/notes.yaml"
    fi
    helm template containerd-exporter "$work/chart" --show-only templates/notes.yaml "$@"
}

notes_tell() {
    local monitored=(--set podMonitor.enabled=true)
    notes "${monitored[@]}" | grep -q ' http://localhost' && ! notes "${monitored[@]}" | grep 'podMonitor\.\|kubelet' &&
        notes "${monitored[@]}" --set-file webConfig.content="$work/password.yml" >"$work/notes" && grep -q ' https://localhost' "$work/notes" &&
        grep -q podMonitor.tlsConfig "$work/notes" && grep -q podMonitor.basicAuth "$work/notes" && ! grep kubelet "$work/notes" &&
        notes "${monitored[@]}" --set-file webConfig.content="$work/certificates.yml" >"$work/notes" && grep -q 'no certificate to show and is refused' "$work/notes" && grep -q kubelet "$work/notes"
}

tally_check "web configuration: certificates and passwords" make_files
tally_check "web configuration: the exporter takes the chart's" content_is_served
tally_check "web configuration: and a new version of it" new_secret_is_in_force
tally_check "web configuration: client certificates" client_certificates_are_served
tally_check "web configuration: an existing Secret" existing_secrets_are_mounted
tally_check "web configuration: links and PodMonitor speak HTTPS" all_speak_https
tally_check "web configuration: contradictions are refused" contradictions_are_refused
tally_check "web configuration: the notes" notes_tell
tally_finish
