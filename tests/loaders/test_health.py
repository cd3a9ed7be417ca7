"""``health.yaml``: observations as dated records, and mistakes as findings."""

import json

import pytest

from loaders.base import SourceFile
from loaders.health import LOADER
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.problem import Problem
from tests.conftest import Kb

HEAD = "kb-health: 1\nobservations:\n"


def read(text: str) -> list[Claim | Problem]:
    """All that a file says, and what is wrong with it."""
    file = SourceFile("pages/health.yaml", text)
    assert LOADER.takes(file)
    return [one for one in LOADER.read(file, VOCABULARY) if isinstance(one, Claim | Problem)]


def test_observation_is_a_dated_record():
    """An observation is a record of its entry that holds since it was seen and rests on where it was seen."""
    (said,) = read(HEAD + "  - {of: Saga Pattern, seen: May 2024, where: smith-2024, stars: 9, note: no forks}\n")
    assert isinstance(said, Claim)
    assert (said.subject, said.predicate, said.by_name, said.source.line) == ("Saga Pattern", "health", True, 3)
    assert said.value == {"seen": "2024-05", "stars": 9, "note": "no forks", "where": "smith-2024"}
    assert dict(said.qualifiers) == {"since": "2024-05", "ground": "smith-2024"}


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("{of: a, seen: 2024, where: b}", "the observation observes nothing"),
        ("{seen: 2024, where: b, stars: 1}", "the observation does not say 'of'"),
        ("{of: a, where: b, stars: 1}", "the observation does not say 'seen'"),
        ("{of: a, seen: 2024, stars: 1}", "the observation does not say 'where'"),
        ("{of: a, seen: soon, where: b, stars: 1}", "'soon' is not a date"),
        ("{of: a, seen: 2024/.., where: b, stars: 1}", "does not say on which day"),
        ("{of: a, seen: 2024, where: b, stars: -1}", "'stars' is a whole number"),
        ("{of: a, seen: 2024, where: b, stars: [1]}", "'stars' is a number"),
        ("{of: a, seen: 2024, where: b, last-release: v2}", "'v2' is not a date"),
        ("{of: a, seen: 2024, where: b, repositories: []}", "'repositories' is a name"),
        ("{of: a, seen: 2024, where: b, star: 1, talks: 1}", "did you mean 'stars'?"),
        ("just text", "an observation is a mapping"),
    ],
)
def test_mistake_is_a_finding(item: str, message: str):
    """An observation with a mistake says nothing, and its line is named."""
    found = read(f"{HEAD}  - {item}\n")
    assert [one for one in found if isinstance(one, Claim)] == []
    assert any(message in one.message for one in found if isinstance(one, Problem))
    assert {(one.rule, one.source.line) for one in found if isinstance(one, Problem)} == {("health", 3)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kb-health: 2\nobservations: []\n", "the file says '2'"),
        ("kb-health: 1\n", "'observations' is a list"),
        ("kb-health: 1\nobservation: []\nobservations: []\n", "did you mean 'observations'?"),
    ],
)
def test_file_of_another_form_is_a_finding(text: str, message: str):
    """A file of another version, without observations or with other keys is told of."""
    assert any(message in one.message for one in read(text) if isinstance(one, Problem))


def test_card_shows_what_had_been_seen(kb: Kb):
    """A card lists the observations up to its moment; names that no page defines are told of by load and lint."""
    kb.write(
        {
            "pages/saga.md": "---\ntitle: Saga\n---\n",
            "pages/health.yaml": HEAD
            + "  - {of: saga, seen: 2020, where: a, stars: 1}\n  - {of: saga, seen: 2024, where: b, stars: 2}\n"
            + "  - {of: nobody, seen: 2024, where: b, stars: 2}\n",
        }
    )
    for command in ("load", "lint"):
        done = kb(command, "pages")
        assert "no page that was read defines 'nobody' [health-unknown]" in done.out + done.err
    for day, stars in (("2019", []), ("2021", [1]), ("2025", [1, 2])):
        card = json.loads(kb("show", "saga", "--as-of", day, "--format", "json").out)
        assert [one["value"]["stars"] for one in card["properties"].get("health", [])] == stars
