"""Which changes of the lineage no golden question notices, as text."""

from exports.paint import Paint
from exports.table_text import counted
from queries.golden import Mutant, Mutation

#: What each change stands for in a heading.
_WORDS = {"delete": "not there", "reverse": "the other way round", "earlier": "begun earlier", "later": "begun later"}

#: So many questions that took no part are named; --format json names them all.
MOST = 10


def render(answer: Mutation, paint: Paint) -> str:
    """Each edge whose change nobody notices, with its changes and who says it; then how many were noticed."""
    by_edge: dict[int, list[Mutant]] = {}
    for one in answer.unnoticed:
        by_edge.setdefault(one.edge.key, []).append(one)
    lines = []
    for key, mutants in by_edge.items():
        edge = mutants[0].edge
        newer, older = (answer.titles.get(id_, id_) for id_ in (edge.subject, edge.object))
        lines.append(paint(f"{newer} replaces {older}, {edge.strength}", "bold"))
        if len(mutants) == len(_WORDS):
            lines.append("    no question notices any change of it: taken away, turned round, dated anew")
        else:
            lines += [f"    no question notices it {_WORDS[one.change]}: {one.text}" for one in mutants]
        lines += [f"    source  {claim.source}" for claim in answer.claims.get(key, ())]
        lines.append("")
    if answer.aside:
        names = ", ".join(answer.aside[:MOST]) + (", …" if len(answer.aside) > MOST else "")
        number = counted(len(answer.aside), "question")
        lines.append(f"{number} took no part, failing already or asking for an earlier catalogue: {names}")
    noticed = len(answer.mutants) - len(answer.unnoticed)
    lines.append(
        f"{answer.path}: {counted(answer.edges, 'replacement')}, {counted(len(answer.mutants), 'change')},"
        f" {noticed:,} noticed"
    )
    return "\n".join(lines)
