"""Asks every golden question of a catalogue and says which answers are not as expected, and why."""

from collections.abc import Sequence

from kb.asking import answer
from kb.today import today
from queries.blame import responsible
from queries.errors import AmbiguousName, BadQuestion, UnknownName
from queries.golden import Data, Golden, Outcome, Verification, differences
from queries.graph import Graph
from queries.moment import Moment, moment


def verify(graph: Graph, path: str, questions: Sequence[Golden], at: Moment, left_out: int = 0) -> Verification:
    """Ask all questions; those that name no moment are asked at ``at``."""
    asking = Asking(graph, at)
    return Verification(path, at, tuple(asking.outcome(one) for one in questions), left_out)


class Asking:
    """Asks golden questions of one catalogue."""

    def __init__(self, graph: Graph, at: Moment) -> None:
        """``at`` is the moment for questions that name none."""
        self._graph, self._at = graph, at
        self._ids: dict[tuple[int, str], str] = {}

    def outcome(self, golden: Golden) -> Outcome:
        """What comes of a question, with the statements that a wrong answer rests on."""
        graph, at = self._there(golden.request)
        said = self._answer(golden)
        wrong = differences(golden, said, lambda name: self._meaning(graph, name))
        if not wrong or "error" in said:
            return Outcome(golden, wrong)
        return Outcome(golden, wrong, responsible(graph, said, wrong, at))

    def passes(self, golden: Golden) -> bool:
        """Whether the answer to a question is as expected."""
        graph, _ = self._there(golden.request)
        return not differences(golden, self._answer(golden), lambda name: self._meaning(graph, name))

    def _answer(self, golden: Golden) -> Data:
        try:
            return answer(self._graph, golden.request, self._at)
        except (UnknownName, AmbiguousName, BadQuestion) as error:
            return {"error": str(error)}

    def _there(self, request: Data) -> tuple[Graph, Moment]:
        """The catalogue and the moment that a question speaks of."""
        graph, at = self._graph, self._at
        if request.get("as_seen") is not None and hasattr(graph, "as_seen"):
            try:
                graph, seen = graph.as_seen(request["as_seen"])
                at = at._replace(seen=seen)
            except BadQuestion:  # the question itself says so
                return graph, at
        if request.get("as_of") is not None:
            at = moment(request["as_of"], today(), at.seen)
        return graph, at

    def _meaning(self, graph: Graph, name: str) -> str:
        """The id that a name means; the name itself where it means none, or several."""
        key = (id(graph), name)
        if key not in self._ids:
            found = graph.find(name).nodes
            self._ids[key] = found[0].id if len(found) == 1 else name
        return self._ids[key]
