"""The seal of a catalogue file: a flipped bit is noticed wherever it is, and nothing that SQLite itself wrote is doubted."""

import os
import random
import sqlite3
from pathlib import Path

import pytest

from kb.errors import CatalogueError, NotACatalogue
from kb.loading import load
from kb.settling import settle_again
from kb.store import seal
from kb.store.file import close_after_writing, open_for_writing
from kb.store.sqlite import SqliteGraph
from tests.conftest import Kb

PAGES = {f"pages/p{n}.md": f"---\ntitle: P{n}\nsummary: text {n}\nreplaces: p{n + 1}\n---\n" for n in range(40)}


def sound(path: str) -> bool:
    """Whether a file is what was written."""
    try:
        with SqliteGraph(path) as graph:
            graph.check()
    except CatalogueError:
        return False
    return True


@pytest.fixture
def kept(kb: Kb) -> Path:
    """A catalogue in a file of many pages."""
    kb.write(PAGES).load()
    return kb.folder / "catalogue.kb"


def sealed(path: Path) -> bool:
    """Whether a file has a seal that is filled in."""
    found = path.read_bytes().split(b"kb-seal:")
    return len(found) == 2 and set(found[1][:40]) != {ord("0")}


def test_a_flipped_bit_anywhere(kept: Path):
    """Of a thousand bits behind the header, each of them flipped alone, none goes unnoticed."""
    good, chance = kept.read_bytes(), random.Random(7)
    for _ in range(1_000):
        bad, place = bytearray(good), chance.randrange(100, len(good))
        bad[place] ^= 1 << chance.randrange(8)
        kept.write_bytes(bad)
        seal_itself = good.index(b"kb-seal:") <= place < good.index(b"kb-seal:") + len(seal.BLANK)
        assert not sound(str(kept)) or seal_itself, place
    kept.write_bytes(good)
    assert sound(str(kept))


def test_every_bit_of_the_header(kept: Path):
    """A bit that flips in the header is noticed, or changes nothing of what is read."""
    good = kept.read_bytes()
    with SqliteGraph(str(kept)) as graph:
        ids = [node.id for node in graph.select()]
    for place in range(100):
        for bit in range(8):
            bad = bytearray(good)
            bad[place] ^= 1 << bit
            kept.write_bytes(bad)
            try:
                with SqliteGraph(str(kept)) as graph:
                    assert [node.id for node in graph.select()] == ids
            except CatalogueError:
                pass


def test_commands_refuse(kb: Kb, kept: Path):
    """What reads or writes all of a damaged file is refused in one line and exit 2; the file stays as it is."""
    good = kept.read_bytes()
    place = good.index(b"text 7")
    bad = good[:place] + b"tuxt 7" + good[place + 6 :]
    kept.write_bytes(bad)
    kb.write({"pages/new.md": "---\ntitle: New\n---\n"})
    for argv in (
        ("export", "--format", "jsonl"),
        ("stats",),
        ("load", "pages"),
        ("settle",),
        ("export", "-o", "x.ttl"),
    ):
        done = kb(*argv)
        assert (done.code, done.out) == (2, ""), argv
        assert [line for line in done.complaints if "is damaged: it is not what was written" in line], argv
        assert kept.read_bytes() == bad
    assert not (kb.folder / "x.ttl").exists()


def test_what_cannot_be_read_is_suspected(kb: Kb, kept: Path):
    """A question that stumbles over a value that is no value says that the file is damaged; there is no traceback."""
    good = kept.read_bytes()
    kept.write_bytes(good.replace(b'"text 7"', b'"text 7}'))
    done = kb("show", "p7", "--quiet")
    assert (done.code, done.out, len(done.complaints)) == (2, "", 1)
    assert "is damaged: it is not what was written" in done.err


def test_what_sqlite_wrote_is_not_doubted(kb: Kb, kept: Path):
    """Whoever changes the file by SQLite breaks no seal, and the next load puts a new one on."""
    assert sealed(kept)
    connection = sqlite3.connect(kept)
    connection.execute("UPDATE node SET title = 'by hand' WHERE id = 'p1'")
    connection.commit()
    connection.close()
    assert sound(str(kept))
    kb.write({"pages/new.md": "---\ntitle: New\n---\n"}).load()
    assert sealed(kept)
    assert sound(str(kept))


def test_a_file_without_a_seal(kb: Kb, kept: Path):
    """A file of before there were seals is read and written as ever, and sealed when it is settled."""
    connection = sqlite3.connect(kept)
    connection.execute("DROP TABLE seal")
    connection.commit()
    connection.close()
    assert sound(str(kept))
    assert kb("stats", "--quiet").code == 0
    settle_again(str(kept))
    assert sealed(kept)
    assert sound(str(kept))


def test_while_somebody_has_it_open(kb: Kb, kept: Path):
    """A file that somebody reads while it is written is not doubted, and sealed by the next writer."""
    with SqliteGraph(str(kept)) as graph:
        before = [node.id for node in graph.select()]
        kb.write({"pages/new.md": "---\ntitle: New\n---\n"}).load()
        graph.check()
        assert len([node.id for node in graph.select()]) == len(before) + 1
    assert sound(str(kept))
    settle_again(str(kept))
    assert sealed(kept)
    assert sound(str(kept))


def test_a_writer_that_fails(kept: Path, tmp_path: Path):
    """A transaction that is taken back leaves a file that is sealed and sound."""
    writer = open_for_writing(str(kept))
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM node")
    writer.execute("ROLLBACK")
    close_after_writing(writer)
    assert sealed(kept)
    assert sound(str(kept))
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\n")
    load([str(tmp_path / "a.md")], str(tmp_path / "one.kb"))
    assert sealed(tmp_path / "one.kb")


def test_the_same_catalogue_has_the_same_bytes(kb: Kb):
    """The seal is made of the bytes alone: the same pages loaded twice are the same files."""
    kb.write(PAGES)
    for name in ("one.kb", "two.kb"):
        kb.load("pages", "--kb", name)
    seals = [(kb.folder / name).read_bytes().split(b"kb-seal:")[1][8:40] for name in ("one.kb", "two.kb")]
    same = (kb.folder / "one.kb").read_bytes() == (kb.folder / "two.kb").read_bytes()
    assert (seals[0] == seals[1]) == same


def test_no_catalogue_at_all(tmp_path: Path):
    """A file that was cut off is no catalogue, whatever its seal says."""
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\n")
    path = tmp_path / "a.kb"
    load([str(tmp_path / "a.md")], str(path))
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(NotACatalogue), SqliteGraph(str(path)) as graph:
        graph.check()
