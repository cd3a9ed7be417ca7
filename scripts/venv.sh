#!/usr/bin/env bash
# Makes a virtual environment with locked packages and this project in it: scripts/venv.sh FOLDER REQUIREMENTS
# Fast with uv, which comes from requirements/bootstrap.txt; with pip alone where uv cannot be had.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$1 requirements=$2 python=${PYTHON:-python3}
pip=("$folder/bin/python" -m pip --disable-pip-version-check -q)

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Python 3.11 or newer is needed; $python is $("$python" --version 2>/dev/null || echo "not there")." >&2
    echo "Name one, for instance: make setup PYTHON=python3.11   (on Debian: apt-get install python3.11 python3.11-venv)" >&2
    exit 1
fi

if ! "$folder/bin/python" -m pip --version >/dev/null 2>&1; then
    echo "$folder: new environment, $("$python" --version)"
    rm -rf "$folder"
    if ! "$python" -m venv "$folder"; then
        rm -rf "$folder"
        echo "$python cannot make an environment. On Debian: apt-get install python3-venv" >&2
        exit 1
    fi
fi

with_uv() {
    local uv=("$folder/bin/uv" pip) into=(-q --python "$folder/bin/python")
    "${pip[@]}" install --require-hashes -r requirements/bootstrap.txt &&
        "${uv[@]}" sync "${into[@]}" --require-hashes "$requirements" requirements/{build,bootstrap}.txt &&
        "${uv[@]}" install "${into[@]}" --no-deps --no-build-isolation --editable .
}

with_pip() {
    "${pip[@]}" install --require-hashes -r "$requirements" -r requirements/build.txt
    "${pip[@]}" install --no-deps --no-build-isolation --editable .
}

echo "$folder: packages of $requirements"
with_uv || { echo "$folder: not with uv; with pip, which takes longer"; with_pip; }
# As an installer does with a wheel: the first command need not compile what it imports.
"$folder/bin/python" -m compileall -q ontology loaders queries exports kb
