"""Compares the code with the limits that this project set itself; prints one line a finding, exit 1 when there is any.

Docstrings of modules and public names are ruff's business, the direction of imports is import-linter's.
"""

import ast
import re
import statistics
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("ontology", "loaders", "queries", "exports", "kb")

MODULE_LINES, MODULE_MEDIAN = 400, 130
FUNCTION_LINES, FUNCTION_P95 = 80, 40
#: Medians and percentiles say little about fewer than this.
ENOUGH = 20

Function = ast.FunctionDef | ast.AsyncFunctionDef
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|ca|c)\.", re.IGNORECASE)
_NEXT_SENTENCE = re.compile(r"[.?!][\"')\]`*]*\s+[\"'(\[`*]*[A-Z]")
_NAME = re.compile(r"^[A-Za-z0-9._-]+")
_LOCKED = re.compile(r"^([a-z0-9-]+)==", re.MULTILINE)


def main() -> int:
    """Look at everything; the number of findings, at most 1, is the exit code."""
    found = [*sizes(), *test_sentences(), *versions(), *locks()]
    for line in found:
        print(line)
    return min(len(found), 1)


def sizes() -> Iterator[str]:
    """Modules and functions that outgrew their limit, alone or all together."""
    modules: list[int] = []
    functions: list[int] = []
    for path in python_files(*ROOMS, "scripts", "bench"):
        text = path.read_text(encoding="utf-8")
        lines = len(text.splitlines())
        if path.name != "__init__.py":
            modules.append(lines)
        if lines > MODULE_LINES:
            yield f"{place(path)}:1: {lines} lines in one module, at most {MODULE_LINES}: this wants to be two"
        for function in functions_of(ast.parse(text)):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            functions.append(length)
            if length > FUNCTION_LINES:
                yield f"{place(path)}:{function.lineno}: {function.name} has {length} lines, at most {FUNCTION_LINES}"
    if len(modules) >= ENOUGH and (median := statistics.median(modules)) > MODULE_MEDIAN:
        yield f"the median module has {median:.0f} lines, at most {MODULE_MEDIAN}"
    if len(functions) >= ENOUGH and (p95 := statistics.quantiles(functions, n=20)[-1]) > FUNCTION_P95:
        yield f"one function in twenty has more than {p95:.0f} lines, at most {FUNCTION_P95}"


def test_sentences() -> Iterator[str]:
    """Tests that do not say in one sentence what holds."""
    for path in python_files("tests"):
        for function in functions_of(ast.parse(path.read_text(encoding="utf-8"))):
            if function.name.startswith("test_") and (reason := not_one_sentence(ast.get_docstring(function) or "")):
                yield f"{place(path)}:{function.lineno}: {function.name}: {reason}"


def not_one_sentence(docstring: str) -> str:
    """What is wrong with a docstring that should be one sentence; empty when nothing is.

    >>> not_one_sentence("A date (e.g. 1978) reads as it was written.")
    ''
    >>> not_one_sentence("Reads a date. Writes it again.")
    'its docstring is more than one sentence'
    """
    text = " ".join(_ABBREVIATION.sub("", docstring).split())
    if not text:
        return "no docstring says what holds"
    if not text.rstrip("\"')]`*").endswith((".", "?", "!")):
        return "its docstring does not end as a sentence"
    return "its docstring is more than one sentence" if _NEXT_SENTENCE.search(text) else ""


def versions() -> Iterator[str]:
    """Whether the code and the distribution disagree about the version."""
    declared = pyproject()["project"]["version"]
    if f'VERSION = "{declared}"\n' not in (ROOT / "kb/version.py").read_text(encoding="utf-8"):
        yield f"kb/version.py:1: VERSION is not {declared}, which pyproject.toml has"


def locks() -> Iterator[str]:
    """Packages that pyproject.toml asks for and a file of locked versions lacks."""
    project: dict[str, Any] = pyproject()["project"]
    extras: dict[str, list[str]] = project["optional-dependencies"]
    asked: dict[str, list[str]] = {
        "demo": [*project["dependencies"], *extras["pictures"]],
        "all": [*project["dependencies"], *(wish for wishes in extras.values() for wish in wishes)],
        **pyproject()["dependency-groups"],
    }
    for name, wishes in asked.items():
        locked = set(_LOCKED.findall((ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")))
        wanted = {re.sub(r"[._-]+", "-", _NAME.findall(wish)[0].lower()) for wish in wishes} - {project["name"]}
        for package in sorted(wanted - locked):
            yield f"requirements/{name}.txt:1: lacks {package}: make lock"


@cache
def pyproject() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def python_files(*folders: str) -> list[Path]:
    """All modules below some folders, in one order on every machine."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def functions_of(tree: ast.Module) -> list[Function]:
    """Every function and method, nested ones too."""
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def place(path: Path) -> str:
    """A path as a reader of the project knows it."""
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    sys.exit(main())
