"""Programs that are installed for measuring alone, into an environment of their own beside the project's."""

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
HOME = _ROOT / ".venv-peers"
#: Exact versions with hashes, of the dependency group ``peers``.
LOCKED = _ROOT / "requirements" / "peers.txt"
#: How long an installation may take, in seconds.
PATIENCE = 600


def peers() -> tuple[Path | None, str]:
    """The folder with the peers' programs, or why there is none."""
    programs, ready = HOME / "bin", HOME / ".ready"
    if ready.exists() and ready.read_bytes() == LOCKED.read_bytes():
        return programs, ""
    uv = Path(sys.executable).with_name("uv")
    pip = [str(uv), "pip", "install", "--python", str(programs / "python")]
    if not uv.exists():
        pip = [str(programs / "pip"), "install"]
    steps = [
        [sys.executable, "-m", "venv", "--clear", str(HOME)],
        [*pip, "--quiet", "--require-hashes", "-r", str(LOCKED)],
    ]
    for step in steps:
        try:
            done = subprocess.run(step, capture_output=True, text=True, timeout=PATIENCE, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            return None, str(error)
        if done.returncode:
            return None, (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    ready.write_bytes(LOCKED.read_bytes())
    return programs, ""
