#!/bin/bash
# Build the script that seals in the browser, or with --check test it and compare it with the committed one.
set -euo pipefail
cd "$(dirname "$0")/../frontend/sealing"
command -v npm >/dev/null || { echo "This needs Node 20 with npm; running and testing the marketplace does not." >&2; exit 1; }
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
if [ "${1:-}" = --check ]; then
    node --test --test-reporter=dot test/
    node build.mjs --check
else
    node build.mjs
fi
