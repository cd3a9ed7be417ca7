"""The pages that loading is measured on: real ones where they are at hand, else generated ones of their size."""

import os
import tarfile
from dataclasses import dataclass
from pathlib import Path

from bench.compose import front_of
from bench.generate import page

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("KB_CORPORA", ROOT.parent / "shared" / "data"))
ARCHIVE = "dstudio-ad6b80f0.tar.gz"
MOST = 250


@dataclass(frozen=True, slots=True)
class Pages:
    """A folder of pages that all have front matter, and what they are in words."""

    folder: Path
    fronts: tuple[str, ...]
    about: str


def pages(folder: Path) -> Pages:
    """Lay out the pages below ``folder``."""
    home = folder / "pages"
    archive = CORPORA / ARCHIVE
    if archive.is_file():
        found = _real(archive, folder / "unpacked")
        which = f"the first {MOST} by path" if len(found) == MOST else "all that it has"
        what = f"real pages with front matter out of `{ARCHIVE}` ({which})"
    else:
        what = f"generated pages, since `{ARCHIVE}` is not there (`KB_CORPORA` names its folder)"
        found = {f"family-{number % 12:02}/{page(number)[0]}.md": page(number)[1] for number in range(MOST)}
    for name, text in found.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    fronts = tuple(front_of(text) for text in found.values())
    size = sum(len(text.encode()) for text in found.values()) / len(found) / 1000
    front = sum(len(text.encode()) for text in fronts) / len(fronts) / 1000
    about = f"{len(found)} {what}; on average {size:.1f} kB a page, {front:.2f} kB of it front matter"
    return Pages(home, fronts, about)


def _real(archive: Path, folder: Path) -> dict[str, str]:
    """The first pages with front matter, by path below the archive."""
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if front_of(text):
            found[path.relative_to(folder).as_posix()] = text
        if len(found) == MOST:
            break
    return found
