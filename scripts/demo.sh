#!/usr/bin/env bash
# Shows what the program does, each command before its output. `make demo` runs it; PAGES and OUT choose other folders.
set -euo pipefail
cd "$(dirname "$0")/.."
pages=${PAGES:-examples/pages} out=${OUT:-out}
mkdir -p "$out"

show() {
    printf '\n$ %s\n' "$*"
    "$@"
}

show kb load "$pages" --kb "$out/demo.kb"
show kb what-replaces two-phase-commit --kb bundled
for format in mermaid:mmd dot:dot svg:svg; do
    show kb draw two-phase-commit --kb bundled --format "${format%:*}" --output "$out/two-phase-commit.${format#*:}"
done

printf '\nWritten:\n'
ls -1 "$out"/demo.kb "$out"/two-phase-commit.*
