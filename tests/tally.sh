# Counts tests over suites of different kinds. Sourced by bash scripts.

passed=0 failed=0 skipped=0
failures=()

say() { printf '\n==> %s\n' "$*"; }

# tally_check NAME COMMAND...: one test, passed when the command succeeds.
tally_check() {
    local name=$1
    shift
    say "$name"
    local start=$SECONDS
    if "$@"; then
        passed=$((passed + 1))
        echo "ok: $name ($((SECONDS - start)) s)"
    else
        tally_fail "$name"
    fi
}

tally_fail() {
    failed=$((failed + 1))
    failures+=("$1")
    echo "FAILED: $1" >&2
}

# tally_suite NAME COMMAND...: a test program of Microsoft.Testing.Platform, counted by the summary that it prints.
# One that ends without a summary, without a single test, or with a failure that it did not count is a failure itself.
tally_suite() {
    local name=$1 output status start=$SECONDS
    shift
    say "$name"
    output=$(mktemp)
    "$@" 2>&1 | tee "$output"
    status=${PIPESTATUS[0]}

    local total bad good left_out
    total=$(summary_field total "$output")
    bad=$(summary_field failed "$output")
    good=$(summary_field succeeded "$output")
    left_out=$(summary_field skipped "$output")
    rm -f "$output"

    if [ "${total:-0}" -eq 0 ]; then
        tally_fail "$name: no test was run (exit code $status)"
        return
    fi
    passed=$((passed + good))
    skipped=$((skipped + left_out))
    failed=$((failed + bad))
    if [ "$bad" -gt 0 ]; then
        failures+=("$name: $bad of $total tests")
    elif [ "$status" -ne 0 ]; then
        tally_fail "$name: exit code $status"
    fi
    echo "$name: $total tests in $((SECONDS - start)) s"
}

# The last "  total: 12" of a summary.
summary_field() { sed -n "s/^ *$1: \([0-9][0-9]*\)\$/\1/p" "$2" | tail -n 1; }

# tally_add NAME STATUS LINE: adds the closing line "N passed, N failed, N skipped" of another script.
tally_add() {
    local name=$1 status=$2 line=$3
    if [[ ! $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed,\ ([0-9]+)\ skipped$ ]]; then
        tally_fail "$name: ended without a summary (exit code $status)"
        return
    fi
    passed=$((passed + BASH_REMATCH[1]))
    failed=$((failed + BASH_REMATCH[2]))
    skipped=$((skipped + BASH_REMATCH[3]))
    if [ "$status" -ne 0 ]; then
        failures+=("$name")
    fi
}

# tally_script NAME COMMAND...: runs such a script, and shows what it prints as it goes.
tally_script() {
    local name=$1 output status
    shift
    say "$name"
    output=$(mktemp)
    "$@" 2>&1 | tee "$output"
    status=${PIPESTATUS[0]}
    tally_add "$name" "$status" "$(tail -n 1 "$output")"
    rm -f "$output"
}

# tally_finish: names what failed, prints the sum as the last line, and ends the script.
tally_finish() {
    if [ "${#failures[@]}" -gt 0 ]; then
        say "Failed:"
        printf '    %s\n' "${failures[@]}"
    fi
    echo
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ] && [ "${#failures[@]}" -eq 0 ]
    exit
}
