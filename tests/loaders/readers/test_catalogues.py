"""The readers over real catalogues, against the libraries that read them elsewhere."""

import csv
import email.parser
import io

import pytest

from loaders.readers import READERS, named
from loaders.readers.paths import select
from loaders.tree import Mapping, Scalar, Sequence
from tests.loaders.readers.conftest import corpus, scalars


def test_peps() -> None:
    """The headers of all 736 PEPs are those that email.parser reads, and so are the bodies."""
    files = corpus("peps", ".rst")
    for path, text in files.items():
        message = email.parser.HeaderParser().parsestr(text)
        expected = [(name, " ".join(value.split("\n")).split()) for name, value in message.items()]
        tree, faults = named("headers").read(text, {})
        assert faults == [], path
        assert isinstance(tree, Mapping)
        found = [(key.raw, value.raw) for key, value in tree.entries if isinstance(value, Scalar) and key.raw[0] != "$"]
        assert [(name, value.split()) for name, value in found] == expected, path
        body = tree.get("$body")
        assert isinstance(body, Scalar)
        assert body.raw == message.get_payload(), path
    assert len(files) == 736


def test_linux_timeline() -> None:
    """The rows of the timeline are those of the csv module without the comments, each cell at its place."""
    (text,) = corpus("linuxtimeline", "ldt.csv").values()
    tree, faults = named("csv").read(text, {"header": False, "comment": ["#", "//"]})
    assert faults == []
    assert isinstance(tree, Sequence)
    found = [[scalar.raw for scalar in scalars(row)] for row in tree.items]
    rows = csv.reader(io.StringIO(text, newline=""))
    assert found == [row for row in rows if row and not row[0].startswith(("#", "//"))]
    assert len(found) > 700
    assert all(text[cell.start : cell.end] == cell.raw for cell in scalars(tree) if '"' not in cell.raw)


def test_keps() -> None:
    """Every kep.yaml is one mapping with a title."""
    files = corpus("keps", "kep.yaml")
    for path, text in files.items():
        tree, faults = named("yaml").read(text, {})
        assert faults == [], path
        assert isinstance(tree, Mapping)
        assert tree.get("title"), path
    assert len(files) > 600


def test_pluto() -> None:
    """The versions of Pluto are records of one list."""
    (text,) = corpus("pluto", "versions.yaml").values()
    tree, faults = named("yaml").read(text, {})
    assert faults == []
    assert len(list(select(tree, "deprecated-versions[*].version"))) > 50


@pytest.mark.parametrize(("name", "without"), [("adr-fac", 0), ("adr-govuk-aws", 0), ("adr-moj", 4)])
def test_decisions(name: str, without: int) -> None:
    """Every decision has a status of at least one line, but for those whose text is kept elsewhere."""
    files = {path: text for path, text in corpus(name, ".md").items() if not path.endswith("README.md")}
    lacking = []
    for path, text in files.items():
        tree, faults = named("sections").read(text, {})
        assert faults == [], path
        if not list(select(tree, "Status.lines[*]")):
            lacking.append(path)
    assert len(lacking) == without, lacking
    assert len(files) > 30


@pytest.mark.parametrize(
    ("name", "folder", "least"), [("endoflife", "/products/", 400), ("aoe-techradar", "/radar/", 500)]
)
def test_front_matter(name: str, folder: str, least: int) -> None:
    """Every page has front matter with a title, and a body."""
    files = {path: text for path, text in corpus(name, ".md").items() if folder in path}
    for path, text in files.items():
        tree, faults = named("front-matter").read(text, {})
        assert faults == [], path
        assert isinstance(tree, Mapping)
        assert tree.get("title"), path
        body = tree.get("$body")
        assert isinstance(body, Scalar)
        assert text.endswith(body.raw)
    assert len(files) >= least


def test_names() -> None:
    """Every reader has a name of its own and is found by it."""
    assert [named(reader.name) for reader in READERS] == list(READERS)
    assert len({reader.name for reader in READERS}) == len(READERS) >= 15
