#!/usr/bin/env bash
# Runs every check and ends with an error when one has failed, after all of them have spoken. `make check` calls it.
set -uo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
failed=()

step() { # NAME COMMAND...
    local started=$EPOCHREALTIME output status
    output=$("${@:2}" 2>&1) && status=ok || status=FAILED
    printf '%-42s %-6s %5d ms\n' "$1" "$status" $(((${EPOCHREALTIME/./} - ${started/./}) / 1000))
    [[ $status == ok ]] || { failed+=("$1"); printf '%s\n' "$output"; }
}

step "format (ruff format)" ruff format --check --output-format concise
step "lint (ruff check)" ruff check --output-format concise
step "types (mypy --strict)" mypy
step "import direction (import-linter)" lint-imports --no-cache --no-logo
step "limits, tests' sentences, versions" python scripts/check_house.py
step "nothing of one machine in the text" python scripts/check_text.py
step "sources of the bundled catalogue" python scripts/catalogue_sources.py
step "examples in README and docs" python scripts/check_readme.py

((${#failed[@]} == 0)) || { echo "Failed: ${failed[*]}"; exit 1; }
