#!/usr/bin/env bash
# Writes requirements/*.txt from pyproject.toml: exact versions for every platform and Python, with hashes, naming no host.
# Versions stay as they are while they fit; scripts/lock.sh --upgrade takes the newest.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=.venv/bin/uv
[[ -x $uv ]] || uv=$(command -v uv) || { echo "uv is needed: make setup, or pip install uv" >&2; exit 1; }
mkdir -p requirements

compile() { # NAME OPTIONS...
    "$uv" pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --custom-compile-command 'make lock' --output-file "requirements/$1.txt" "${@:2}"
    echo "requirements/$1.txt: $(grep -c == "requirements/$1.txt") packages"
}

compile dev pyproject.toml --extra all --group dev "$@"
compile all pyproject.toml --extra all --constraints requirements/dev.txt
compile demo pyproject.toml --extra pictures --constraints requirements/dev.txt
compile build --group build --constraints requirements/dev.txt
compile bootstrap --group bootstrap "$@"
compile peers --group peers "$@"
