"""Pictures as a browser shows them, measured: labels apart, lines past them, text large enough, nothing cut off."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import kb
from tests.exports.conftest import missing
from tests.exports.seen import Seen, chromium, seen


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium."""
    with chromium(missing) as found:
        yield found


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
    browser: Any, catalogue_of: Callable[[str], str], tmp_path: Path, name: str, most: int, crossed: int
) -> None:
    """In a lineage picture no label lies over another, and up to 150 entries no line runs through a label."""
    with kb.open(catalogue_of(name)) as catalogue:
        svg = catalogue.draw(picture="lineage", most=most)
    found = measured(browser, tmp_path, svg)
    assert found.labels > min(most, 40)
    assert len(found.crossed) <= crossed, found.crossed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["2pc", "transactions", "polling", "websocket", "raft", "service-mesh"])
def test_lineage_of_an_entry_is_readable(browser: Any, tmp_path: Path, name: str) -> None:
    """The lineage of each entry and family is readable, by day and by night."""
    with kb.open("bundled") as catalogue:
        svg = catalogue.draw(name, picture="lineage")
    for scheme in ("light", "dark"):
        assert measured(browser, tmp_path, svg, scheme).crossed == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bundled", "aoe-techradar"])
def test_radar_is_readable(browser: Any, catalogue_of: Callable[[str], str], tmp_path: Path, name: str) -> None:
    """In a radar no number and no name lies over another, by day and by night."""
    with kb.open(catalogue_of(name)) as catalogue:
        svg = catalogue.draw(picture="radar")
    for scheme in ("light", "dark"):
        assert measured(browser, tmp_path, svg, scheme).labels > 300


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "most"), [("bundled", 40), ("linuxtimeline", 40), ("linuxtimeline", 150), ("peps", 150)]
)
def test_timeline_is_readable(
    browser: Any, catalogue_of: Callable[[str], str], tmp_path: Path, name: str, most: int
) -> None:
    """In a timeline no label lies over another, and no line runs through one."""
    with kb.open(catalogue_of(name)) as catalogue:
        svg = catalogue.draw(picture="timeline", most=most)
    assert measured(browser, tmp_path, svg).crossed == []
