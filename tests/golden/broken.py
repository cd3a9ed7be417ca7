"""What golden questions notice: for tests of a catalogue's own questions."""

from collections.abc import Sequence

from kb.golden.mutate import CHANGES, Trial
from queries.golden import Golden
from queries.graph import Graph
from queries.moment import Moment


def broken_by(
    graph: Graph, questions: Sequence[Golden], at: Moment, shift: int = 10
) -> dict[str, dict[str, list[str]]]:
    """For every replacement that a verdict can rest on (``new → old``) and every change of it (taken away, turned round,
    dated earlier, dated later): the ids of the questions that fail then. An empty list is a gap in the questions.
    """
    trial = Trial(graph, questions, at)
    assert not trial.failing, f"these fail as it is: {trial.failing}"
    found: dict[str, dict[str, list[str]]] = {}
    for edge in trial.edges():
        made = {change: trial.mutant(edge, change, shift) for change in CHANGES}
        found[f"{edge.subject} → {edge.object}"] = {name: list(one.noticed) for name, one in made.items() if one}
    return found
