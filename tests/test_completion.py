"""The completion scripts: complete commands, options and the names of entries."""

import shutil
import subprocess

import pytest

from kb.commands import BY_NAME


@pytest.fixture(scope="module")
def scripts() -> dict[str, str]:
    """The script for each shell, as the real program writes it."""
    kb = shutil.which("kb", path=".venv/bin") or "kb"
    return {
        shell: subprocess.run([kb, "completion", shell], capture_output=True, text=True, check=True).stdout
        for shell in ("bash", "zsh", "fish")
    }


def completed(script: str, *words: str) -> set[str]:
    """What bash offers for the last of some words, with the script sourced."""
    line = (
        f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _shtab_kb; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = subprocess.run(
        ["bash", "-c", f'PATH="$PWD/.venv/bin:$PATH"\n{script}\n{line}'], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_bash_completes_commands(scripts):
    """The beginning of a command is completed to all commands that begin so."""
    assert completed(scripts["bash"], "kb", "wh") == {"what-replaces", "what-it-replaced", "why"}


def test_bash_completes_options(scripts):
    """An option is completed by those of its command."""
    assert "--as-of" in completed(scripts["bash"], "kb", "show", "--as")


def test_bash_completes_names(scripts):
    """Where a name is wanted, the entries of the catalogue are offered."""
    assert completed(scripts["bash"], "kb", "what-replaces", "two-phase-c") == {"two-phase-commit"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_command_is_in_the_script(scripts, shell: str):
    """Every command and the way to ask for names stand in the script of every shell."""
    assert all(name in scripts[shell] for name in BY_NAME)
    assert "kb list --all --ids --quiet" in scripts[shell]
