"""What commands import: a library that costs time at start is imported by the command that needs it, and no other."""

import json
import subprocess
import sys

import pytest

from tests.conftest import Kb

#: Each costs milliseconds at every start, as much as all that kb itself does, or comes with an extra only.
HEAVY = frozenset(
    "asyncio graphviz graphviz_pure importlib.metadata mcp neo4j networkx numpy pandas pyarrow pyoxigraph pyshacl"
    " rdflib rich shtab starlette subprocess uvicorn yaml".split()
)
PAGE = "---\ntitle: Saga\nreplaces: [two-phase-commit]\n---\n# Saga\n"

# What the interpreter imports before the first line of ours (by .pth files, say) is not kb's doing.
_PROBE = """\
import sys
before = set(sys.modules)
from kb.__main__ import main
code = main(sys.argv[2:])
after = set(sys.modules) - before
import json
with open(sys.argv[1], "w") as file:
    json.dump({"code": code, "modules": sorted(after)}, file)
"""


def heavy(kb: Kb, *argv: str) -> set[str]:
    """The heavy modules that a command imports in a process of its own."""
    report = kb.folder / "imported.json"
    env = {name: text for name, text in kb.environment().items() if not name.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, str(report), *argv],
        cwd=kb.folder,
        env=env,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(report.read_text())
    assert found["code"] in (0, 1, 3), done.stderr.decode()
    return HEAVY.intersection(found["modules"])


@pytest.mark.parametrize(
    "argv",
    [
        ["--help"],
        ["--version"],
        ["what-replaces", "2pc"],
        ["what-replaces", "2pc", "--format", "json"],
        ["what-it-replaced", "saga"],
        ["show", "saga"],
        ["ancestors", "saga"],
        ["list", "--where", "tier=gold"],
        ["search", "commit"],
        ["stats"],
    ],
    ids=" ".join,
)
def test_a_question_imports_nothing_heavy(bundled: Kb, argv: list[str]):
    """A question to the catalogue that ships, once that is made, imports no library but Python's own light ones."""
    assert heavy(bundled, *argv) == set()


def test_load_imports_yaml_alone(kb: Kb):
    """Loading pages imports the YAML reader and nothing else that is heavy."""
    kb.write({"pages/saga.md": PAGE})
    assert heavy(kb, "load", "pages") == {"yaml"}


def test_a_question_to_pages_of_ones_own_imports_nothing_heavy(kb: Kb):
    """Once pages are loaded, a question to them does not import the YAML reader."""
    kb.write({"pages/saga.md": PAGE}).load()
    assert heavy(kb, "what-replaces", "two-phase-commit") == set()


def test_mermaid_is_written_without_a_library(bundled: Kb):
    """A diagram as Mermaid imports no library, not even Graphviz's package."""
    assert heavy(bundled, "draw", "saga", "--format", "mermaid") <= {"subprocess"}


def test_dot_needs_graphviz_and_no_graph_library(bundled: Kb):
    """A diagram as DOT imports Graphviz's package, which starts programs, and no library of graphs."""
    found = heavy(bundled, "draw", "saga", "--format", "dot")
    assert "graphviz" in found
    assert found <= {"graphviz", "subprocess"}


def test_the_python_interface_waits_for_its_first_use(kb: Kb):
    """``import kb`` alone imports none of the rooms, and nothing heavy."""
    code = "import sys, json; import kb; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=kb.folder, env=kb.environment(), capture_output=True, check=True, timeout=120
    )
    assert not {"kb.api", "queries", "loaders", "exports", "yaml", "networkx"}.intersection(json.loads(done.stdout))
