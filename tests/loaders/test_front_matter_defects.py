"""Every way in which front matter is known to break, one file each: what is reported where, and what is kept."""

from pathlib import Path

import pytest

from loaders.files import read_file
from loaders.front_matter import split
from loaders.tree import Fault, Mapping
from loaders.yaml_reader import read_yaml

ASSETS = Path(__file__).parent.parent / "assets"

# (defect, problems as (rule, line), top-level keys that are kept)
DEFECTS = [
    ("bom", [("byte-order-mark", 1)], "title introduced"),
    ("crlf", [], "title tags summary"),
    ("tabs", [("yaml-tab", 4)], "title"),
    ("no-closing", [("front-matter-open", 1)], "title introduced"),
    ("duplicate-key", [("duplicate-key", 5)], "title status tags status"),
    ("unquoted-colon", [("yaml-syntax", 4)], "title status"),
    ("code-fence", [("yaml-syntax", 4)], "title status"),
    ("splice", [("yaml-syntax", 7)], "title checklist laws"),
    ("unescaped-quotes", [("yaml-syntax", 3)], "title"),
    ("lost-indentation", [("yaml-syntax", 7)], "title evolution from reason"),
    ("undefined-alias", [("yaml-alias", 3)], "title"),
    ("not-utf8", [("not-utf8", 3)], None),
    ("control-character", [("control-character", 2)], "title status"),
    ("date-trap", [], "title at introduced updated version old new kept"),
]


def path_of(defect: str) -> Path:
    return ASSETS / f"front-matter.{defect}.md"


@pytest.mark.parametrize(("defect", "expected", "kept"), DEFECTS, ids=[row[0] for row in DEFECTS])
def test_defect(defect: str, expected: list[tuple[str, int]], kept: str | None) -> None:
    """A damaged page is reported by one rule on its line and gives every key above the damage."""
    file, problems = read_file(str(path_of(defect)), "page.md", 20)
    keys = None
    if file:
        found = split(file.text)
        assert found
        if not found.closed:
            problems.append(file.problem(Fault("front-matter-open", "not closed", found.marker)))
        tree, faults = read_yaml(file.text, found.start, found.end)
        problems += [file.problem(fault) for fault in faults]
        assert isinstance(tree, Mapping)
        keys = " ".join(key.raw for key, _ in tree.entries)
        assert file.text[found.body :].startswith("# Outbox")
    assert [(problem.rule, problem.source.line) for problem in problems] == expected
    assert keys == kept
    assert all(problem.message and problem.severity for problem in problems)


def test_every_asset_is_tested() -> None:
    """No damaged page lies about without a row in the table."""
    assert {path.name for path in ASSETS.glob("front-matter.*.md")} == {path_of(row[0]).name for row in DEFECTS}
