"""Loading: what a second load changes, what goes on speaking, and that a load that fails changes nothing."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.errors import CatalogueError, NothingToLoad
from kb.loading import load
from loaders import LOADERS
from loaders.base import Loader, SourceFile
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.problem import Problem
from ontology.vocabulary import Vocabulary, vocabulary
from tests.ledger.written import Catalogue, page

FILES = {
    "docs/saga.md": page("title: Saga\nreplaces: [2pc]\nintroduced: soon"),
    "docs/deep/outbox.md": page("title: Outbox\nrequires: [saga]"),
    "docs/e.json": '{"pattern_families": {"f": {"timeline": [{"pattern": "saga", "year": 1987}]}}}',
}


@pytest.fixture
def made(tmp_path: Path) -> Catalogue:
    """A small catalogue, loaded once."""
    return Catalogue(tmp_path).made(FILES)


def titles(made: Catalogue) -> dict[str, str]:
    """Titles of all defined nodes."""
    with made.open() as graph:
        return {node.id: node.title for node in graph.select([("defined", "yes")])}


def test_first_load(tmp_path: Path):
    """A first load says what it read and found."""
    made = Catalogue(tmp_path).write({**FILES, "docs/notes.txt": "x", "docs/other.json": "{}"})
    report = made.load()
    assert (report.files, report.unchanged, report.removed, report.changed) == (3, 0, [], True)
    assert report.claims == made.rows("SELECT count(*) FROM claim")[0][0] > 0
    assert sorted((one.rule, one.source.path) for one in report.problems) == [
        ("not-a-date", "docs/saga.md"),
        ("unknown-form", "docs/other.json"),
    ]
    assert [(one.suffix, one.count) for one in report.passed_over] == [(".txt", 1)]
    assert made.rows("SELECT path FROM source ORDER BY path") == [(name,) for name in sorted(FILES)]


def test_the_same_again(made: Catalogue):
    """Loading the same sources again changes no byte of the file."""
    before = made.bytes()
    report = made.load()
    assert (report.files, report.unchanged, report.changed, report.claims, report.problems) == (3, 3, False, 0, [])
    assert made.bytes() == before


def test_a_touched_file(made: Catalogue):
    """A file whose time is new and whose content is not changes nothing."""
    before = made.bytes()
    os.utime(made.folder / "docs/saga.md", (1, 1))
    report = made.load()
    assert (report.unchanged, report.changed) == (3, False)
    assert made.bytes() == before


def test_a_changed_file(made: Catalogue):
    """A changed file says what it says now; what it said before is kept with an end."""
    report = made.write({"docs/saga.md": page("title: Saga again")}).load()
    assert (report.files, report.unchanged, report.changed, report.claims) == (3, 2, True, 2)
    assert titles(made)["saga"] == "Saga again"
    assert made.edges() == [("outbox", "requires", "saga"), ("saga", "member-of", "family/f")]
    old = made.rows(
        "SELECT value, opened, closed FROM claim WHERE predicate = 'title' AND subject = 'saga' ORDER BY id"
    )
    assert old == [('"Saga"', 1, 2), ('"Saga again"', 2, None)]
    assert ("not-a-date", "docs/saga.md", 4) not in made.problems()


def test_a_removed_file(made: Catalogue):
    """A deleted file no longer speaks, is named once, and may come back."""
    (made.folder / "docs/deep/outbox.md").unlink()
    assert made.load().removed == ["docs/deep/outbox.md"]
    assert "outbox" not in titles(made)
    before = made.bytes()
    assert made.load().removed == []
    assert made.bytes() == before
    made.made({"docs/deep/outbox.md": FILES["docs/deep/outbox.md"]})
    assert titles(made)["outbox"] == "Outbox"
    assert made.rows("SELECT count(*) FROM source") == [(3,)]


def test_what_is_outside_a_root_stays(made: Catalogue):
    """Loading one folder says nothing of another one's files, gone or not."""
    made.made({"other/x.md": page("title: X")}, "other")
    (made.folder / "docs/saga.md").unlink()
    assert made.load("other").removed == []
    assert "saga" in titles(made)
    assert made.load("docs/deep").removed == []
    assert made.load("docs").removed == ["docs/saga.md"]


def test_everything_is_gone(made: Catalogue):
    """A folder whose files are all gone no longer speaks; a folder that is gone itself is refused."""
    for name in FILES:
        (made.folder / name).unlink()
    assert made.load().removed == sorted(FILES)
    assert titles(made) == {}
    (made.folder / "docs/deep").rmdir()
    (made.folder / "docs").rmdir()
    with pytest.raises(NothingToLoad, match="there is no file or folder"):
        made.load()


@pytest.mark.parametrize("broken", [b"\xff\xfe", b"\xe9", b"x" * 1_000_001])
def test_an_unreadable_file_goes_on_speaking(made: Catalogue, monkeypatch: pytest.MonkeyPatch, broken: bytes):
    """A file that cannot be read any more is reported, keeps what it said, and is read again when it can be."""
    monkeypatch.setenv("KB_MAX_FILE_MB", "1")
    before = made.problems()
    rule = "file-too-large" if len(broken) > 10 else "not-utf8"
    report = made.write({"docs/saga.md": broken}).load()
    assert [one.rule for one in report.problems] == [rule]
    assert titles(made)["saga"] == "Saga"
    assert ("saga", "replaces", "2pc") in made.edges()
    assert rule in [one for one, _, _ in made.problems()]
    again = made.bytes()
    assert [one.rule for one in made.load().problems] == [rule]
    assert made.bytes() == again
    made.made({"docs/saga.md": FILES["docs/saga.md"]})
    assert made.problems() == before
    assert titles(made)["saga"] == "Saga"


def test_a_folder_that_cannot_be_listed_goes_on_speaking(made: Catalogue, monkeypatch: pytest.MonkeyPatch):
    """What stands in a folder that cannot be listed any more is reported and keeps what it said."""
    from loaders import files

    real = files._entries

    def refuse(folder):
        if folder.name == "docs/deep":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(files, "_entries", refuse)
    made.write({"docs/new.md": page("title: New")})
    report = made.load()
    assert (report.removed, [one.rule for one in report.problems]) == ([], ["file-unreadable"])
    assert {"outbox", "new"} <= set(titles(made))


def test_a_file_of_another_form(made: Catalogue):
    """A file that no loader reads any more says nothing any more, and may speak again."""
    report = made.write({"docs/e.json": "{}"}).load()
    assert [one.rule for one in report.problems] == ["unknown-form"]
    assert "family/f" not in titles(made)
    before = made.bytes()
    made.load()
    assert made.bytes() == before
    made.made({"docs/e.json": FILES["docs/e.json"]})
    assert "family/f" in titles(made)
    assert "unknown-form" not in [rule for rule, _, _ in made.problems()]


def test_problems_of_unchanged_files_stay(made: Catalogue):
    """Findings of a file that is not read again are listed as long as it stands as it is."""
    assert ("not-a-date", "docs/saga.md", 4) in made.problems()
    report = made.write({"docs/new.md": page("title: New")}).load()
    assert report.problems == []
    assert ("not-a-date", "docs/saga.md", 4) in made.problems()
    (made.folder / "docs/saga.md").unlink()
    made.load()
    assert made.problems() == []


@pytest.mark.parametrize("spelling", ["docs", "./docs", "docs/", "deep/../docs", "ABSOLUTE", "LINK"])
def test_spellings_of_a_root(made: Catalogue, monkeypatch: pytest.MonkeyPatch, spelling: str):
    """A root is the same however it is spelled, so that nothing is loaded twice."""
    (made.folder / "deep").mkdir()
    if spelling == "LINK":
        (made.folder / "link").symlink_to("docs")
    monkeypatch.chdir(made.folder)
    before = made.bytes()
    source = {"ABSOLUTE": str(made.folder / "docs"), "LINK": "link"}.get(spelling, spelling)
    report = load([source], "c.kb")
    assert (report.unchanged, report.changed) == (3, False)
    assert made.bytes() == before


def test_paths_relative_to_the_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Paths are relative to the catalogue's folder where they lie below it, wherever one stands, else whole."""
    made = Catalogue(tmp_path).write({"a/docs/x.md": page("title: X"), "kb/y/z.md": page("title: Z")})
    monkeypatch.chdir(tmp_path / "a")
    made.kb = str(tmp_path / "kb" / "c.kb")
    load(["docs", "../kb/y"], made.kb)
    assert made.rows("SELECT path FROM source ORDER BY path") == [(f"{tmp_path}/a/docs/x.md",), ("y/z.md",)]
    made.kb = str(tmp_path / "c.kb")
    load(["docs"], made.kb)
    assert made.rows("SELECT path FROM source") == [("a/docs/x.md",)]
    made.kb = str(tmp_path / "a" / "docs" / "c.kb")
    load(["docs"], made.kb)
    assert made.rows("SELECT path FROM source") == [("x.md",)]


def test_two_roots(tmp_path: Path):
    """Several roots are loaded as one, and either may be loaded alone later."""
    made = Catalogue(tmp_path).made({"one/a.md": page("requires: b"), "two/b.md": page("title: B")}, "one", "two")
    assert made.edges() == [("a", "requires", "b")]
    (made.folder / "two/b.md").write_text(page("title: C"))
    report = made.load("two")
    assert (report.files, report.changed) == (1, True)
    assert titles(made) == {"a": "a", "b": "C"}


@pytest.mark.parametrize(
    "roots", [("docs", "docs/deep"), ("docs/deep", "docs"), ("docs", "docs"), ("docs", "docs/saga.md")]
)
def test_nested_roots(tmp_path: Path, roots: tuple[str, str]):
    """A root below another one adds nothing and does no harm, in either order."""
    made = Catalogue(tmp_path).write(FILES)
    report = made.load(*roots)
    assert report.files == 3
    assert made.settled() == Catalogue(tmp_path / "again").made(FILES).settled()
    before = made.bytes()
    made.load(*reversed(roots))
    assert made.bytes() == before


def test_a_file_as_root(tmp_path: Path):
    """A single file may be loaded, and is forgotten when it is gone and its folder is loaded."""
    made = Catalogue(tmp_path).made(FILES, "docs/saga.md")
    assert list(titles(made)) == ["saga"]
    (made.folder / "docs/saga.md").unlink()
    assert made.load("docs").removed == ["docs/saga.md"]


def test_vocabulary(made: Catalogue):
    """Other words make every file be read again, are kept, and the same words again change nothing."""
    ours = vocabulary(retired=["phased out"])
    made.write({"docs/old.md": page("status: phased out\nalternatives: [saga]")}).load()
    assert ("old", "alternative-to", "saga") in made.edges()
    report = made.load(vocabulary=ours)
    assert (report.unchanged, report.changed) == (0, True)
    assert ("saga", "replaces", "old") in made.edges()
    before = made.bytes()
    assert made.load(vocabulary=ours).changed is False
    assert made.load().changed is False
    assert made.bytes() == before
    made.load(vocabulary=vocabulary(live=["phased out"]))
    assert ("old", "alternative-to", "saga") in made.edges()


def test_relations_of_the_user(made: Catalogue):
    """A relation that the user declares is loaded, settled and asked for like any other."""
    ours = Vocabulary.from_data(
        {"relations": [{"name": "tames", "label": "tames", "inverse": "tamed by", "symmetric": True}]}
    )
    made.write({"docs/x.md": page("tames: [saga, Outbox]")}).load(vocabulary=ours)
    assert [edge for edge in made.edges() if edge[1] == "tames"] == [("outbox", "tames", "x"), ("saga", "tames", "x")]
    with made.open() as graph:
        assert graph.vocabulary == VOCABULARY.merged(ours)


@pytest.mark.parametrize("value", ["abc", "1.5", "-1", ""])
def test_nonsense_limit(made: Catalogue, monkeypatch: pytest.MonkeyPatch, value: str):
    """A limit that is no number is refused in a sentence, and nothing is changed."""
    made.write({"docs/new.md": page("title: New")})
    before = made.bytes()
    monkeypatch.setenv("KB_MAX_FILE_MB", value)
    with pytest.raises(CatalogueError, match="KB_MAX_FILE_MB"):
        made.load()
    assert made.bytes() == before


class Crash(RuntimeError):
    """What a loader of these tests raises."""


def crashing(on: str) -> tuple[Loader, ...]:
    """The loaders, of which that of pages fails in the middle of one file."""

    def read(file: SourceFile, words: Vocabulary) -> Iterator[Claim | Problem]:
        for place, item in enumerate(LOADERS[0].read(file, words)):
            if file.path == on and place == 1:
                raise Crash
            yield item

    first = LOADERS[0]
    assert first.name == "pages"
    return (Loader(first.name, first.suffixes, first.takes, read), *LOADERS[1:])


def without_counters(content: bytes) -> bytes:
    """A file without SQLite's count of its changes, to which opening for writing belongs, in its header and its seal."""
    bare = content[:24] + content[28:92] + content[96:]
    return re.sub(b"kb-seal:[0-9a-f]{8}", b"kb-seal:", bare)


def test_a_crash_changes_nothing(made: Catalogue):
    """A load that fails in the middle leaves every row as it was, and the next one does it all."""
    made.write({name: page(f"title: New {name}") for name in ("docs/aaa.md", "docs/saga.md", "docs/zzz.md")})
    (made.folder / "docs/deep/outbox.md").unlink()
    before = made.settled(), made.rows("SELECT * FROM claim"), made.rows("SELECT * FROM source"), made.problems()
    content = made.bytes()
    with pytest.raises(Crash):
        made.load(loaders=crashing("docs/zzz.md"))
    assert (
        made.settled(),
        made.rows("SELECT * FROM claim"),
        made.rows("SELECT * FROM source"),
        made.problems(),
    ) == before
    assert without_counters(made.bytes()) == without_counters(content)
    assert made.load().removed == ["docs/deep/outbox.md"]
    assert titles(made)["zzz"] == "New docs/zzz.md"


def test_a_crash_of_the_first_load_leaves_nothing(tmp_path: Path):
    """A first load that fails leaves no file behind."""
    made = Catalogue(tmp_path).write(FILES)
    with pytest.raises(Crash):
        made.load(loaders=crashing("docs/saga.md"))
    assert os.listdir(tmp_path) == ["docs"]
    made.load()


@pytest.mark.parametrize("source", ["nowhere", "empty", "texts", "forms"])
def test_nothing_to_load(tmp_path: Path, source: str):
    """A source that is missing or holds nothing of ours is refused, and no file is made."""
    made = Catalogue(tmp_path).write({"texts/a.txt": "x", "forms/a.json": "{}"})
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToLoad, match=source):
        made.load(source)
    assert sorted(os.listdir(tmp_path)) == ["empty", "forms", "texts"]


def test_one_missing_source_of_two(made: Catalogue):
    """Where one of several sources is missing, none is loaded."""
    before = made.write({"docs/new.md": page("title: New")}).bytes()
    with pytest.raises(NothingToLoad):
        made.load("docs", "nowhere")
    assert made.bytes() == before


def test_control_characters_do_not_get_in(tmp_path: Path):
    """Whatever a file holds, nothing that a terminal would obey is kept of it."""
    front = 'title: "T\\e[31m"\nodd: {"k\\e": "v\\e"}\nreplaces: {pattern: "p\\e", when: "w\\e", note: "n\\u202e"}\n'
    front += 'modern_examples: [{company: "c\\u009b"}]\n"q\\e": 1\nintroduced: "\\e"\nid: "i\\e"\ntype: "t\\e"'
    made = Catalogue(tmp_path).made(
        {
            "docs/a.md": page(front),
            "docs/b.md": "# H\x1b[31m\n",
            "docs/c.json": '{"pattern_families": {"f\\u001b": {"t\\u001b": 1, "migration_triggers": {"a\\u001b_to_b": ["\\u001b"]}}}}',
        }
    )
    shown = [
        row
        for table in ("claim", "problem", "node", "property", "edge", "name", "finding")
        for row in made.rows(f"SELECT * FROM {table}")
    ]
    texts = [text for row in shown for text in row if isinstance(text, str)]
    assert [text for text in texts if any(sign in text for sign in "\x1b\x9b\u202e")] == []
    assert sum("\ufffd" in text for text in texts) > 10


def test_progress(made: Catalogue):
    """Progress is told for every file in order, and at the end."""
    told: list[tuple[int, int, str]] = []
    made.load(progress=lambda done, total, name: told.append((done, total, name)))
    assert told == [(0, 3, "docs/deep/outbox.md"), (1, 3, "docs/e.json"), (2, 3, "docs/saga.md"), (3, 3, "")]
