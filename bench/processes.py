"""Starts programs of this environment as a user would, in a folder of their own, and times them."""

import os
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

from bench.measuring import Run

PYTHON = sys.executable
#: What children see of the caller's environment. Not PYTHONDONTWRITEBYTECODE and its like: an installed program has
#: its bytecode beside it, and what is timed is a program, not its compilation. Not KB_*: nothing is tuned.
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")


def program(name: str) -> str:
    """A console script of this environment."""
    return str(Path(sys.executable).with_name(name))


def whole(argv: Sequence[str], folder: Path) -> Run:
    """A program from its start to its end, as seen from outside; its output is thrown away."""
    return partial(_whole, argv, folder)


def _whole(argv: Sequence[str], folder: Path) -> float:
    env = _environment(folder)
    began = perf_counter()
    done = subprocess.run(
        argv, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    taken = perf_counter() - began
    _worked(done)
    return taken


def said(argv: Sequence[str], folder: Path) -> str:
    """What a program of this environment prints."""
    env = _environment(folder)
    done = subprocess.run(argv, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True)
    _worked(done)
    return done.stdout.decode()


def inside(argv: Sequence[str], folder: Path) -> float:
    """What a fresh process of ``bench.inside`` measured within itself, without its start and its imports."""
    return float(said([PYTHON, "-m", "bench.inside", *argv], folder))


def _environment(folder: Path) -> dict[str, str]:
    """What a child sees; the bundled catalogue is kept in ``folder``, so that nobody's cache is touched."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | {"XDG_CACHE_HOME": str(folder / "cache")}


def _worked(done: "subprocess.CompletedProcess[bytes]") -> None:
    """Raise unless a program ended well: the time of one that failed says nothing."""
    if done.returncode:
        complaint = done.stderr.decode(errors="replace").strip()
        raise RuntimeError(f"{' '.join(done.args)} ended with {done.returncode}:\n{complaint}")
