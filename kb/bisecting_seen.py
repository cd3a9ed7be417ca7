"""When the answer to a question changed in the catalogue: by asking it at every moment at which its statements changed.

Every moment is asked: settling looks at all claims together (a new page can change what a name on an old one means), so
no smaller set of moments is surely complete. An answer that flips and flips back is found, too.
"""

from datetime import datetime, timedelta
from itertools import pairwise

from kb.bisecting import Ask, Progress
from kb.store.seen import Seen, moments, view_of
from kb.store.sqlite import SqliteGraph
from ontology import dates
from ontology.claim import Claim
from queries.answers import text_of
from queries.errors import AmbiguousName, BadQuestion, UnknownName
from queries.flips import Bisection, Flip, Gist, Stretch, changes, gist, worded
from queries.golden import Data, Responsible
from queries.life import Statement
from queries.moment import Moment

#: Properties that decide answers: what there is, what it is called, and when it was in use.
DECIDING = ("alias", "former-name", "introduced", "kind", "retired", "retired-on", "status", "tier", "title")


def over_catalogue(
    graph: SqliteGraph,
    ask: Ask,
    wanted: str,
    asked: str,
    request: Data,
    at: Moment,
    begins: str | None,
    ends: str | None,
    progress: Progress | None = None,
) -> Bisection:
    """The stretches and flips of an answer between two moments of the catalogue, both included."""
    known = _within(moments(graph.path), begins, ends)
    if not known:
        raise BadQuestion("the catalogue has no moment between these two; see: kb history NAME")
    found: list[tuple[Seen, str, Gist, dict[str, str]]] = []
    refused: Exception | None = None
    for seen, commit in known:
        if progress is not None:
            progress(len(found), len(known) + 1, seen.text)
        with SqliteGraph(view_of(graph.path, seen)) as then:
            try:
                answer = ask(then, at._replace(seen=seen.text))
            except UnknownName as error:  # the catalogue may come to know it later
                answer, refused = {"error": f"no entry is called '{error.found.name}'"}, error
            except (AmbiguousName, BadQuestion) as error:
                answer, refused = {"error": str(error)}, error
        found.append((seen, commit, gist(wanted, answer), answer.get("titles", {})))
    if refused is not None and all(dict(one.fields).get("error") for _, _, one, _ in found):
        raise refused
    if progress is not None:
        progress(1, 1, "")
    titles = {id_: title for _, _, _, some in found for id_, title in some.items()}
    firsts = [0, *(place for place in range(1, len(found)) if found[place][2] != found[place - 1][2])]
    stretches = []
    for number, place in enumerate(firsts):
        last = _before(found[firsts[number + 1]][0], found[place][0]) if number + 1 < len(firsts) else ""
        answers = (found[place][2],)
        stretches.append(Stretch(_name(found[place][0]), last, answers, worded(answers[0], titles)))
    flips = []
    for place, (before, after) in zip(firsts[1:], pairwise(stretches), strict=True):
        seen, commit, _, _ = found[place]
        near = {*found[place][3], *found[place - 1][3], *_asked_of(request)}
        claims = _changed(graph, seen, near)
        flips.append(Flip(seen.until, commit, before, after, changes(before, after, titles), claims))
    return Bisection(
        asked, request, "catalogue", at.text, "", begins or "", ends or "", tuple(stretches), tuple(flips), len(found)
    )


def _within(known: list[tuple[Seen, str]], begins: str | None, ends: str | None) -> list[tuple[Seen, str]]:
    """The moments between two that a date or a commit names; the state at the first one is among them."""
    low = _place(known, begins, last=False) if begins else 0
    high = _place(known, ends, last=True) if ends else len(known) - 1
    return known[low : high + 1]


def _place(known: list[tuple[Seen, str]], text: str, *, last: bool) -> int:
    """Where a moment stands; for the first one of a range, the last change before it counts, too."""
    date = dates.parse(text)
    if date is not None and date.earliest is not None and date.latest is not None:
        day = date.latest if last else date.earliest
        before = [place for place, (seen, _) in enumerate(known) if _day(seen) <= day - (not last)]
        return before[-1] if before else (-1 if last else 0)
    fitting = [place for place, (_, commit) in enumerate(known) if len(text) > 3 and commit.startswith(text.lower())]
    if len(fitting) != 1:
        raise BadQuestion(f"'{text}' is no date and no commit at which the catalogue changed")
    return fitting[0]


def _day(seen: Seen) -> int:
    date = dates.parse(seen.until[:10])
    return date.latest if date is not None and date.latest is not None else 0


def _before(seen: Seen, first: Seen) -> str:
    """The last second before a moment at which the answer became another one, but not before it began."""
    second = datetime.fromisoformat(seen.until) - timedelta(seconds=1)
    return max(second.strftime("%Y-%m-%dT%H:%M:%SZ"), first.until)


def _name(seen: Seen) -> str:
    return seen.until


def _asked_of(request: Data) -> set[str]:
    asked = [request.get(name) for name in ("of", "from", "to")]
    return {str(name) for one in asked if one for name in (one if isinstance(one, list) else [one])}


def _changed(graph: SqliteGraph, seen: Seen, near: set[str]) -> tuple[Responsible, ...]:
    """What the sources began or ceased to say at a moment of the entries that the answers name."""
    names = {*near, *(row[1] for row in graph.names([id_ for id_ in near if graph.nodes([id_])]))}
    statements = graph.said(sorted(names))
    deciding = [one for one in statements if one.claim.object is not None or one.claim.predicate in DECIDING]
    found = _moved(deciding, seen) or _moved(statements, seen)
    return tuple(dict.fromkeys(found))


def _moved(statements: list[Statement], seen: Seen) -> list[Responsible]:
    """What was said from a moment on, and what no longer."""
    came = [one for one in statements if one.load == seen.load]
    went = [one for one in statements if one.until_load == seen.load]
    still = {_text(one.claim) for one in came} & {_text(one.claim) for one in went}  # only moved to another line
    found = [
        Responsible(f"no longer said: {_text(one.claim)}", one.claim.source)
        for one in went
        if _text(one.claim) not in still
    ]
    found += [
        Responsible(_text(one.claim), one.claim.source, _ground(one)) for one in came if _text(one.claim) not in still
    ]
    return found


def _ground(one: Statement) -> str:
    return text_of(one.claim.qualifiers.get("ground"))


def _text(claim: Claim) -> str:
    """A claim in words."""
    more = ", ".join(
        f"{name} {text_of(claim.qualifiers[name])}"
        for name in ("strength", "since", "until")
        if name in claim.qualifiers
    )
    said = f"{claim.subject} {claim.predicate} {claim.object if claim.object is not None else text_of(claim.value)}"
    return said + (f" ({more})" if more else "")
