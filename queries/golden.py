"""Golden questions: what somebody expects of an answer, how far it may differ, and whether it does."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from ontology import dates
from ontology.claim import Claim
from ontology.source import Source
from queries.graph import Edge
from queries.moment import Moment

Data = dict[str, Any]

#: The words of a tolerance with what each allows; ``years`` takes a number.
TOLERANCES = {
    "years": "a date may lie so many years from what is expected",
    "any-order": "the members of a list may come in any order",
    "contains": "a list may have further members, a text may be longer",
    "at-least": "a number may be greater; a list may have more members than the number expected",
    "one-of": "what is expected is a list of answers, of which any one is right",
}

#: Fields whose order says nothing; every other list is compared in order.
UNORDERED = frozenset(
    (
        "direct",
        "consider",
        "evolved-into",
        "terminal",
        "nearest",
        "origins",
        "ids",
        "candidates",
        "did-you-mean",
        "when",
    )
)

#: How far an edge is dated anew where questions are tried themselves, in years.
SHIFT = 10


class Tolerance(NamedTuple):
    """How far an answer may differ from what is expected."""

    words: frozenset[str] = frozenset()
    years: int = 0

    def joined(self, other: "Tolerance") -> "Tolerance":
        """What either of two allows."""
        return Tolerance(self.words | other.words, max(self.years, other.years))


class Golden(NamedTuple):
    """One question with the answer that is expected of it."""

    id: str
    asked: str
    """The question as it is written."""
    request: Data
    """The question as ``kb ask`` takes it."""
    expect: Data
    """Fields of the answer; only these are compared."""
    tolerance: Mapping[str, Tolerance]
    """By field, and under the empty name for all of them."""
    source: str
    note: str
    place: Source


class Difference(NamedTuple):
    """Where an answer is not as expected."""

    field: str
    """The way to it: ``live[0].since``."""
    expected: Any
    got: Any
    why: str = ""
    missing: tuple[str, ...] = ()
    """Ids that were expected and are not there."""
    extra: tuple[str, ...] = ()
    """Ids that are there and were not expected, or are wrong."""


class Responsible(NamedTuple):
    """A statement that a wrong answer rests on, or the nearest to one that is missing."""

    text: str
    place: Source | None = None
    """None where nothing is said."""
    ground: str = ""


class Outcome(NamedTuple):
    """What came of one question."""

    golden: Golden
    differences: tuple[Difference, ...] = ()
    claims: tuple[Responsible, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the answer is as expected."""
        return not self.differences


class Verification(NamedTuple):
    """What came of a file of golden questions."""

    path: str
    at: Moment
    outcomes: tuple[Outcome, ...]
    left_out: int = 0
    """Questions of the file that were not asked, as a filter left them out."""

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The questions whose answers are not as expected."""
        return tuple(one for one in self.outcomes if not one.passed)


class Mutant(NamedTuple):
    """An edge changed in one way, and the questions that notice."""

    edge: Edge
    change: str
    """``delete``, ``reverse``, ``earlier`` or ``later``."""
    text: str
    """The change in words."""
    noticed: tuple[str, ...]
    """Ids of questions."""


class Mutation(NamedTuple):
    """What golden questions notice of changes in the lineage."""

    path: str
    at: Moment
    edges: int
    """How many edges were changed, each in several ways."""
    mutants: tuple[Mutant, ...]
    aside: tuple[str, ...]
    """Questions that took no part: they fail as it is, or need the catalogue's own clock."""
    claims: Mapping[int, tuple[Claim, ...]]
    titles: Mapping[str, str]
    shift: int

    @property
    def unnoticed(self) -> tuple[Mutant, ...]:
        """The changes that no question notices."""
        return tuple(one for one in self.mutants if not one.noticed)


def differences(golden: Golden, answer: Data, meaning: Callable[[str], str]) -> tuple[Difference, ...]:
    """Where an answer differs from what is expected; ``meaning`` gives the id that a name means, else the name itself."""
    judge = _Judge(golden.tolerance, meaning)
    if "error" in answer and "error" not in golden.expect:
        return (Difference("error", None, answer["error"], "the question could not be answered"),)
    found: list[Difference] = []
    for field, expected in golden.expect.items():
        if field not in answer:
            found.append(Difference(field, expected, None, "the answer has no such field"))
        else:
            found += judge.compare(field, field, expected, answer[field])
    return tuple(found)


class _Judge:
    """Compares an expectation with an answer, field by field."""

    def __init__(self, tolerance: Mapping[str, Tolerance], meaning: Callable[[str], str]) -> None:
        self._tolerance, self._meaning = tolerance, meaning

    def compare(self, way: str, name: str, expected: Any, got: Any) -> list[Difference]:
        """The differences at one place; ``name`` is its nearest field, by which its tolerance is known."""
        allowed = self._tolerance.get("", Tolerance()).joined(self._tolerance.get(name, Tolerance()))
        if "one-of" in allowed.words and isinstance(expected, list):
            without = allowed.words - {"one-of"}
            if any(not self._plainly(way, name, one, got, allowed._replace(words=without)) for one in expected):
                return []
            return [Difference(way, expected, _shown(got, expected), "none of these", (), _ids(got))]
        return self._plainly(way, name, expected, got, allowed)

    def _plainly(self, way: str, name: str, expected: Any, got: Any, allowed: Tolerance) -> list[Difference]:
        if isinstance(got, list) and got and all(isinstance(one, dict) and "state" in one for one in got):
            chosen = [one for one in got if one["state"] == "chosen"]  # values of a property: what is shown of them
            got = chosen if isinstance(expected, dict) else [one.get("value") for one in chosen]
            expected = expected if isinstance(expected, list) else [expected]
        number = isinstance(expected, int) and not isinstance(expected, bool)
        if number and isinstance(got, (list, int)) and not isinstance(got, bool):
            count = len(got) if isinstance(got, list) else got
            right = count >= expected if "at-least" in allowed.words else count == expected
            what = "at least " if "at-least" in allowed.words else ""
            return [] if right else [Difference(way, expected, count, f"{what}{expected} expected", (), _ids(got))]
        if isinstance(expected, dict) and isinstance(got, dict):
            return [one for key, value in expected.items() for one in self._field(way, key, value, got)]
        if isinstance(got, list):
            listed = expected if isinstance(expected, list) else [] if expected is None else [expected]
            return self._list(way, name, listed, got, allowed)
        if isinstance(got, dict) and not isinstance(expected, (dict, list)):
            return self._plainly(way, name, expected, got.get("id", got.get("value")), allowed)
        if self._same(expected, got, allowed):
            return []
        ids = tuple(one for one in (expected,) if isinstance(one, str) and isinstance(got, str) and got)
        return [Difference(way, expected, got, "", ids if name in ("id", "of") else ())]

    def _field(self, way: str, key: str, expected: Any, got: Data) -> list[Difference]:
        if key not in got:
            return [Difference(f"{way}.{key}", expected, None, "the answer has no such field")]
        owner = _ids(got)
        found = self.compare(f"{way}.{key}", key, expected, got[key])
        return [one._replace(extra=one.extra or owner) for one in found]

    def _same(self, expected: Any, got: Any, allowed: Tolerance) -> bool:
        """Whether two single values are the same, or near enough."""
        if expected == got:
            return True
        if got is None or expected is None or isinstance(got, bool) or not isinstance(got, str):
            return False
        wanted = expected if isinstance(expected, str) else str(expected).lower()
        if wanted == got or _dates_fit(wanted, got, allowed.years):
            return True
        if "contains" in allowed.words and wanted and wanted.casefold() in got.casefold():
            return True
        return bool(got) and self._meaning(wanted) == got

    def _list(
        self, way: str, name: str, expected: Sequence[Any], got: list[Any], allowed: Tolerance
    ) -> list[Difference]:
        """Members in order, or each somewhere."""
        loose = "contains" in allowed.words
        if not loose and "any-order" not in allowed.words and name not in UNORDERED:
            if len(expected) == len(got):
                found = [
                    one
                    for place, (wanted, has) in enumerate(zip(expected, got, strict=True))
                    for one in self.compare(f"{way}[{place}]", "", wanted, has)
                ]
                if not found or any(isinstance(one, (dict, list)) for one in expected):
                    return found
            partner = self._matching(expected, got)
            if len(expected) == len(got) == len(partner):
                return [Difference(way, list(expected), _shown(got, expected), "in another order")]
        else:
            partner = self._matching(expected, got)
        missing = [one for place, one in enumerate(expected) if place not in partner]
        extra = [] if loose else [one for place, one in enumerate(got) if place not in partner.values()]
        if not missing and not extra:
            return []
        near = self._near(way, missing, extra or [one for i, one in enumerate(got) if i not in partner.values()])
        if near:
            return near
        why = [f"missing: {_named(missing)}"] * bool(missing) + [f"not expected: {_named(extra)}"] * bool(extra)
        gone = tuple(self._meaning(id_) for one in missing for id_ in _ids(one) or _texts(one))
        return [
            Difference(way, list(expected), _shown(got, expected), "; ".join(why), gone, _ids(extra) or _texts(extra))
        ]

    def _near(self, way: str, missing: list[Any], extra: list[Any]) -> list[Difference]:
        """Where each missing member is there under its id, and only says something else: what it says."""
        found: list[Difference] = []
        for wanted in missing:
            ids = [self._meaning(id_) for id_ in _ids(wanted)] if isinstance(wanted, dict) else []
            has = next((one for one in extra if isinstance(one, dict) and one.get("id") in ids), None)
            if has is None:
                return []
            found += self.compare(f"{way}.{ids[0]}", "", wanted, has)
        return found if len(missing) == len(extra) else []

    def _matching(self, expected: Sequence[Any], got: list[Any]) -> dict[int, int]:
        """A largest matching of expected members with those that are there, by their places."""
        fits = [[there for there, has in enumerate(got) if not self.compare("", "", one, has)] for one in expected]
        taken: dict[int, int] = {}

        def place(wanted: int, tried: set[int]) -> bool:
            """Whether a member finds a place, if need be by sending another one on."""
            for there in fits[wanted]:
                if there not in tried:
                    tried.add(there)
                    if there not in taken or place(taken[there], tried):
                        taken[there] = wanted
                        return True
            return False

        for wanted in range(len(expected)):
            place(wanted, set())
        return {wanted: there for there, wanted in taken.items()}


def _dates_fit(expected: str, got: str, years: int) -> bool:
    """Whether a date lies within what is expected, so many years given or taken: 1978-06 is in 1978, and 1978 in 197X.

    >>> _dates_fit("1978", "1978-06", 0), _dates_fit("1978", "197X", 0), _dates_fit("1978", "1980", 2)
    (True, False, True)
    """
    wanted, has = dates.parse(expected), dates.parse(got)
    if wanted is None or has is None:
        return False
    reach = round(years * 365.25) + (years > 0)  # a year more or less, whatever leap days lie between
    if wanted.earliest is None or has.earliest is None:
        begins = wanted.earliest is None
    else:
        begins = wanted.earliest - reach <= has.earliest
    if wanted.latest is None or has.latest is None:
        return begins and wanted.latest is None
    return begins and has.latest <= wanted.latest + reach


def _ids(value: Any) -> tuple[str, ...]:
    """The ids that a value names."""
    if isinstance(value, dict):
        return (str(value["id"]),) if value.get("id") else ()
    if isinstance(value, list):
        return tuple(id_ for one in value for id_ in ((one,) if isinstance(one, str) else _ids(one)))
    return ()


def _texts(value: Any) -> tuple[str, ...]:
    """The texts in a value: names that may be ids."""
    return (value,) if isinstance(value, str) else ()


def _shown(got: Any, expected: Any) -> Any:
    """What is there, no fuller than what is expected of it."""
    if isinstance(got, list):
        wanted = expected[0] if isinstance(expected, list) and expected else ""
        return [_shown(one, wanted) for one in got]
    if isinstance(got, dict):
        if isinstance(expected, dict):
            return {key: got[key] for key in ("id", *expected) if key in got}
        return got.get("id", got.get("value", got))
    return got


def _named(values: Sequence[Any]) -> str:
    return ", ".join(", ".join(_ids(one)) or str(one) for one in values)
