#!/bin/bash
# Write requirements/*.txt anew: exact versions with hashes for every platform, and no index address.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/lock.txt
    uv=.venv/bin/uv
fi
for name in run test lock; do
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --custom-compile-command "make lock" "$@" \
        "requirements/$name.in" -o "requirements/$name.txt"
done
bash scripts/no_addresses.sh
