"""What is seen at several dates: the latest observation holds now, earlier ones at their own time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kb.loading import own_mapping
from queries.card import show
from queries.listing import listing
from queries.moment import moment, retired
from queries.replacement import what_replaces
from tests.helpers import TODAY
from tests.ledger.written import Catalogue

Radar = Callable[..., Catalogue]


@pytest.fixture
def radar(tmp_path: Path) -> Radar:
    """A radar on which ``a`` stood in these rings, one a year from 2017 on."""

    def loaded(*rings: str) -> Catalogue:
        made = Catalogue(tmp_path)
        made.write({f"docs/{2017 + place}-01-01/a.md": f"---\nring: {ring}\n---\n" for place, ring in enumerate(rings)})
        made.load(mapping=own_mapping("technology-radar"))
        return made

    return loaded


def test_values(radar: Radar):
    """A node that is seen in several folders holds its latest value now, and the earlier one at its own time."""
    with radar("assess", "hold").open() as graph:
        assert [(one.value, one.state) for one in graph.properties(["a"], ["tier"])] == [
            ("hold", "chosen"),
            ("assess", "earlier"),
        ]
        assert [one.id for one in graph.select([("tier", "hold")])] == ["a"]
        assert [one.id for one in graph.select([("tier", "assess")], 736_500)] == ["a"]
        assert not list(graph.select([("tier", "assess")], 736_000))
        assert not graph.problems()


@pytest.mark.parametrize(
    ("rings", "since"),
    [
        (("assess", "hold"), "2018-01-01"),
        (("assess", "hold", "hold"), "2018-01-01"),
        (("hold", "hold"), "2017-01-01"),
        (("hold", "trial", "hold"), "2019-01-01"),
        (("hold", "trial"), ""),
    ],
)
def test_retired_since(radar: Radar, rings: tuple[str, ...], since: str):
    """A tier that retires does so since the first of the observations that say it without a break."""
    with radar(*rings).open() as graph:
        node = graph.nodes(["a"])["a"]
    assert node.retired_text == since
    assert bool(node.retired) == bool(since)
    if since:
        assert retired(node, moment(since, TODAY)) is True
        assert retired(node, moment(str(int(since[:4]) - 1), TODAY)) is False


@pytest.mark.parametrize(
    ("day", "ring", "states"),
    [
        ("2018-06", "trial", ["later", "chosen", "earlier"]),
        ("2017-06", "assess", ["later", "later", "chosen"]),
        ("2016", "", ["later", "later", "later"]),
        (None, "hold", ["chosen", "earlier", "earlier"]),
    ],
)
def test_as_it_was(radar: Radar, day: str | None, ring: str, states: list[str]):
    """Whatever names an entry at a moment says the tier that it had then, not that of today."""
    at = moment(day, TODAY)
    with radar("assess", "trial", "hold").open() as graph:
        card = show(graph, "a", at)
        assert card.node.tier == ring
        assert [one.state for one in card.properties if one.name == "tier"] == states
        assert [one.tier for one in listing(graph, at).nodes] == [ring]
        assert what_replaces(graph, "a", at).node.tier == ring
