# What the runbooks tell a reader to type that needs systemd and its journal: each command as it stands there.

U=containerd
: "$U"

runbook_commands() {
    awk '/^ *```bash/ { inside = 1; next } /^ *```/ { inside = 0 } inside' runbooks/*.md |
        grep -oE '(systemctl|journalctl)( +("[^"]*"|[^] ;|&>()`#"]+))+' |
        sed -E 's/ +[0-9]$//' | sort -u
}

# What a healthy answer holds. A journal that says nothing of the last minutes is an answer too.
looks() {
    local output
    output=$(eval "$1 2>&1") || { fail "runbooks: $1" "${output:0:200}"; return; }
    case $1 in
        'systemctl show'*) [[ $output == *=* || $1 == *--value* ]] ;;
        'systemctl cat'*) [[ $output == *ExecStart=* ]] ;;
        'systemctl status'*) [[ $output == *'active (running)'* ]] ;;
        journalctl*) [ -n "$output" ] ;;
    esac && ok "runbooks: $1" || fail "runbooks: $1" "${output:0:200}"
}

changes() {
    local output
    output=$(eval "$1 2>&1") || { fail "runbooks: $1" "${output:0:200}"; return; }
    if [[ $1 == *stop* ]]; then
        expect "runbooks: $1" inactive "$(systemctl is-active containerd)"
        systemctl start containerd
    else
        expect "runbooks: $1" active "$(systemctl is-active containerd)"
    fi
}

while read -r command; do
    case $command in
        # Of another unit than this node has, or the end of the boot.
        *kubelet* | *docker* | *WRONG-UNIT* | 'systemctl reboot') ;;
        'systemctl cat '* | 'systemctl show '* | 'systemctl status '* | 'systemctl is-active '* | 'systemctl list-'*) looks "$command" ;;
        'journalctl --vacuum-size='*) changes "$command" ;;
        journalctl*) looks "$command" ;;
        'systemctl daemon-reload' | 'systemctl restart '* | 'systemctl start '* | 'systemctl stop '* | 'systemctl reset-failed '* | 'systemctl enable --now '* | 'systemctl set-property --runtime '*)
            changes "$command" ;;
        *) fail "runbooks: $command" "nobody has decided how to try it" ;;
    esac
done < <(runbook_commands)
within "the exporter answers after the runbooks' commands" 30 exporter_answers
