{{/* Contains "containerd-exporter" whatever the release is called: the rules look for that in the job's name. */}}
{{- define "containerd-exporter.fullname" -}}
{{- if contains "containerd-exporter" .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-containerd-exporter" .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "containerd-exporter.selector" -}}
app.kubernetes.io/name: containerd-exporter
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "containerd-exporter.labels" -}}
{{ include "containerd-exporter.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end -}}

{{- define "containerd-exporter.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "containerd-exporter.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "containerd-exporter.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{/* The Secret with web-config.yml; nothing without one. */}}
{{- define "containerd-exporter.webConfigSecret" -}}
{{- with .Values.webConfig -}}
{{- if and .existingSecret .content -}}
{{- fail "webConfig.existingSecret and webConfig.content: only one of them can be the web configuration" -}}
{{- else if .existingSecret -}}
{{- .existingSecret -}}
{{- else if .content -}}
{{- include "containerd-exporter.fullname" $ }}-web-config
{{- else if or .certificateSecret .tls .clientCertificates -}}
{{- fail "webConfig.certificateSecret, webConfig.tls and webConfig.clientCertificates need webConfig.existingSecret or webConfig.content" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* What the web configuration asks of a client, as JSON: tls, clientCertificates, password. An existing Secret's is what the values say of it. */}}
{{- define "containerd-exporter.doors" -}}
{{- $doors := dict "tls" false "clientCertificates" false "password" false -}}
{{- with .Values.webConfig -}}
{{- if .content -}}
{{- if or .tls .clientCertificates -}}
{{- fail "webConfig.tls and webConfig.clientCertificates speak of webConfig.existingSecret; of webConfig.content they are read" -}}
{{- end -}}
{{- $content := fromYaml .content -}}
{{- with $content.Error -}}
{{- fail (printf "webConfig.content: %s" .) -}}
{{- end -}}
{{- $section := $content.tls_server_config | default dict -}}
{{- range list "cert" "cert_file" "key" "key_file" "client_ca" "client_ca_file" "client_auth_type" -}}
{{- if get $section . -}}
{{- $_ := set $doors "tls" true -}}
{{- end -}}
{{- end -}}
{{- $_ := set $doors "clientCertificates" (has $section.client_auth_type (list "RequireAnyClientCert" "RequireAndVerifyClientCert")) -}}
{{- $_ := set $doors "password" (not (empty $content.basic_auth_users)) -}}
{{- else -}}
{{- $_ := set $doors "tls" (or .tls .clientCertificates) -}}
{{- $_ := set $doors "clientCertificates" .clientCertificates -}}
{{- end -}}
{{- end -}}
{{- toJson $doors -}}
{{- end -}}

{{/* How kubelet asks PATH of the exporter: (list $ "/-/ready"). */}}
{{- define "containerd-exporter.probe" -}}
{{- $doors := include "containerd-exporter.doors" (index . 0) | fromJson -}}
{{- if $doors.clientCertificates -}}
tcpSocket: { port: metrics }
{{- else if $doors.tls -}}
httpGet: { path: {{ index . 1 }}, port: metrics, scheme: HTTPS }
{{- else -}}
httpGet: { path: {{ index . 1 }}, port: metrics }
{{- end -}}
{{- end -}}
