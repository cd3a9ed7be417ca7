"""Runs ``kb`` for tests, in this process or as users do, in a folder of the test's own and on a day that is fixed."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kb.cli import run

ROOT = Path(__file__).resolve().parent.parent
TODAY = "2026-11-23"
#: The command as it is installed.
PROGRAM = str(Path(sys.executable).with_name("kb"))


def pytest_configure() -> None:
    """Let started commands be interrupted: a shell that runs the suite in the background has SIGINT ignored, and they inherit it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        """The lines of stderr, without the one that says which catalogue answered."""
        return [line for line in self.err.splitlines() if not line.startswith("kb: catalogue.kb, as of ")]


@dataclass
class Kb:
    """``kb`` in a folder. Called, it runs in this process; ``process`` starts the installed command."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    def __call__(self, *argv: str, stdin: bytes = b"") -> Done:
        """Run a command in this process, with streams of its own."""
        with _in(self.folder, self.env), _streams(stdin) as (out, err):
            code = run(list(argv))
            sys.stdout.flush()
            sys.stderr.flush()
        return Done(code, out.getvalue().decode(), err.getvalue().decode())

    def process(self, *argv: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Done:
        """Run the installed command and wait for it."""
        done = subprocess.run(
            [PROGRAM, *argv],
            cwd=self.folder,
            env=self.environment(env),
            input=stdin,
            capture_output=True,
            check=False,
            timeout=120,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *argv: str, env: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
        """Start the installed command and go on."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [PROGRAM, *argv], cwd=self.folder, env=self.environment(env), stdin=pipe, stdout=pipe, stderr=pipe
        )

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """What a started command sees: nothing of the machine but where its programs are."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
        kept |= {name: text for name, text in os.environ.items() if name.startswith("COVERAGE")}
        return {**kept, **self.env, **(more or {})}

    def write(self, files: Mapping[str, str | bytes]) -> "Kb":
        """Write files by path, with the folders above them."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def load(self, *argv: str) -> Done:
        """Load ``pages`` into ``catalogue.kb``, or what is given; it has to work."""
        done = self("load", *(argv or ("pages",)), "--quiet")
        assert done.code == 0, done.err
        return done


@contextmanager
def _in(folder: Path, env: Mapping[str, str]) -> Iterator[None]:
    before, above = dict(os.environ), Path.cwd()
    os.environ.update(env)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(above)
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _streams(stdin: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Streams as a process has them: text over bytes, and no terminal."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    sys.stdout = io.TextIOWrapper(out, "utf-8")
    sys.stderr = io.TextIOWrapper(err, "utf-8", "backslashreplace")
    mine = sys.stdout, sys.stderr
    try:
        yield out, err
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
        for stream in mine:
            stream.detach()


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bundled catalogue is kept while tests run."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def kb(tmp_path: Path, cache: Path) -> Kb:
    """``kb`` in an empty folder, on the day that all tests take place."""
    env = {"KB_TODAY": TODAY, "XDG_CACHE_HOME": str(cache), "NO_COLOR": "1", "COLUMNS": "120"}
    return Kb(tmp_path, env)


@pytest.fixture(scope="session")
def bundled(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Kb:
    """``kb`` in an empty folder, where the catalogue that ships with it answers; it is made already."""
    env = {"KB_TODAY": TODAY, "XDG_CACHE_HOME": str(cache), "NO_COLOR": "1", "COLUMNS": "120"}
    made = Kb(tmp_path_factory.mktemp("bundled"), env)
    assert made("stats").code == 0
    return made


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-cases`` writes what commands print into the cases instead of comparing it."""
    parser.addoption("--update-cases", action="store_true", help="write what commands print into tests/cases")
