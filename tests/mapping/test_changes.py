"""What a second load by a mapping changes, when the mapping or the folder is another one than before."""

from pathlib import Path

import pytest

from tests.ledger.written import Catalogue, page
from tests.mapping.written import mapping

FILES = {"docs/a/x.yaml": "id: x\n", "docs/b/y.yaml": "id: y\nreplaces: x\n"}


def narrow(files: str, title: str = "T") -> str:
    """A mapping that reads these files."""
    return (
        f"kb-mapping: 1\ntitle: {title}\nsources: [{{files: '{files}', read: yaml}}]\n"
        "records: {r: {id: '{id}', edges: {replaces: replaces}}}"
    )


@pytest.fixture
def made(tmp_path: Path) -> Catalogue:
    """Two files, read by a mapping that wants every YAML file."""
    made = Catalogue(tmp_path).write(FILES)
    made.load(mapping=mapping(narrow("**/*.yaml")))
    return made


@pytest.mark.parametrize("files", ["a/*.yaml", "a/*.y?ml", "**/*.yml"])
def test_a_narrower_mapping(made: Catalogue, files: str):
    """What a changed mapping no longer reads stops to count, is named once without a finding, and may come back."""
    made.write({"docs/z.yml": "id: z\n"})
    report = made.load(mapping=mapping(narrow(files)))
    unread = sorted(FILES) if "yml" in files and "?" not in files else ["docs/b/y.yaml"]
    assert (report.unread, report.removed, report.left) == (unread, [], [])
    assert made.edges() == []
    assert made.problems() == []
    again = made.load(mapping=mapping(narrow(files)))
    assert (again.unread, again.changed) == ([], False)
    assert made.load(mapping=mapping(narrow("**/*.yaml"))).changed
    assert made.edges() == [("y", "replaces", "x")]


def test_another_mapping(made: Catalogue):
    """What only another mapping read goes on to count, and a load says so."""
    made.write({"docs/a/page.md": page("title: Page")})
    report = made.load(mapping=mapping(narrow("a/*.yaml", "Other")))
    assert (report.unread, report.left) == ([], ["docs/b/y.yaml"])
    assert made.edges() == [("y", "replaces", "x")]
    assert made.load().left == ["docs/a/x.yaml", "docs/b/y.yaml"]


def test_another_root(made: Catalogue):
    """A mapping that is run over a part of the folder leaves alone what its patterns fitted from the top only."""
    top = mapping(narrow("?/*.yaml"))
    made.load(mapping=top)
    report = made.load("docs/a", "docs/b/y.yaml", mapping=top)
    assert (report.unread, report.left, report.changed) == ([], sorted(FILES), False)


def test_a_deleted_file(made: Catalogue):
    """A file that is gone stops to count, whichever mapping looks."""
    (made.folder / "docs/b/y.yaml").unlink()
    assert made.load(mapping=mapping(narrow("a/*.yaml", "Other"))).removed == ["docs/b/y.yaml"]
    assert made.edges() == []
