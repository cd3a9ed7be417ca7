"""Runs the examples in README.md and docs/*.md again and compares their output with what stands there.

    check_readme.py            say which examples differ; exit 1 when there are any
    check_readme.py --write    put the present output in their place

An example is a comment and the fenced block that follows it; a first line in the block that begins with ``$`` is kept:

    <!-- run: kb what-replaces 2pc -->
    <!-- run, exit 1: kb lint examples/broken -->
    <!-- run: kb ask --jsonl < questions.jsonl -->

The help stands between ``<!-- help:begin -->`` and ``<!-- help:end -->``; README.md must show it. Examples of one file
run in order, in the top folder, 100 columns wide, without colour and on a fixed day. Where a command is meant to fail,
or says nothing else, its message is part of the output.

A comment ``<!-- file: pages/saga.md -->`` makes a file of the fenced block that follows it. A page with files has a
folder of its own, empty at first, in which its examples run. ``<!-- do: kb load pages -->`` runs a command and shows
nothing. Between ``<!-- table: NAME -->`` and ``<!-- table: end -->``
stands what ``scripts/doc_tables.py`` gives.
"""

import difflib
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from doc_tables import table

ROOT = Path(__file__).resolve().parent.parent
#: The day on which every example runs.
TODAY = "2026-11-23"
#: Where the bundled catalogue is prepared on that day; another one may have been prepared on any other.
CACHE = tempfile.TemporaryDirectory()

_FENCE = r"(?P<open>```+[^\n]*\n(?:\$ [^\n]*\n)?)(?P<shown>.*?)(?P<close>^```+ *$)"
_HELP = re.compile(r"<!-- help:begin -->\s*" + _FENCE + r"\s*<!-- help:end -->", re.DOTALL | re.MULTILINE)
_RUN = re.compile(
    r"<!-- do: (?P<do>kb\b[^\n]*?) -->"
    r"|<!-- (?:run(?:, exit (?P<exit>\d+))?: (?P<command>kb\b[^\n]*?)|file: (?P<file>[\w./-]+)) -->\s*" + _FENCE,
    re.DOTALL | re.MULTILINE,
)
_TABLE = re.compile(
    r"(?P<begin><!-- table: (?P<name>(?!end\b)[\w -]+) -->\n).*?(?P<end><!-- table: end -->)", re.DOTALL
)
_BEGUN = re.compile(r"^<!-- (?:do:|run\b|file:|help:begin)[^\n]*", re.MULTILINE)


def main() -> int:
    """Go through every file; the exit code."""
    write = sys.argv[1:] == ["--write"]
    found = 0
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]:
        if not path.is_file():
            print(f"{path.name}: is not there")
            return 1
        before = path.read_text(encoding="utf-8")
        after, complaints = rerun(before)
        if path.name == "README.md" and not _HELP.search(before):
            complaints.append("shows no help between <!-- help:begin --> and <!-- help:end -->")
        if write:
            path.write_text(after, encoding="utf-8", newline="\n")
        elif after != before:
            complaints.append(difference(before, after))
        for complaint in complaints:
            print(f"{path.relative_to(ROOT).as_posix()}: {complaint}")
        found += len(complaints)
    return min(found, 1)


def rerun(text: str) -> tuple[str, list[str]]:
    """The text with every example's present output, and what went wrong on the way."""
    if not any(match["file"] for match in _RUN.finditer(text)):
        return rerun_in(ROOT, text)
    with tempfile.TemporaryDirectory() as folder:
        return rerun_in(Path(folder), text)


def rerun_in(folder: Path, text: str) -> tuple[str, list[str]]:
    """The same, with a folder in which the examples run and files are written."""
    complaints: list[str] = []

    def fresh(match: re.Match[str]) -> str:
        wanted = match.groupdict()
        if wanted.get("file"):
            path = folder / wanted["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(match["shown"], encoding="utf-8", newline="\n")
            return match[0]
        command = wanted.get("do") or wanted.get("command") or "kb --help"
        status = int(wanted.get("exit") or 0)
        done = run(command, folder)
        if done.returncode != status:
            complaints.append(f"{command}: exit {done.returncode}, not {status}: {done.stderr.strip()[-500:]}")
        if wanted.get("do"):
            return match[0]
        shown = (done.stdout + (done.stderr if status or not done.stdout else "")).rstrip() + "\n"
        return match[0].replace(match["open"] + match["shown"], match["open"] + shown, 1)

    blocks = len(_RUN.findall(text)) + len(_HELP.findall(text))
    if blocks != len(_BEGUN.findall(text)):
        complaints.append("a run or help comment is not followed by a fenced block")

    def filled(match: re.Match[str]) -> str:
        try:
            return f"{match['begin']}{table(match['name'])}\n{match['end']}"
        except (LookupError, ImportError) as error:
            complaints.append(f"table {match['name']}: {error}")
            return match[0]

    text = _TABLE.sub(filled, text)
    return _HELP.sub(fresh, _RUN.sub(fresh, text)), complaints


def run(command: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """One ``kb`` command with the program of the environment that runs this script; ``< FILE`` may end it."""
    program = Path(sys.executable).with_name("kb")
    plain = {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1", "KB_TODAY": TODAY, "XDG_CACHE_HOME": CACHE.name}
    words, _, name = command.partition(" < ")
    return subprocess.run(
        [program, *shlex.split(words)[1:]],
        cwd=folder,
        env=os.environ | plain,
        input=(folder / name).read_text(encoding="utf-8") if name else "",
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def difference(before: str, after: str) -> str:
    """The lines that differ, with the way out."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "as written", "as it is", n=1, lineterm="")
    return "\n".join(["examples differ; make format puts them right", *lines])


if __name__ == "__main__":
    sys.exit(main())
