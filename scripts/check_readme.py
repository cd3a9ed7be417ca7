"""Runs the examples in README.md and docs/*.md again and compares their output with what stands there.

    check_readme.py            say which examples differ; exit 1 when there are any
    check_readme.py --write    put the present output in their place

An example is a comment and the fenced block that follows it; a first line in the block that begins with ``$`` is kept:

    <!-- run: kb what-replaces 2pc -->
    <!-- run, exit 1: kb lint examples/broken -->

The help stands between ``<!-- help:begin -->`` and ``<!-- help:end -->``; README.md must show it. Examples of one file
run in order, in the top folder, 100 columns wide and without colour. Where a command is meant to fail, its message is
part of the output.
"""

import difflib
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_FENCE = r"(?P<open>```+[^\n]*\n(?:\$ [^\n]*\n)?)(?P<shown>.*?)(?P<close>^```+ *$)"
_HELP = re.compile(r"<!-- help:begin -->\s*" + _FENCE + r"\s*<!-- help:end -->", re.DOTALL | re.MULTILINE)
_RUN = re.compile(
    r"<!-- run(?:, exit (?P<exit>\d+))?: (?P<command>kb\b[^\n]*?) -->\s*" + _FENCE, re.DOTALL | re.MULTILINE
)
_BEGUN = re.compile(r"^<!-- (?:run\b|help:begin)[^\n]*", re.MULTILINE)


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
    complaints: list[str] = []

    def fresh(match: re.Match[str]) -> str:
        wanted = match.groupdict()
        command, status = wanted.get("command") or "kb --help", int(wanted.get("exit") or 0)
        done = run(command)
        if done.returncode != status:
            complaints.append(f"{command}: exit {done.returncode}, not {status}: {done.stderr.strip()[-500:]}")
        shown = (done.stdout + (done.stderr if status else "")).rstrip() + "\n"
        return match[0].replace(match["open"] + match["shown"], match["open"] + shown, 1)

    blocks = len(_RUN.findall(text)) + len(_HELP.findall(text))
    if blocks != len(_BEGUN.findall(text)):
        complaints.append("a run or help comment is not followed by a fenced block")
    return _HELP.sub(fresh, _RUN.sub(fresh, text)), complaints


def run(command: str) -> subprocess.CompletedProcess[str]:
    """One ``kb`` command with the program of the environment that runs this script."""
    program = Path(sys.executable).with_name("kb")
    plain = {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    return subprocess.run(
        [program, *shlex.split(command)[1:]],
        cwd=ROOT,
        env=os.environ | plain,
        stdin=subprocess.DEVNULL,
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
