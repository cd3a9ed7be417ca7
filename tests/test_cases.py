"""Every file below ``tests/cases`` holds: its files make a folder, and its commands print there what it says.

A case is one Markdown page that reads as documentation. It begins with ``# `` and one sentence that says what holds.

* A fenced block with a path behind its language is a file, written when the case comes to it (`` ```yaml pages/saga.md``).
  A third word ``escaped`` lets ``\\x1b``, ``\\r``, ``\\t`` and ``\\u202e`` mean what they mean in Python.
* A fenced ``console`` block holds commands behind ``$ ``, each followed by what it prints: stdout as it is, stderr behind
  ``2> ``, and ``# exit 2`` last where the exit code is not 0. Commands are ``kb …``, with ``< FILE`` if need be, ``rm FILE``.
* Before its first command ``pages`` is loaded into ``catalogue.kb``, unless that command is ``kb load`` itself or the case
  has no file. The line of stderr that says that ``catalogue.kb`` answers as of today is left out everywhere.

``pytest tests/test_cases.py --update-cases`` writes what the commands print into the cases.
"""

import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kb.commands import BY_NAME
from tests.conftest import ROOT, TODAY, Done, Kb

HOME = ROOT / "tests" / "cases"
CASES = sorted(path.relative_to(HOME).as_posix() for path in HOME.rglob("*.md"))
#: The first case of each command is run by the installed program, too.
ONE_EACH = sorted({name.split("/")[0]: name for name in reversed(CASES)}.values())

_FENCE = re.compile(r"^(?P<marks>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=marks)`*[ \t]*$", re.M | re.S)
_ANSWERED = f"kb: catalogue.kb, as of {TODAY} (today)"
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Block:
    """One fenced block: a file where it has a name, else commands."""

    name: str
    body: str
    start: int
    end: int


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a case; ``start`` and ``end`` are the place of the body."""
    found = []
    for match in _FENCE.finditer(text):
        language, *rest = match["info"].split()
        assert language == "console" or 1 <= len(rest) <= 2, f"```{match['info']} is neither console nor a file"
        body = match["body"]
        if rest[1:] == ["escaped"]:
            body = _UNESCAPE.sub(_unescaped, body)
        found.append(Block(rest[0] if rest else "", body, *match.span("body")))
    return found


_UNESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|[rnt])")


def _unescaped(match: "re.Match[str]") -> str:
    return match[0].encode("ascii").decode("unicode_escape")


def commands(body: str) -> list[str]:
    """The commands of a console block."""
    assert body.startswith("$ "), "a console block begins with a command"
    return [line[2:] for line in body.splitlines() if line.startswith("$ ")]


def shown(command: str, done: Done) -> str:
    """A command and what it printed, as a case shows it."""
    lines = [f"$ {command}", *done.out.removesuffix("\n").split("\n")] if done.out else [f"$ {command}"]
    if done.out and not done.out.endswith("\n"):
        lines.append("(no line end)")
    lines += [f"2> {line}".rstrip() for line in done.err.splitlines() if line != _ANSWERED]
    if done.code:
        lines.append(f"# exit {done.code}")
    return "".join(_UNSEEN.sub(lambda c: f"\\u{ord(c[0]):04x}", line) + "\n" for line in lines)


def play(text: str, kb: Kb, real: bool = False) -> list[tuple[Block, str]]:
    """Do what a case says, in its order; each console block with what its commands printed."""
    found, played, loaded = blocks(text), [], False
    for block in found:
        if block.name:
            kb.write({block.name: block.body})
            continue
        parts = []
        for command in commands(block.body):
            words = shlex.split(command)
            if not loaded and any(one.name.startswith("pages/") for one in found) and words[:2] != ["kb", "load"]:
                kb.load()
            loaded = True
            parts.append(shown(command, _run(words, kb, real)))
        played.append((block, "".join(parts)))
    return played


def _run(words: list[str], kb: Kb, real: bool) -> Done:
    """One command of a console block."""
    stdin = b""
    if len(words) > 2 and words[-2] == "<":
        stdin = (kb.folder / words[-1]).read_bytes()
        words = words[:-2]
    if words[0] == "rm":
        for name in words[1:]:
            (kb.folder / name).unlink()
        return Done(0, "", "")
    assert words[0] == "kb", f"a case runs kb and rm, not {words[0]}"
    return (kb.process if real else kb)(*words[1:], stdin=stdin)


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, kb: Kb, request: pytest.FixtureRequest):
    """A case prints what it says."""
    path = HOME / name
    text = path.read_text(encoding="utf-8")
    played = play(text, kb)
    if request.config.getoption("--update-cases"):
        for block, printed in reversed(played):
            text = text[: block.start] + printed + text[block.end :]
        path.write_text(text, encoding="utf-8")
        return
    for block, printed in played:
        assert printed == block.body, f"see {path.relative_to(ROOT)}, or run pytest with --update-cases"


@pytest.mark.parametrize("name", ONE_EACH)
def test_case_as_users_run_it(name: str, kb: Kb):
    """The installed program prints what the same command prints in this process."""
    for block, printed in play((HOME / name).read_text(encoding="utf-8"), kb, real=True):
        assert printed == block.body


@pytest.mark.parametrize("name", CASES)
def test_case_says_what_holds(name: str):
    """A case begins with a heading that is one sentence, and lies in the folder of a command."""
    first = (HOME / name).read_text(encoding="utf-8").splitlines()[0]
    assert re.fullmatch(r"# [^.]+\.", first), first
    assert name.split("/")[0] in {*BY_NAME, "kb"}
    assert any(not block.name for block in blocks((HOME / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("command", sorted(BY_NAME.keys() - {"completion"}))
def test_every_command_has_a_case(command: str):
    """A command has a folder of cases, but for the scripts of the shells, which have tests of their own."""
    assert any(name.startswith(command + "/") for name in CASES)


@pytest.mark.parametrize("command", BY_NAME)
def test_help_has_two_examples(command: str, kb: Kb):
    """The help of a command says what it does, in one sentence, and ends with two examples of itself."""
    done = kb(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert BY_NAME[command].summary.capitalize().split()[0] in done.out
    examples = done.out.split("examples:\n")[1].splitlines()
    assert len(examples) >= 2
    assert all(re.search(rf"\bkb {command}\b", line) for line in examples)
    assert done == kb("help", command) == kb(command, "-h")


@pytest.mark.parametrize("command", [name for name, command in BY_NAME.items() if command.group == "Ask"])
def test_examples_of_help_work(command: str, bundled: Kb):
    """The examples that the help of a question gives are answered by the catalogue that ships with kb."""
    for line in bundled(command, "--help").out.split("examples:\n")[1].splitlines():
        words = shlex.split(re.split(r" {2,}", line.strip())[0])
        done = bundled(*words[1:])
        assert done.code in (0, 1, 3), (line, done.err)
        assert done.out, line


def test_a_wrong_case_fails(kb: Kb):
    """A case with another output than the real one is told apart from it."""
    text = "# T.\n\n```yaml pages/a.md\n---\ntitle: A\n---\n```\n\n```console\n$ kb list --ids\nb\n```\n"
    (block, printed), *_ = play(text, kb)
    assert (block.body, printed) == ("$ kb list --ids\nb\n", "$ kb list --ids\na\n")


def test_update_keeps_the_prose(tmp_path: Path, kb: Kb):
    """What a case says around its console blocks does not take part in a comparison, and is found where it was."""
    text = (
        "# T.\n\nBefore.\n\n```yaml pages/a.md\n---\ntitle: A\n---\n```\n\n```console\n$ kb list --ids\n```\n\nAfter.\n"
    )
    (block, printed), *_ = play(text, kb)
    assert text[: block.start].endswith("```console\n")
    assert text[block.end :] == "```\n\nAfter.\n"
    assert printed.endswith("\na\n")
    assert sys.stdout.writable()
