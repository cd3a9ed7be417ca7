"""The same input gives the same bytes: whatever the hash seed, locale, time zone, folder, and order of files."""

import json
import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.store.schema import SETTLED_TABLES
from tests.conftest import ROOT, TODAY, Kb

BUNDLED = ROOT / "kb" / "catalogue"
NAMES = ("2pc", "saga", "paxos", "polling", "vector-clock", "esb", "raft", "lambda-architecture")

COMMANDS = [
    ["load", "pages", "--verbose"],
    ["load", "pages", "--format", "json"],
    *(["what-replaces", name] for name in NAMES),
    *(["what-replaces", name, "--format", "json"] for name in NAMES),
    *(["what-replaces", name, "--as-of", "2005"] for name in NAMES[:4]),
    *(["show", name] for name in NAMES[:4]),
    ["show", "saga", "--format", "json"],
    ["what-it-replaced", "raft"],
    ["tree", "2pc"],
    ["tree", "raft", "--up", "--inferred"],
    ["path", "polling", "websocket"],
    ["path", "2pc", "saga", "--all", "--relation", "(replaces|evolved-from|alternative-to|pairs-with)*", "--most", "9"],
    ["path", "raft", "2pc"],
    ["path", "2pc", "raft", "--format", "json"],
    ["timeline", "family/transactions"],
    ["timeline", "raft", "family/transactions", "--format", "markdown"],
    ["stats", "--as-of", "1999"],
    ["search", "verdict:replaced", "introduced:>=1990"],
    ["relate", "websocket", "long-polling"],
    ["relate", "outbox", "cdc", "--format", "json"],
    ["list", "--all"],
    ["list", "--where", "tier=gold", "--format", "json"],
    *(["list", "--verdict", verdict, "--ids"] for verdict in ("replaced", "dead-end", "cannot-tell")),
    ["search", "two", "phase"],
    ["search", "cirkuit braker"],
    ["what-replaces", "vectr-clok"],
    *(["migrate", name] for name in NAMES),
    ["migrate", "polling", "websocket", "--format", "json"],
    ["migrate", "saga", "2pc"],
    ["compare", *NAMES],
    ["compare", "--family", "transactions", "--format", "markdown"],
    ["compare", "2pc", "saga", "--format", "csv"],
    ["compare", "2pc", "saga", "--format", "json"],
    ["disputes"],
    ["disputes", "2pc", "--format", "json"],
    *(["why", f"{name} is replaced"] for name in NAMES),
    ["why", "saga replaces 2pc", "--format", "json"],
    ["why", "raft replaces 2pc"],
    ["select"],
    ["select", "distributed-transactions", "--answer", "data=shards", "--answer", "blocking=yes"],
    ["select", "distributed-transactions", "--answer", "data=services", "--format", "json"],
    ["stats"],
    ["stats", "--format", "json"],
    ["draw", "2pc", "--format", "mermaid"],
    ["draw", "2pc", "--format", "dot"],
    ["draw", "--where", "category=transactions", "--format", "mermaid"],
    ["draw", "2pc", "--picture", "lineage", "--format", "svg"],
    ["draw", "--picture", "lineage", "--most", "100"],
    ["draw", "transactions", "--picture", "timeline"],
    ["draw", "--picture", "radar"],
    ["draw", "polling", "websocket", "--picture", "migration", "--format", "svg"],
    ["draw", "2pc", "--picture", "migration"],
    ["draw", "distributed-transactions", "--picture", "tree"],
    ["draw", "transactions", "--picture", "gantt"],
    ["draw", "transactions", "--picture", "timeline", "--format", "mermaid"],
    ["lint", "pages", "--level", "note", "--format", "json"],
    ["settle", "--prefer", "latest"],
    ["show", "2pc"],
    ["settle", "--prefer", "decision"],
    ["show", "2pc"],
    ["bisect", "what", "replaces", "2pc"],
    ["diff", "--as-of", "1990", "--and-as-of", "2015"],
    ["diff", "--as-of", "2010", "--and-as-of", "2015", "--format", "json"],
    ["diff", "catalogue.kb", "bundled", "--format", "patch"],
    ["bisect", "ancestors", "raft", "--from", "2010"],
    ["verify", "q.yaml"],
    ["verify", "q.yaml", "--mutate", "--format", "json"],
    ["ask", "--jsonl"],
]
GOLDEN = """kb-questions: 1
questions:
  - {id: a, question: what replaces 2pc as of 2020, expect: {live: [raft, paxos], verdict: replaced}}
  - {id: b, question: nearest common ancestor of saga and 3pc, expect: {nearest: raft}}
  - {id: c, question: what replaces 2pc as of 1980, expect: {verdict: current}}
"""
ASKED = b'{"ask": "timeline", "of": "transactions"}\n{"ask": "common-ancestors", "of": ["saga", "raft"]}\n{"ask": "nodes"}\n'

#: Runs commands one after another in one process, and gives all that they print.
DRIVER = """
import json, os, sys
from pathlib import Path
from tests.conftest import Kb
commands, asked = json.load(sys.stdin)
kb = Kb(Path(os.getcwd()), {})
done = [kb(*command, stdin=asked.encode()) for command in commands]
json.dump([[one.code, one.out, one.err] for one in done], sys.stdout)
"""

WORLDS = {
    "hash seed 0, locale C": {"PYTHONHASHSEED": "0", "LC_ALL": "C", "LANG": "C"},
    "hash seed 1, no locale, Kiritimati": {"PYTHONHASHSEED": "1", "LC_ALL": "", "LANG": "", "TZ": "Pacific/Kiritimati"},
    "hash seed 12345, Turkish, Pago Pago, a wide terminal": {
        "PYTHONHASHSEED": "12345",
        "LC_ALL": "C.UTF-8",
        "LANG": "tr_TR.UTF-8",
        "TZ": "Pacific/Pago_Pago",
        "COLUMNS": "300",
        "LINES": "3",
    },
}
#: The families whose pages are laid out: those of ``NAMES``, and some more.
FAMILIES = (
    "transactions",
    "consensus",
    "clocks-and-ordering",
    "service-communication",
    "messaging",
    "batch-and-stream-processing",
)


def lay_out(folder: Path, order: Callable[[list[Path]], None] = list.reverse) -> Path:
    """Bundled pages of some families below ``folder/pages``, written in some order, so that the folder lists them in another one."""
    files = sorted(
        path
        for path in BUNDLED.rglob("*")
        if path.suffix in (".md", ".json") and {path.parent.name, path.stem} & {*FAMILIES, "catalogue"}
    )
    order(files)
    for path in files:
        copy = folder / "pages" / path.relative_to(BUNDLED)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (folder / "pages" / "transactions" / "Übung.md").write_text("---\ntitle: Übung\nreplaced_by: saga\n---\n", "utf-8")
    (folder / "q.yaml").write_text(GOLDEN, "utf-8")
    return folder


def settled(path: Path) -> str:
    """All that was settled, the claims that it was settled from, and what the text indexes hold, as SQL."""
    connection = sqlite3.connect(path)
    tables = [*SETTLED_TABLES, "spelling_content", "fulltext_content", "meta", "claim", "problem"]
    kept = tuple(f'INSERT INTO "{table}" ' for table in tables)
    lines = [line for line in connection.iterdump() if line.startswith(kept)]
    connection.close()
    assert len(lines) > len(tables)
    return "\n".join(lines)


def outcome(folder: Path, env: dict[str, str]) -> tuple[str, str]:
    """What all commands print in a process of its own, and what the catalogue holds then."""
    cache = str(folder.parent / f"{folder.name}-cache")  # each has to make the bundled catalogue, and says so
    done = subprocess.run(
        [sys.executable, "-c", DRIVER],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "KB_TODAY": TODAY, "XDG_CACHE_HOME": cache, **env},
        input=json.dumps([COMMANDS, ASKED.decode()]).encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode(), settled(folder / "catalogue.kb")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """What the commands print in the usual world."""
    return outcome(lay_out(tmp_path_factory.mktemp("usual"), list.sort), {"PYTHONHASHSEED": "7", "TZ": "UTC"})


def test_commands_answer(usual: tuple[str, str]):
    """The commands that are compared do print answers, and hardly any of them twice the same."""
    done = json.loads(usual[0])
    assert [code for code, _, _ in done if code not in (0, 1, 2, 3)] == []
    assert len({out for _, out, _ in done}) > len(COMMANDS) - 12
    assert sum(len(out) for _, out, _ in done) > 50_000


@pytest.mark.parametrize("world", WORLDS)
def test_same_in_every_world(world: str, usual: tuple[str, str], tmp_path: Path):
    """Neither hash seed nor locale nor time zone nor the size of the terminal changes a byte of any output."""
    assert outcome(lay_out(tmp_path), WORLDS[world]) == usual


@pytest.mark.parametrize("seed", [1, 2])
def test_same_for_shuffled_files(seed: int, usual: tuple[str, str], tmp_path: Path):
    """Files written in another order, into a folder elsewhere, give the same bytes."""
    folder = lay_out(tmp_path / "some where" / "ééé" / str(seed), random.Random(seed).shuffle)
    assert outcome(folder, {"PYTHONHASHSEED": str(seed)}) == usual


def test_same_for_shuffled_listing(kb: Kb, monkeypatch: pytest.MonkeyPatch):
    """A file system that lists a folder in any order gives the same catalogue."""
    lay_out(kb.folder)
    kb.load()
    straight = settled(kb.folder / "catalogue.kb")
    real = os.scandir

    class Shuffled:
        def __init__(self, path: str) -> None:
            with real(path) as entries:
                self._entries = list(entries)
            random.Random(3).shuffle(self._entries)

        def __enter__(self) -> list["os.DirEntry[str]"]:
            return self._entries

        def __exit__(self, *args: object) -> None:
            pass

    monkeypatch.setattr("loaders.files.os.scandir", Shuffled)
    kb.load("pages", "--kb", "other.kb")
    assert settled(kb.folder / "other.kb") == straight


def test_same_in_two_steps(kb: Kb):
    """Pages loaded in two steps, some of them changed in between, settle as if they had been loaded at once."""
    lay_out(kb.folder)
    page = kb.folder / "pages" / "transactions" / "saga.md"
    text = page.read_bytes()
    page.write_bytes(b"---\ntitle: Another\nreplaces: raft\n---\n")
    kb.load("pages/transactions")
    page.write_bytes(text)
    kb.load("pages")
    kb.load("pages", "--kb", "once.kb")
    assert answers(kb, "catalogue.kb") == answers(kb, "once.kb")


def answers(kb: Kb, name: str) -> list[str]:
    """What a catalogue answers; numbers of claims are not part of it."""
    asked = [command for command in COMMANDS if command[0] in ("what-replaces", "show", "tree", "list", "draw")]
    return [kb(*command, "--kb", name, "--quiet").out for command in asked]


def test_settling_again(kb: Kb):
    """Settling the same claims again gives the same tables, byte for byte."""
    lay_out(kb.folder)
    kb.load()
    before = settled(kb.folder / "catalogue.kb")
    assert kb("settle").code == 0
    assert settled(kb.folder / "catalogue.kb") == before


def test_real_program_in_latin_1(kb: Kb):
    """The installed program writes UTF-8 where the locale knows no letter beyond ASCII."""
    kb.write({"pages/a.md": "---\ntitle: Größe\nreplaced_by: 看板\n---\n"}).load()
    odd = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    for argv in (("what-replaces", "a"), ("--help",), ("list", "--all"), ("show", "a", "--format", "json")):
        usual_run, odd_run = kb.process(*argv, env={"LC_ALL": "C.UTF-8"}), kb.process(*argv, env=odd)
        assert odd_run.code == 0, odd_run.err
        assert odd_run.out == usual_run.out
        assert not odd_run.out.isascii()
