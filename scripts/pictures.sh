#!/usr/bin/env bash
# Draws the pictures that README and docs show, from the bundled catalogue. `make format` calls it.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/.venv/bin:$PATH"
export KB_TODAY=2026-11-23 # the day of all runs that the docs show
mkdir -p docs/pictures

draw() { # FILE WHAT TO DRAW...
    kb draw "${@:2}" --kb bundled --quiet --output "docs/pictures/$1.svg"
}

draw two-phase-commit two-phase-commit --relation replaces --relation evolved-from
draw lineage-two-phase-commit two-phase-commit --picture lineage
draw lineage-transactions family/transactions --picture lineage
draw lineage-all --picture lineage
draw timeline-transactions family/transactions --picture timeline
draw radar --picture radar
draw migration-polling polling websocket --picture migration
draw tree-transactions distributed-transactions --picture tree
draw relations-saga saga
draw path-service-mesh static-configuration service-mesh --picture path
draw comparison-transactions 2pc saga outbox percolator-transaction --picture comparison
draw diff-2000-2005 --picture diff --as-of 2000 --and-as-of 2005
draw lineage-common saga three-phase-commit --picture lineage
draw relations-all
