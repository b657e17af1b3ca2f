#!/usr/bin/env bash
# Asks whether every script of every runbook was typed by a test, on a node that needed it. Those that none can type here are in
# untyped-steps.txt, each with its reason; what is in neither, or in both, is told, and the script fails.
#   typed-steps.sh FILE...      what was typed, one line for each: ALERT SECTION, and of Fix its step and script: "ContainerdDown Fix 3/1"
set -euo pipefail
folder=$(cd "$(dirname "$0")" && pwd)

# Every script that there is.
steps() {
    awk '
        FNR == 1 { alert = FILENAME; sub(/.*\//, "", alert); sub(/\.md$/, "", alert) }
        /^## / { section = substr($0, 4); step = "" }
        section == "Fix" && /^[0-9]+\. / { step = $1 + 0; scripts = 0 }
        /^ *```bash$/ {
            if (section == "Fix") print alert, "Fix", step "/" ++scripts
            else if (section ~ /^(Confirm|Decide|Verify)$/) print alert, section
        }' "$folder"/../alerts/runbooks/*.md | sort -u
}

typed=$(cat "$@" | sort -u)
untyped=$(sed -n 's/ *#.*//; /./p' "$folder/untyped-steps.txt" | sort -u)
lacking=$(comm -23 <(steps) <(sort -u <<<"$typed"$'\n'"$untyped"))
needless=$(comm -12 <(echo "$typed") <(echo "$untyped"))
unknown=$(comm -13 <(steps) <(echo "$untyped"))
[ -z "$lacking" ] || printf 'typed by no test: %s\n' "${lacking//$'\n'/, }"
[ -z "$needless" ] || printf 'typed after all: %s\n' "${needless//$'\n'/, }"
[ -z "$unknown" ] || printf 'no such step: %s\n' "${unknown//$'\n'/, }"
echo "$(steps | wc -l) scripts, $(comm -12 <(steps) <(echo "$typed") | wc -l) typed"
[ -z "$lacking$needless$unknown" ]
