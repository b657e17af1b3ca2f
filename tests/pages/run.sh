#!/usr/bin/env bash
# Looks at the exporter's pages in a real browser, on a node of its own (namespaces): healthy, then sick, with hostile text in the evidence.
# Needs root and artifacts/publish. The last line sums up: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/../.."
. tests/tally.sh

tally_check "pages: browser driver" npm ci --prefix tests/pages --silent --no-audit --no-fund
if [ "$failed" -gt 0 ]; then
    tally_finish
fi
tally_script "pages on a node" unshare --mount --pid --net --fork --mount-proc --propagation private tests/pages/node.sh
tally_finish
