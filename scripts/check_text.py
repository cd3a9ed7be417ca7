"""Finds what only one machine could understand: its folders, and the hosts that its packages came from.

Looks at every text file that git tracks or would add; prints one line a finding, exit 1 when there is any.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: What is looked for, and how to say it instead.
TRACES = {
    re.compile(rf"{re.escape(str(ROOT))}\b"): "this folder's own place; write paths from the top of the project",
    re.compile(r"(?<![\w.~/-])/(?:root|(?:home|Users)/\w+)/"): "a person's folder; write ~ or a relative path",
    re.compile(r"\b(?:pypi|pythonhosted|npmjs|crates|maven)[.](?:org|com|io)\b"): "a package host; name the package",
}
#: In locked requirements no address at all may stand.
ADDRESS = re.compile(r"://|^--(?:index-url|extra-index-url|find-links)", re.MULTILINE)


def main() -> int:
    """Look at every file; the exit code."""
    found = [line for path in text_files() for line in traces(path)]
    for line in found:
        print(line)
    return min(len(found), 1)


def text_files() -> list[Path]:
    """What git tracks or would add."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    return [ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def traces(path: Path) -> Iterator[str]:
    """What one file gives away; bytes that are no text are left alone."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    looked_for = dict(TRACES)
    if path.parent.name == "requirements":
        looked_for[ADDRESS] = "an address among locked versions; make lock writes none"
    for pattern, advice in looked_for.items():
        for match in pattern.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            yield f"{path.relative_to(ROOT).as_posix()}:{line}: {match[0]}: {advice}"


if __name__ == "__main__":
    sys.exit(main())
