"""``kb mapping`` and the commands under it."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kb.commands.mapping import ACTIONS
from tests.conftest import ROOT, Kb


@pytest.mark.parametrize("action", [one.name for one in ACTIONS])
def test_help(action: str, kb: Kb) -> None:
    """The help of each command under it says what it does and has two examples, and docs have a section on it."""
    done = kb("mapping", action, "--help")
    assert (done.code, done.err) == (0, "")
    assert done == kb("help", "mapping", action)
    examples = done.out.split("examples:\n")[1].splitlines()
    assert len(examples) >= 2
    assert all(line.startswith(f"  kb mapping {action}") for line in examples)
    assert f"\n### mapping {action}\n" in (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("action", [one.name for one in ACTIONS])
def test_examples_of_help_run(action: str, kb: Kb) -> None:
    """The examples in the help of each command under it run."""
    kb.write({"docs/patterns/saga.md": "---\ntitle: Saga\n---\n"})
    for line in kb("mapping", action, "--help").out.split("examples:\n")[1].splitlines():
        words = shlex.split(line.split("   ")[0].split(" > ")[0].split(" | ")[0].strip())
        done = kb(*words[1:])
        assert done.code in (0, 1), (words, done.err)


def test_bash_completes(kb: Kb) -> None:
    """The shell completes the commands under it, and the options of each."""
    pytest.importorskip("shtab")
    script = kb("completion", "bash").out
    for words, found in ((["mapping", "sk"], "sketch"), (["mapping", "sketch", "--ou"], "--output")):
        line = f"COMP_WORDS=(kb {' '.join(words)}); COMP_CWORD={len(words)}; _shtab_kb; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        done = subprocess.run(["bash", "-c", f"{script}\n{line}"], capture_output=True, text=True, check=True)
        assert found in done.stdout.split()


def test_sketch_in_another_process(tmp_path: Path) -> None:
    """The same files give the same bytes, whatever order Python's sets have."""
    for number in range(30):
        (tmp_path / f"p{number:02d}.md").write_text(
            f"---\ntitle: P{number}\nstatus: {'active' if number % 3 else 'obsolete'}\nrelated: [p{(number * 7) % 30:02d}]\n"
            f"tags: [{'a, b' if number % 2 else 'c'}]\n---\n"
        )
    code = "import sys; from loaders.sketch.sketch import sketch; sys.stdout.write(sketch(sys.argv[1], 20))"
    made = {
        subprocess.run(
            [sys.executable, "-c", code, tmp_path],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(made) == 1
