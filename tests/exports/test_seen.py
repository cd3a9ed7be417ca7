"""Pictures as a browser shows them, measured: labels apart, lines past them, text large enough, nothing cut off."""

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kb
from tests.exports.conftest import missing
from tests.exports.seen import Seen, chromium, seen

CORPORA = Path(os.environ.get("KB_CORPORA", Path(__file__).parents[3] / "shared" / "data"))
#: Catalogues with the mapping that reads them, and their folder below what is unpacked.
MAPPED = {"linuxtimeline": "linuxtimeline", "peps": "peps", "aoe-techradar": "technology-radar"}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium."""
    with chromium(missing) as found:
        yield found


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The catalogues at hand by name, each as what ``kb.open`` takes."""
    folder = tmp_path_factory.mktemp("catalogues")
    found = {"bundled": "bundled"}
    for name, mapping in MAPPED.items():
        archive = CORPORA / f"{name}.tar.gz"
        if not archive.exists():
            continue
        with tarfile.open(archive) as packed:
            packed.extractall(folder / name, filter="data")
        found[name] = str(folder / f"{name}.kb")
        kb.load(str(folder / name / name / "raw"), found[name], mapping=mapping)
    return found


def measured(browser: Any, folder: Path, svg: str, scheme: str = "light") -> Seen:
    """A picture as the browser shows it; what holds of every picture is asked of it at once."""
    file = folder / "picture.svg"
    file.write_text(svg, encoding="utf-8")
    found = seen(browser, file.as_uri(), scheme)
    assert found.overlaps == []
    assert found.smallest >= 11
    assert found.outside == 0
    assert found.asked == []
    return found


#: Catalogue, entries at most, labels that a line may cross; beyond 150 entries few are let through, and counted.
LINEAGES = [
    ("bundled", 5, 0),
    ("bundled", 100, 0),
    ("linuxtimeline", 50, 0),
    ("linuxtimeline", 150, 0),
    ("linuxtimeline", 556, 5),
    ("peps", 150, 0),
    ("peps", 736, 15),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "most", "crossed"), LINEAGES)
def test_lineage_picture_is_readable(
    browser: Any, catalogues: dict[str, str], tmp_path: Path, name: str, most: int, crossed: int
) -> None:
    """In a lineage picture no label lies over another, and up to 150 entries no line runs through a label."""
    if name not in catalogues:
        pytest.skip(f"{name} is not at hand")
    with kb.open(catalogues[name]) as catalogue:
        svg = catalogue.draw(picture="lineage", most=most)
    found = measured(browser, tmp_path, svg)
    assert found.labels > min(most, 40)
    assert len(found.crossed) <= crossed, found.crossed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["2pc", "transactions", "polling", "websocket", "raft", "service-mesh"])
def test_lineage_of_an_entry_is_readable(browser: Any, catalogues: dict[str, str], tmp_path: Path, name: str) -> None:
    """The lineage of each entry and family is readable, by day and by night."""
    with kb.open("bundled") as catalogue:
        svg = catalogue.draw(name, picture="lineage")
    for scheme in ("light", "dark"):
        assert measured(browser, tmp_path, svg, scheme).crossed == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bundled", "aoe-techradar"])
def test_radar_is_readable(browser: Any, catalogues: dict[str, str], tmp_path: Path, name: str) -> None:
    """In a radar no number and no name lies over another, by day and by night."""
    if name not in catalogues:
        pytest.skip(f"{name} is not at hand")
    with kb.open(catalogues[name]) as catalogue:
        svg = catalogue.draw(picture="radar")
    for scheme in ("light", "dark"):
        assert measured(browser, tmp_path, svg, scheme).labels > 300


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "most"), [("bundled", 40), ("linuxtimeline", 40), ("linuxtimeline", 150), ("peps", 150)]
)
def test_timeline_is_readable(browser: Any, catalogues: dict[str, str], tmp_path: Path, name: str, most: int) -> None:
    """In a timeline no label lies over another, and no line runs through one."""
    if name not in catalogues:
        pytest.skip(f"{name} is not at hand")
    with kb.open(catalogues[name]) as catalogue:
        svg = catalogue.draw(picture="timeline", most=most)
    assert measured(browser, tmp_path, svg).crossed == []
