#!/bin/bash
# Fail when a file of the repository names an index of packages: every installation uses its own.
set -euo pipefail
cd "$(dirname "$0")/.."
if git grep -nIE -- '(--index-url|--extra-index-url|--find-links)|"resolved": *"http' -- requirements '*.json' '*.toml' '*.lock'; then
    echo "No index address may be committed." >&2
    exit 1
fi
