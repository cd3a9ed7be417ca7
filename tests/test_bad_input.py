"""Whatever comes in, out comes a sentence: no traceback, the old state stays, and nothing is lost without a word."""

import errno
import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.store.schema import APPLICATION_ID, SETTLED_TABLES, VERSION
from tests.conftest import PROGRAM, Done, Kb

OLD = {
    "pages/saga.md": "---\ntitle: Saga\nintroduced: 1987\nexcellence_tier: gold\n---\n",
    "pages/two-phase-commit.md": "---\ntitle: Two-Phase Commit\nintroduced: 1978\nreplaced_by: saga\n---\n",
}
ESCAPE = "\x1b"


def dump(path: Path) -> list[str]:
    """All rows that were settled, and the claims and findings that stand."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    rows = [repr(row) for table in SETTLED_TABLES for row in connection.execute(f"SELECT * FROM {table}")]
    for table in ("claim", "problem", "source", "meta", "load"):
        rows += [repr(row) for row in connection.execute(f"SELECT * FROM {table}")]
    connection.close()
    return rows


def expect_one_line(done: Done, *, code: int = 2, says: str = "") -> None:
    """A failure is one line on stderr that begins with ``kb: ``, nothing on stdout, and its exit code."""
    assert "Traceback" not in done.err
    assert (done.code, done.out) == (code, ""), (done.code, done.out, done.err)
    lines = [line for line in done.complaints if not line.startswith("kb: see 'kb ")]
    assert len(lines) == 1, done.err
    assert lines[0].startswith("kb: ")
    assert says in lines[0], lines[0]
    assert len(lines[0]) < 600


def replaced_by_saga(kb: Kb) -> bool:
    """Whether the catalogue still says what it said in the beginning."""
    answer = json.loads(kb("what-replaces", "2pc", "--format", "json").out)
    return (answer["of"], answer["verdict"], answer["direct"]) == ("two-phase-commit", "replaced", ["saga"])


@pytest.fixture
def old(kb: Kb) -> Kb:
    """A folder with a catalogue of two pages."""
    kb.write(OLD).load()
    return kb


@pytest.fixture
def stays(old: Kb) -> Callable[[], None]:
    """Compares the catalogue with what it was when the test began."""
    before = dump(old.folder / "catalogue.kb")

    def check() -> None:
        assert dump(old.folder / "catalogue.kb") == before
        assert replaced_by_saga(old)

    return check


# ---- files ------------------------------------------------------------------------------------------------------------


def test_unreadable_things_are_findings(old: Kb):
    """A folder that is called a page, a dangling link, a circle of links and a pipe are findings; the rest is loaded."""
    pages = old.folder / "pages"
    (pages / "folder.md").mkdir()
    (pages / "gone.md").symlink_to("nowhere.md")
    (pages / "ring.md").symlink_to("gnir.md")
    (pages / "gnir.md").symlink_to("ring.md")
    (pages / "loop").symlink_to(".")
    (pages / "out.md").symlink_to("/etc/hostname")
    os.mkfifo(pages / "pipe.md")
    done = old("load", "pages")
    assert done.code == 0
    assert "Traceback" not in done.err
    for name, rule in (
        ("gone.md", "file-unreadable"),
        ("ring.md", "link-outside"),
        ("gnir.md", "link-outside"),
        ("loop", "link-outside"),
        ("out.md", "link-outside"),
        ("pipe.md", "file-unreadable"),
    ):
        assert any(line.startswith(f"pages/{name}: error: ") and rule in line for line in done.out.splitlines()), name
    assert old("list", "--ids").out == "saga\ntwo-phase-commit\n"


def test_a_page_that_can_no_longer_be_read_goes_on_speaking(old: Kb, monkeypatch: pytest.MonkeyPatch):
    """A page for which the permission is gone keeps what it said, and is a finding."""
    page = old.folder / "pages" / "two-phase-commit.md"
    page.write_text("---\ntitle: Another\n---\n")
    real = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == page.name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    done = old("load", "pages")
    assert done.code == 0
    assert "pages/two-phase-commit.md: error: could not be opened: Permission denied [file-unreadable]" in done.out
    assert replaced_by_saga(old)
    monkeypatch.undo()
    assert "Permission denied" not in old("load", "pages").out
    assert old("show", "two-phase-commit").out.startswith("Another (pattern)")


@pytest.mark.parametrize(
    ("defect", "content", "rule"),
    [
        ("not UTF-8", b"---\ntitle: Gr\xf6\xdfe\n---\n", "not-utf8"),
        ("UTF-16", "---\ntitle: A\n---\n".encode("utf-16"), "not-utf8"),
        ("tab", b"---\ntitle: Kept\nlist:\n\t- a\n---\n", "yaml-tab"),
        ("front matter not closed", b"---\ntitle: Kept\n\n# Heading\n\ntext\n", "front-matter-open"),
        ("too deep", b"---\ntitle: Kept\nx: " + b"[" * 200_000 + b"\n---\n", "too-deep"),
        ("too deep in braces", b"---\ntitle: Kept\nx: " + b"{a: " * 100_000 + b"\n---\n", "too-deep"),
        ("alias of nothing", b"---\ntitle: Kept\nx: *y\n---\n", "yaml-alias"),
        ("alias of itself", b"---\ntitle: Kept\nx: &y [*y]\n---\n", "yaml-alias"),
        (
            "alias bomb",
            b"---\ntitle: Kept\na: &a [x,x,x,x,x,x,x,x,x]\n"
            + b"".join(b"%c: &%c [%s]\n" % (n + 1, n + 1, b",".join([b"*%c" % n] * 9)) for n in range(97, 107))
            + b"replaced_by: *k\n---\n",
            "too-many-values",
        ),
        ("very many successors", b"---\ntitle: Kept\nreplaced_by: [" + b"a," * 60_000 + b"]\n---\n", "too-many-values"),
        ("a quote that never ends", b'---\ntitle: Kept\nsummary: "never ends\n---\n# B\n', "yaml-syntax"),
        ("nul bytes", b"---\ntitle: Kept\nsummary: a\0b\n---\n", "control-character"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else None,
)
def test_damaged_pages(old: Kb, defect: str, content: bytes, rule: str):
    """A damaged page is a finding at its line; what stands above the damage is kept, and so is every other page."""
    done = old.write({"pages/bad.md": content})("load", "pages")
    assert (done.code, done.complaints) == (0, [])
    assert f"[{rule}]" in done.out, done.out[:500]
    assert "pages/bad.md" in done.out
    assert replaced_by_saga(old)
    if b"Kept" in content:
        assert old("show", "bad").out.startswith("Kept (pattern")
    assert old("load", "pages", "--strict", "--quiet").code == 1


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf---\ntitle: Good\nreplaced_by: saga\n---\n",
        b"---\r\ntitle: Good\r\nreplaced_by: saga\r\n---\r\n# Heading\r\n",
        b"\n\n---\ntitle: Good\nreplaced_by: saga\n---",
        b"---\n...\n",
        b"---\n---\n# Good\n",
        b"",
        b"\n",
    ],
)
def test_odd_pages(old: Kb, content: bytes):
    """A byte order mark, foreign line ends and an empty page do no harm."""
    done = old.write({"pages/good.md": content})("load", "pages")
    assert (done.code, done.complaints) == (0, [])
    if b"replaced_by" in content:
        assert "Saga" in old("what-replaces", "good").out
    assert "\r" not in old("list").out


def test_a_huge_page(old: Kb):
    """A page of 50 MB is refused within a moment, with the way to raise the limit, and says what it said before."""
    began = time.monotonic()
    huge = b"---\ntitle: Huge\n---\n" + b"x" * 50_000_000
    done = old.write({"pages/two-phase-commit.md": huge})("load", "pages")
    assert "50.0 MB is more than the limit of 20 MB [file-too-large]" in done.out
    assert replaced_by_saga(old)
    old.env["KB_MAX_FILE_MB"] = "60"
    assert old("load", "pages").code == 0
    assert old("show", "two-phase-commit").out.startswith("Huge (")
    assert time.monotonic() - began < 10


def test_a_long_title(old: Kb):
    """A title of 100 kB is kept and can be listed, found and drawn."""
    title = "long " * 20_000
    old.write({"pages/long.md": f"---\ntitle: {title}\nreplaced_by: saga\n---\n"}).load()
    assert title.strip() in old("what-replaces", "long").out
    for argv in (("list",), ("search", "long"), ("draw", "long"), ("tree", "saga", "--up"), ("what-replaces", "lonng")):
        done = old(*argv)
        assert done.code in (0, 2), argv
        assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "content",
    [
        '{"pattern_families": {"f": {"timeline": [{"pattern": "kept", "year": 1987},]}}}',
        '{"pattern_families": {"f": {"timeline": [{"pattern": "kept", "year": 1987}, {"pattern": 7}, null, []',
        '{"pattern_families": {"f": {"timeline": [{"pattern": "kept"}], "x": ' + "[" * 200_000,
        '{"pattern_families": {"f": {"timeline": [{"pattern": "kept"}, {"pattern": {"a": "b"}}, "text"]}}}',
    ],
)
def test_damaged_json(old: Kb, content: str):
    """A damaged evolution file is a finding; what stands above the damage is kept."""
    done = old.write({"pages/evolution.json": content})("load", "pages")
    assert (done.code, done.complaints) == (0, [])
    assert "pages/evolution.json:1:" in done.out
    assert old("what-replaces", "kept").code == 0


@pytest.mark.parametrize("content", ['{"pattern_families": []}', '{"pattern_families": {"f": 1}}', "[]", "", '"x"'])
def test_json_of_another_form(old: Kb, stays: Callable[[], None], content: str):
    """JSON of another form is a finding, and takes nothing away."""
    done = old.write({"pages/evolution.json": content})("load", "pages")
    assert (done.code, done.complaints) == (0, [])
    assert "pages/evolution.json" in done.out
    (old.folder / "pages" / "evolution.json").unlink()
    assert old("list", "--ids").out == "saga\ntwo-phase-commit\n"


def test_no_control_character_reaches_the_terminal(kb: Kb):
    """Escape sequences in any field of a page or of an evolution file come out of no command as they went in."""
    coded = "\\x1b[31m"
    kb.write(
        {
            "pages/x.md": f"""---
title: "T{coded}"
"k{coded}": "v{coded}"
introduced: "d{coded}"
excellence_tier: "t{coded}"
status: "s{coded}"
summary: "u{coded}"
type: "y{coded}"
family: "f{coded}"
aliases: ["a{coded}"]
category: "c{coded}"
modern_examples: [{{company: "e{coded}", "k{coded}": 1}}]
replaced_by:
  - {{pattern: "p{coded}", when: "w{coded}", since: "q{coded}", strength: "g{coded}", note: "n{coded}", source: "o{coded}"}}
  - {{pattern: z, group: "any-of{coded}", triggers: [{{year: "1{coded}", trigger: "r{coded}"}}], guide: "h{coded}"}}
migration_guide: "m{coded}"
sources: [{{key: "k{coded}", title: "t{coded}", "z{coded}": 1}}]
---
""",
            "pages/evolution.json": """{"pattern_families": {"f\\u001b[31m": {"title": "t\\u001b[31m", "x\\u001b[31m": 1,
 "timeline": [{"pattern": "x", "year": "y\\u001b[31m", "innovation": "i\\u001b[31m", "k\\u001b[31m": "v\\u001b[31m"}],
 "migration_triggers": {"a\\u001b[31m_to_b\\u001b[31m": ["r\\u001b[31m"], "z\\u001b[31m": []}}}}""",
        }
    )
    found = []
    for command in (
        "load pages --verbose",
        "lint pages --level note",
        "list --all",
        "what-replaces x",
        "show x",
        "stats",
        "list --where nope=1",
        "tree x",
        "search T",
        "draw x --most 100",
        "draw --format dot --most 100",
    ):
        done = kb(*command.split())
        found += [f"{command}: {line!r}" for line in (done.out + done.err).splitlines() if ESCAPE in line]
    assert found == []


# ---- sources and places -----------------------------------------------------------------------------------------------


def test_missing_and_empty_sources(old: Kb, stays: Callable[[], None]):
    """A source that does not exist, or in which no loader reads anything, is refused and changes nothing."""
    old.write({"texts/a.txt": "text"})
    (old.folder / "empty").mkdir()
    expect_one_line(old("load", "nowhere"), says="there is no file or folder nowhere")
    expect_one_line(old("load", "texts"), says="texts holds nothing that a loader reads")
    expect_one_line(old("load", "empty"), says="empty holds nothing")
    expect_one_line(old("load", "pages", "nowhere"), says="nowhere")
    stays()


@pytest.mark.parametrize("place", ["pages/saga.md/x.kb", "/proc/x.kb", "missing/folder/x.kb", "pages", "/dev/full", ""])
def test_a_place_that_cannot_be_written(old: Kb, stays: Callable[[], None], place: str):
    """A catalogue that cannot be made where it was asked for is refused in one line, and leaves nothing behind."""
    before = sorted(path.as_posix() for path in old.folder.rglob("*"))
    expect_one_line(old("load", "pages", "--kb", place))
    assert sorted(path.as_posix() for path in old.folder.rglob("*")) == before
    stays()


def test_a_read_only_catalogue(old: Kb, stays: Callable[[], None], monkeypatch: pytest.MonkeyPatch):
    """A catalogue that may only be read answers questions, and refuses a load in one line."""
    real = sqlite3.connect

    def read_only(name: str, **more: object) -> sqlite3.Connection:
        return real(name.replace("mode=rwc", "mode=ro"), **more)

    old.write({"pages/new.md": "---\ntitle: New\n---\n"})
    monkeypatch.setattr("kb.store.file.sqlite3.connect", read_only)
    expect_one_line(old("load", "pages"), says="cannot write catalogue.kb")
    expect_one_line(old("settle"), says="cannot write catalogue.kb")
    monkeypatch.undo()
    (old.folder / "pages" / "new.md").unlink()
    stays()


def test_no_space_left(old: Kb, stays: Callable[[], None]):
    """Where the catalogue may not grow, a load is refused, and the catalogue holds what it held."""
    text = "word " * 2_000
    for number in range(200):
        old.write({f"more/p{number}.md": f"---\ntitle: P {number}\nsummary: {text}{number}\n---\n"})
    old.env["KB_MAX_PAGES"] = "60"
    expect_one_line(old("load", "more"), says="no space left")
    del old.env["KB_MAX_PAGES"]
    stays()
    assert old("load", "more", "--quiet").code == 0
    assert old("list", "--ids", "--quiet").out.count("\n") == 202


@pytest.mark.parametrize("setting", ["KB_MAX_PAGES", "KB_MAX_FILE_MB"])
@pytest.mark.parametrize("value", ["many", "-1", "1.5"])
def test_nonsense_in_settings(old: Kb, stays: Callable[[], None], setting: str, value: str):
    """A setting that is no number is refused in one line."""
    old.env[setting] = value
    old.write({"pages/saga.md": OLD["pages/saga.md"] + " "})
    expect_one_line(old("load", "pages"), says=setting)
    del old.env[setting]
    stays()


# ---- several at once, and interruptions -------------------------------------------------------------------------------


def many(kb: Kb, number: int = 3_000) -> None:
    """A folder that takes a few seconds to load."""
    for place in range(number):
        kb.write(
            {
                f"many/p{place:05}.md": f"---\ntitle: Page {place}\nintroduced: {1950 + place % 70}\n"
                f"replaced_by: [p{place + 1:05}, {{pattern: p{place + 7:05}, when: it rains}}]\n"
                f"provides: [a{place % 13}, b{place % 7}]\nsummary: {'words ' * 30}{place}\n---\n# Page {place}\n"
            }
        )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A large folder of pages, to be read only."""
    made = Kb(tmp_path_factory.mktemp("large"))
    many(made)
    return made.folder / "many"


def test_another_writer(old: Kb, stays: Callable[[], None], monkeypatch: pytest.MonkeyPatch):
    """While another process writes the catalogue, a load waits for it and then says so in one line; reading goes on."""
    monkeypatch.setattr("kb.store.file.BUSY_MS", 200)
    other = sqlite3.connect(old.folder / "catalogue.kb", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    old.write({"pages/new.md": "---\ntitle: New\n---\n"})
    expect_one_line(old("load", "pages"), says="another process is writing catalogue.kb")
    expect_one_line(old("settle"), says="another process is writing catalogue.kb")
    assert time.monotonic() - began < 5
    stays()
    other.execute("ROLLBACK")
    other.close()
    assert old("load", "pages", "--quiet").code == 0
    assert old("show", "new").code == 0


def test_two_loads_at_once(old: Kb, large: Path):
    """Two processes that load at once are both done, or one says that the other is writing; the result is complete."""
    both = [old.start("load", source, "--quiet") for source in (str(large), "pages")]
    for process in both:
        _, err = process.communicate(timeout=120)
        assert b"Traceback" not in err
        assert process.returncode == 0 or b"another process is writing" in err, err
    for source in (str(large), "pages"):
        assert old("load", source, "--quiet").code == 0
    assert old("list", "--ids", "--quiet").out.count("\n") == 3_002
    connection = sqlite3.connect(old.folder / "catalogue.kb")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def started(kb: Kb, large: Path, after: float) -> "subprocess.Popen[bytes]":
    """A large load that has been at work for a while: its journal has begun."""
    process = kb.start("load", str(large))
    wal = kb.folder / "catalogue.kb-wal"
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None and not wal.exists():
        time.sleep(0.01)
    time.sleep(after)
    assert process.poll() is None, "the load was done before it could be interrupted"
    return process


@pytest.mark.parametrize("after", [0.05, 0.4])
def test_interrupted_load(old: Kb, stays: Callable[[], None], large: Path, after: float):
    """Ctrl-C in the middle of a load ends with 130 and one line, and leaves the catalogue as it was."""
    process = started(old, large, after)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert err == b"kb: interrupted; nothing was changed\n"
    stays()
    assert old("load", "pages", "--quiet").code == 0


def test_killed_load(old: Kb, stays: Callable[[], None], large: Path):
    """A load that was killed leaves the catalogue as it was, and the next one works."""
    process = started(old, large, 0.3)
    process.kill()
    process.communicate(timeout=60)
    stays()
    assert old("load", "pages").out.splitlines()[0].endswith("nothing changed")
    assert old("load", str(large), "--quiet").code == 0
    assert old("list", "--ids", "--quiet").out.count("\n") == 3_002


def test_first_load_that_is_interrupted(kb: Kb, large: Path):
    """Ctrl-C in the middle of the first load leaves no catalogue, or one that can be loaded into."""
    process = kb.start("load", str(large))
    time.sleep(0.6)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    left = sorted(path.name for path in kb.folder.iterdir())
    assert left == []
    assert kb.write(OLD).load().code == 0


def test_closed_pipe(old: Kb, large: Path):
    """A reader that has seen enough ends a command without a complaint."""
    old.load(str(large))
    for command in ("list", "list --ids", "list --format json", "stats", "draw --most 500 --format dot"):
        line = f"set -o pipefail; '{PROGRAM}' {command} --quiet | head -1"
        done = subprocess.run(
            ["bash", "-c", line], cwd=old.folder, env=old.environment(), capture_output=True, check=False, timeout=60
        )
        assert (done.returncode, done.stderr) == (0, b""), command
        assert done.stdout.count(b"\n") == 1


def test_closed_pipe_at_once(old: Kb):
    """A reader that never reads ends a command without a complaint."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [PROGRAM, "list"], cwd=old.folder, env=old.environment(), stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr.count(b"\n")) == (0, 1)


def test_full_output(old: Kb):
    """Output that cannot be written is one line, and not a success."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [PROGRAM, "list", "--quiet"],
            cwd=old.folder,
            env=old.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode not in (0, 1)
    assert b"Traceback" not in done.stderr
    assert done.stderr.startswith(b"kb: ")


# ---- files that are no catalogue --------------------------------------------------------------------------------------


def other_database(path: Path) -> None:
    """Somebody else's SQLite file."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE customer(name)")
    connection.execute("INSERT INTO customer VALUES('Ann')")
    connection.commit()
    connection.close()


def newer(path: Path) -> None:
    """A catalogue whose layout is of a later version."""
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()


def older(path: Path) -> None:
    """A catalogue whose layout is older than any that can be brought up."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 0")
    connection.close()


def hollow(path: Path) -> None:
    """A database that says it is a catalogue and has none of its tables."""
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("CREATE TABLE x(y)")
    connection.close()


NOT_OURS: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("just text\n" * 1_000),
    "another database": lambda path: (path.unlink(), other_database(path)),
    "truncated": lambda path: os.truncate(path, 5_000),
    "the first page only": lambda path: os.truncate(path, 4_096),
    "half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "a newer layout": newer,
    "an older layout": older,
    "hollow": hollow,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("damage", NOT_OURS)
def test_no_catalogue(old: Kb, damage: str):
    """A file that is no catalogue, a damaged one or one of a later version is refused in one line, and not touched."""
    path = old.folder / "catalogue.kb"
    NOT_OURS[damage](path)
    before = path.read_bytes() if path.is_file() else b""
    old.write({"pages/new.md": "---\ntitle: New\n---\n"})
    for argv in (
        ("what-replaces", "2pc", "--kb", "catalogue.kb"),
        ("list", "--kb", "catalogue.kb"),
        ("stats", "--kb", "catalogue.kb"),
        ("load", "pages"),
        ("settle",),
    ):
        expect_one_line(old(*argv))
    if damage != "hollow":  # opened for writing before it shows that nothing is in it
        assert (path.read_bytes() if path.is_file() else b"") == before


def test_flipped_bytes(old: Kb):
    """A catalogue with flipped bytes answers or is refused in one line, wherever the bytes are."""
    path = old.folder / "catalogue.kb"
    good = path.read_bytes()
    refused = 0
    for place in range(0, len(good), 997):
        bad = bytearray(good)
        bad[place : place + 8] = bytes(255 - byte for byte in bad[place : place + 8])
        path.write_bytes(bad)
        for argv in (("what-replaces", "2pc"), ("list",), ("stats",)):
            done = old(*argv, "--kb", "catalogue.kb")
            assert "Traceback" not in done.err, (place, argv)
            refused += done.code == 2
    assert refused


def test_empty_file_as_catalogue(old: Kb):
    """An empty file is no catalogue to ask, but one to load into."""
    (old.folder / "catalogue.kb").write_bytes(b"")
    expect_one_line(old("list", "--kb", "catalogue.kb"))
    assert old.load().code == 0


def test_missing_catalogue(kb: Kb):
    """A catalogue that is not there is named, with the way to make it."""
    expect_one_line(
        kb("what-replaces", "x", "--kb", "no.kb"), says="there is no catalogue at no.kb; make one with: kb load"
    )
    expect_one_line(kb("ask", "--jsonl", "--kb", "no.kb"), says="no.kb")


# ---- what is typed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["soon", "2016-13", "2016-02-30", "20161231", "", "../2016/x", "0000", "9999999", "٢٠١٦"]
)
def test_nonsense_as_of(old: Kb, text: str):
    """A moment that is no date is refused, by every command that takes one."""
    for argv in (
        ("what-replaces", "2pc"),
        ("list",),
        ("show", "saga"),
        ("tree", "saga"),
        ("search", "saga"),
        ("draw", "saga"),
    ):
        expect_one_line(old(*argv, "--as-of", text), says="is not a date")
    expect_one_line(old("ask", "--jsonl", "--as-of", text), says="is not a date")
    expect_one_line(old("list", "--alive-on", text), says="is not a date")


@pytest.mark.parametrize("text", ["tomorrow", "2026", "2026-02-30", "26-11-23", "2026-11-23T10:00"])
def test_nonsense_today(old: Kb, stays: Callable[[], None], text: str):
    """KB_TODAY that is no day is refused, by questions and by loads, and changes nothing."""
    before = old.env["KB_TODAY"]
    old.env["KB_TODAY"] = text
    old.write({"pages/new.md": "---\ntitle: New\n---\n"})
    for argv in (("what-replaces", "2pc"), ("stats",), ("load", "pages"), ("ask", "--jsonl")):
        expect_one_line(old(*argv), says="KB_TODAY")
    old.env["KB_TODAY"] = before
    stays()


def test_unknown_words(old: Kb):
    """Unknown relations, properties, verdicts, formats and options are refused, with those that exist."""
    expect_one_line(old("ancestors", "saga", "--relation", "likes"), says="the relations are replaces, ")
    expect_one_line(old("path", "saga", "2pc", "--relation", "likes"), says="the relations are replaces, ")
    expect_one_line(old("draw", "saga", "--relation", "likes"), says="the relations are replaces, ")
    expect_one_line(old("list", "--where", "colour=red"), says="there are ")
    expect_one_line(old("list", "--verdict", "gone"), says="the verdicts are replaced, ")
    expect_one_line(old("list", "--format", "yaml"), says="invalid choice")
    expect_one_line(old("settle", "--prefer", "newest"), says="the criteria are decision, ")
    expect_one_line(old("search", "saga", "--most", "-1"), says="--most")
    expect_one_line(old("draw", "saga", "--most", "0"), says="--most")
    expect_one_line(old("draw", "saga", "--hops", "x"), says="--hops")


NAMES = [
    '") OR 1=1 --',
    "'; DROP TABLE node; --",
    "AND",
    "OR",
    "NOT",
    "NEAR(",
    "NEAR(a b)",
    "*",
    "^",
    '"',
    "a:b",
    "-",
    "--",
]
NAMES += ["", " ", "\t", "\n", "x" * 10_000, "% _", "\u202e", "\ud800", "[x](", "((((", "🏆", "title:saga", "{a b}:c"]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_hostile_names(old: Kb, stays: Callable[[], None], name: str):
    """A name of operators, of SQL, of nothing or of 10,000 characters is an unknown name like any other."""
    for command in ("what-replaces", "what-it-replaced", "show", "ancestors", "tree", "draw"):
        if not (command == "draw" and not name):
            done = old(command, "--", name)
            assert done.code == 2, (command, done)
            assert "Traceback" not in done.err
            assert len(done.err) < 2_000
            assert done.out == ""
    done = old("search", "--", name)
    assert done.code in (0, 1) or (done.code == 2 and not done.out and len(done.complaints) == 1)
    assert "Traceback" not in done.err
    stays()


@pytest.mark.parametrize("stdin", [b"", b"\n\n", b"   \n"])
def test_nothing_asked(old: Kb, stdin: bytes):
    """No question gives no answer."""
    done = old("ask", "--jsonl", stdin=stdin)
    assert (done.code, done.out, done.complaints) == (0, "", [])


LINES = [
    b"nonsense",
    b"{",
    b"\xff\xfe\x00",
    b"\xef\xbb\xbf{}",
    b"null",
    b"7",
    b'"what-replaces"',
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"ask": "what-replaces", "of": "\\ud800"}',
    b'{"ask": "what-replaces", "of": "\\u0000"}',
    b'{"ask": ["what-replaces"]}',
    b'{"ask": {"a": 1}}',
    b'{"ask": "what-replaces", "of": null}',
    b'{"ask": "what-replaces", "of": true}',
    b'{"ask": "what-replaces", "of": "saga", "as_of": 2016}',
    b'{"ask": "what-replaces", "of": "saga", "as_of": "9999999999"}',
    b'{"ask": "nodes", "where": {"tier": null}}',
    b'{"ask": "nodes", "where": {"tier": {"a": 1}}}',
    b'{"ask": "nodes", "alive_on": ""}',
    b'{"ask": "common-ancestors", "of": []}',
    b'{"ask": "common-ancestors", "of": [null, 1]}',
    b'{"ask": "neighbours", "of": "saga", "relation": "replaces", "transitive": "yes"}',
    b'{"ask": "path", "from": "saga", "to": "saga", "relations": []}',
    b"NaN",
    b"1" * 5_000,
]


def test_bad_lines(old: Kb):
    """Every bad line gives one line, and the good question behind it its answer."""
    good = b'{"ask": "what-replaces", "of": "2pc"}'
    stdin = b"".join(line + b"\n" + good + b"\n" for line in LINES)
    done = old("ask", "--jsonl", stdin=stdin)
    assert (done.code, done.complaints) == (0, [])
    lines = done.out.splitlines()
    assert len(lines) == 2 * len(LINES)
    assert all('"verdict": "replaced"' in line for line in lines[1::2])
    answered = {place for place, line in enumerate(lines[::2]) if '"error": ' not in line}
    assert answered <= {place for place, line in enumerate(LINES) if b"nodes" in line or b'"path"' in line}
    assert old.process("ask", "--jsonl", stdin=stdin).out == done.out


def test_null_where_a_text_is_needed(old: Kb):
    """A needed field that is null is as good as missing."""
    done = old(
        "ask",
        "--jsonl",
        stdin=b'{"ask": "what-replaces", "of": null}\n{"ask": "neighbours", "of": "saga", "relation": null}\n',
    )
    assert (done.code, done.out.count('"error": ')) == (0, 2)


def test_lint_of_what_is_not_there(kb: Kb):
    """Lint of a missing path or with a missing vocabulary is refused in one line."""
    expect_one_line(kb("lint", "nowhere"), says="there is no file or folder nowhere")
    (kb.folder / "empty").mkdir()
    expect_one_line(kb("lint", "empty"), says="holds nothing")


def test_drawing_where_nothing_can_be_written(old: Kb):
    """A picture that cannot be written is refused in one line, and leaves no half of it."""
    expect_one_line(old("draw", "saga", "-o", "pages/saga.md/x.dot"), says="cannot write pages/saga.md/x.dot")
    expect_one_line(old("draw", "saga", "-o", "/proc/x.dot"), says="cannot write /proc/x.dot")
    expect_one_line(old("draw", "saga", "-o", "pages", "--format", "dot"), says="cannot write pages")
    assert [path.name for path in old.folder.iterdir() if "." in path.name] == ["catalogue.kb"]


def test_closed_stderr(old: Kb):
    """A question is answered where stderr is closed."""
    done = subprocess.run(
        ["bash", "-c", f"'{PROGRAM}' list --ids 2>&-"],
        cwd=old.folder,
        env=old.environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"saga\ntwo-phase-commit\n")
