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
