"""Programs that are installed for measuring alone, into an environment of their own beside the project's."""

import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / ".venv-peers"
PACKAGES = ("oaklib", "igraph")
#: How long an installation may take, in seconds.
PATIENCE = 600


def peers() -> tuple[Path | None, str]:
    """The folder with the peers' programs, or why there is none."""
    programs = HOME / "bin"
    if (programs / "runoak").exists():
        return programs, ""
    steps = ([sys.executable, "-m", "venv", str(HOME)], [str(programs / "pip"), "install", "--quiet", *PACKAGES])
    for step in steps:
        try:
            done = subprocess.run(step, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return None, str(error)
        if done.returncode:
            return None, (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return programs, ""
