#!/usr/bin/env bash
# Sees to the programs that Python packages cannot bring: installs them as root on Debian, names the command elsewhere.
# With KB_REQUIRE_COMPONENTS=1 a program that is missing in the end is an error. A further one is a line in `missing`.
set -euo pipefail
cd "$(dirname "$0")/.."

need() { # PACKAGE COMMAND THAT WORKS WHEN IT IS THERE...
    "${@:2}" >/dev/null 2>&1 || packages+=("$1")
}

missing() {
    packages=()
    need make command -v make
    need git command -v git
    need python3-venv "${PYTHON:-python3}" -c 'import ensurepip, venv'
    need graphviz command -v dot
    need chromium command -v chromium
    need default-jre-headless command -v java
    need maven command -v mvn
}

missing
install=(apt-get install -y --no-install-recommends "${packages[@]}")
if ((${#packages[@]} && EUID == 0)) && command -v apt-get >/dev/null; then
    echo "Installing ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && "${install[@]}" -qq >/dev/null || true
    missing
fi
if ((${#packages[@]})); then
    echo "Not there: ${packages[*]}; tests that need it are left out. On Debian: sudo ${install[*]}" >&2
    [[ ${KB_REQUIRE_COMPONENTS:-} != 1 ]]
fi

# The Neo4j server that tests start: a community server of Java archives, which Maven knows how to gather.
server=.neo4j/lib
if [[ ! -e $server/.complete || scripts/neo4j.pom.xml -nt $server/.complete ]] && command -v java mvn >/dev/null; then
    echo "Fetching the Neo4j server that tests start"
    rm -rf "$server"
    if mvn -q -B -f scripts/neo4j.pom.xml dependency:copy-dependencies -DincludeScope=runtime \
        -DoutputDirectory="$PWD/$server" >/dev/null; then
        touch "$server/.complete"
    else
        echo "Not there: Maven could not fetch the Neo4j server; tests that need it are left out" >&2
        [[ ${KB_REQUIRE_COMPONENTS:-} != 1 ]]
    fi
fi
