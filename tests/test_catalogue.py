"""The catalogue that ships: what the literature says of it, and whether anybody would notice a wrong statement."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kb.golden.file import questions_of
from kb.golden.mutate import mutate
from kb.golden.verify import verify
from kb.opening import open_catalogue
from kb.store.base import Store
from ontology.claim import Claim
from queries.moment import Moment
from tests.helpers import at

QUESTIONS = Path(__file__).parents[1] / "kb" / "catalogue" / "questions.yaml"


@pytest.fixture(scope="module")
def bundled() -> Iterator[Store]:
    """The bundled catalogue, opened for reading."""
    graph, _ = open_catalogue("bundled")
    with closing(graph):
        yield graph


@pytest.fixture
def today() -> Moment:
    """A fixed day, so that an answer is the same next year."""
    return at("2026-11-23")


def test_literature_agrees(bundled: Store, today: Moment):
    """Every golden question is answered as the literature that it cites says."""
    wanted, left_out = questions_of(str(QUESTIONS), None)
    answer = verify(bundled, str(QUESTIONS), wanted, today, left_out)
    assert not left_out
    assert len(wanted) >= 150
    assert [one.id for one in wanted if not one.source] == []
    assert [one.golden.id for one in answer.failed] == []


def test_dates_and_replacements_rest_on_a_publication(bundled: Store):
    """Each year of introduction, and each replacement that is more than a suggestion, names who published it."""
    ids = [node.id for node in bundled.select() if node.kind in ("pattern", "technology")]
    introduced = bundled.properties(ids, ["introduced"])
    assert len(introduced) > 300
    assert [(held.node, str(held.claim.source)) for held in introduced if not rests(held.claim)] == []
    edges = bundled.edges(ids, ["replaces"], "out")
    claims = bundled.claims(edges)
    stated = [edge for edge in edges if edge.strength != "consider"]
    assert len(stated) > 50
    assert [(edge.subject, edge.object) for edge in stated if not any(map(rests, claims[edge.key]))] == []


def rests(claim: Claim) -> bool:
    """Whether a claim names a publication."""
    return bool(claim.qualifiers.get("ground"))


@pytest.mark.slow
def test_questions_notice_every_change(bundled: Store, today: Moment):
    """A replacement that is taken away, turned round or dated ten years off breaks at least one golden question."""
    wanted, _ = questions_of(str(QUESTIONS), None)
    answer = mutate(bundled, str(QUESTIONS), wanted, today)
    unnoticed = [f"{one.edge.subject} replaces {one.edge.object}: {one.text}" for one in answer.unnoticed]
    assert answer.aside == ()
    assert unnoticed == []
    assert len(answer.mutants) >= 4 * answer.edges > 400
