"""An export that is cut off leaves what was there before, and says no more than one line about it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kb.errors import CatalogueError
from kb.writing import write_all, write_whole, zipped
from tests.conftest import Kb

FORMATS = ("jsonl", "graphml", "cypher")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Kb:
    """A catalogue that takes a while to write."""
    kb = Kb(tmp_path_factory.mktemp("large"), {"KB_TODAY": "2026-11-23", "XDG_CACHE_HOME": "cache", "NO_COLOR": "1"})
    lines = [
        f'{{"subject": "n{n}", "predicate": "{what}", "value": "x"}}\n'
        for n in range(20_000)
        for what in ("kind", "title")
    ]
    kb.write({"x.jsonl": '{"kb-claims": 1}\n' + "".join(lines)}).load("x.jsonl")
    return kb


def begun(kb: Kb, *argv: str, wait: str) -> subprocess.Popen[bytes]:
    """A command that has begun to write beside the file of a name."""
    code = "import sys; from kb.cli import run; sys.exit(run(sys.argv[1:]))"
    done = subprocess.Popen(
        [sys.executable, "-c", code, *argv], cwd=kb.folder, env=kb.environment(), stderr=subprocess.PIPE
    )
    for _ in range(6_000):
        if any(wait in path.name for path in kb.folder.iterdir()) or done.poll() is not None:
            break
        time.sleep(0.005)
    return done


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("form", FORMATS)
def test_cut_off(form: str, sign: signal.Signals, large: Kb):
    """Interrupted or killed, an export leaves the old file; what a kill leaves beside it goes with the next export."""
    large.write({"out": "before"})
    done = begun(large, "export", "--format", form, "-o", "out", "--quiet", wait=".out.kb-")
    done.send_signal(sign)
    _, err = done.communicate(timeout=120)
    assert done.returncode == (130 if sign == signal.SIGINT else -9)
    assert err.decode() == ("kb: interrupted; nothing was changed\n" if sign == signal.SIGINT else "")
    assert (large.folder / "out").read_text() == "before"
    left = [path.name for path in large.folder.iterdir() if ".kb-" in path.name]
    assert len(left) == (sign == signal.SIGKILL)
    write_whole(str(large.folder / "out"), [b"after"])
    assert (large.folder / "out").read_text() == "after"
    assert not [path.name for path in large.folder.iterdir() if ".kb-" in path.name]


@pytest.mark.parametrize("form", ["jsonl", "graphml", "turtle", "json", "dot", "cypher"])
def test_a_reader_that_has_seen_enough(form: str, large: Kb):
    """Who closes the pipe after the first bytes gets no complaint."""
    code = "import sys; from kb.cli import run; sys.exit(run(sys.argv[1:]))"
    argv = [sys.executable, "-c", code, "export", "--format", form, "--quiet"]
    done = subprocess.Popen(
        argv, cwd=large.folder, env=large.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert done.stdout
    assert done.stderr
    assert done.stdout.read(10)
    done.stdout.close()
    with done.stderr:
        lines = done.stderr.read().decode().splitlines()
    assert [line for line in lines if not line.startswith("kb: not in it")] == []
    assert done.wait(120) == 0


def test_a_full_disk(large: Kb):
    """Where there is no space the command says so; /dev/full is such a place."""
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    done = large.process("export", "--format", "graphml", "-o", "/dev/full", "--quiet")
    assert (done.code, done.err) == (2, "kb: cannot write /dev/full: No space left on device\n")


def test_several_files_or_none(tmp_path: Path):
    """Of files that belong together none is put in its place where one of them cannot be written."""
    (tmp_path / "a").write_text("before")
    (tmp_path / "b").mkdir()

    def broken():
        yield b"some"
        raise OSError(28, "No space left on device")

    with pytest.raises(CatalogueError, match=r"cannot write .*c: No space left"):
        write_all({str(tmp_path / "a"): [b"after"], str(tmp_path / "c"): broken()})
    assert (tmp_path / "a").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    with pytest.raises(CatalogueError, match="cannot write"):
        write_whole(str(tmp_path / "b"), [b"a folder is in the way"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_link_and_who_may_read_it(tmp_path: Path):
    """A link goes on pointing where it did, and a file keeps its rights."""
    (tmp_path / "real").write_text("before")
    (tmp_path / "real").chmod(0o600)
    (tmp_path / "link").symlink_to("real")
    write_whole(str(tmp_path / "link"), [b"after"])
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "after"
    assert (tmp_path / "real").stat().st_mode & 0o777 == 0o600


def test_a_zip_as_a_stream():
    """A ZIP is given out while it is made."""
    parts = list(zipped({"a": [b"x" * 100_000, b"y"], "b": []}))
    assert len(parts) > 2
    assert b"".join(parts).startswith(b"PK")
