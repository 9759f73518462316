#!/bin/bash
# Build .venv from the hashed pins: scripts/environment.sh run|test. Quick when nothing has changed.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-run}
python=${PYTHON:-python3}

say() { echo "$*" >&2; }

command -v "$python" >/dev/null || { say "Python 3.11 or newer is needed; install it (Debian: apt install python3 python3-venv)."; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    say "Python 3.11 or newer is needed; $python is $("$python" -V 2>&1). Name another one: make PYTHON=python3.12 …"
    exit 1
}

if ! .venv/bin/python -c '' 2>/dev/null; then
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        if [ "$(id -u)" = 0 ]; then root=(env); else root=(sudo -n); fi
        if command -v apt-get >/dev/null && "${root[@]}" true 2>/dev/null; then
            say "Installing python3-venv …"
            "${root[@]}" apt-get update -qq
            "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
        else
            say "Python's venv module is missing; run: sudo apt install python3-venv   and then make again."
            exit 1
        fi
    fi
    say "Building the environment in .venv …"
    rm -rf .venv
    "$python" -m venv .venv
fi

wanted=$(sha256sum "requirements/$kind.txt" | cut -d' ' -f1)
if [ "$(cat ".venv/.$kind.stamp" 2>/dev/null)" != "$wanted" ]; then
    say "Installing requirements/$kind.txt (the first time this downloads some 200 MB) …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps \
        --require-hashes -r "requirements/$kind.txt"
fi
echo "$wanted" >".venv/.$kind.stamp"
if [ "$kind" = test ]; then  # what tests need includes what running needs
    sha256sum requirements/run.txt | cut -d' ' -f1 >.venv/.run.stamp
fi
