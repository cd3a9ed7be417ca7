#!/usr/bin/env bash
# Draws the pictures that README and docs show, from the bundled catalogue. `make format` calls it.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
export KB_TODAY=2026-11-23 # the day of all runs that the docs show
mkdir -p docs/pictures
kb draw two-phase-commit --kb bundled --quiet --relation replaces --relation evolved-from --output docs/pictures/two-phase-commit.svg
