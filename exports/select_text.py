"""The pattern selector as text: the trees there are, an open question, or what is recommended."""

from collections.abc import Iterator

from exports.paint import Paint
from exports.replacement_text import about
from exports.said import place
from exports.table_text import counted, table
from queries.select import Choice, Offers, Selection

#: How a recommended thing that is not in use reads, by its verdict; what takes its place follows.
_OUT_OF_USE = {
    "replaced": "replaced by",
    "partly-replaced": "partly replaced by",
    "retired": "no successor is named",
    "dead-end": "its successors are not in use either",
    "cycle": "the sources go round in a circle about what replaces it",
    "cannot-tell": "cannot tell whether it is in use",
}


def render_offers(answer: Offers, paint: Paint) -> str:
    """Every tree, one a line."""
    rows = [
        [
            one.domain or one.node.id,
            one.node.title,
            f"{counted(one.questions, 'question')}, {counted(one.scenarios, 'scenario')}",
        ]
        for one in answer.trees
    ]
    text = table(rows, paint, ("domain", "decision tree", "size")) if rows else ""
    later = f"; {answer.not_yet} more were introduced after {answer.at.text}" if answer.not_yet else ""
    none = "" if rows or later else "; how a page holds one: docs/guides.md"
    return "\n".join(filter(None, (text, counted(len(rows), "decision tree") + later + none)))


def render(answer: Selection, paint: Paint) -> str:
    """The open question with its options, or the recommendation with its reasons."""
    lines = [paint(answer.node.title, "bold") + (f" ({answer.domain})" if answer.domain else "")]
    for question, option in answer.trail:
        lines.append(paint.wrap(f"{question.text} {option.label}", "  ", "    "))
    if answer.question is not None:
        lines += ["", *question_lines(answer, paint)]
    elif answer.scenario is None:
        lines += ["", "the tree leads nowhere from here; see kb lint"]
    else:
        lines += ["", *_scenario(answer, paint)]
    if answer.notes:
        lines += ["", paint("Note", "bold"), *(paint.wrap(note, "  ", "    ") for note in answer.notes)]
    return "\n".join(lines)


def question_lines(answer: Selection, paint: Paint) -> Iterator[str]:
    """The open question: its text, why it is asked, and its options with their numbers."""
    question = answer.question
    if question is None:
        return
    yield paint.wrap(f"{question.text}  ({question.id})", "? ", "  ")
    if question.why:
        yield paint.wrap(question.why, "  ", "  ")
    for number, option in enumerate(question.options, 1):
        mark = "  (default)" if option.id == question.default else ""
        label = option.label if option.label == option.id else f"{option.label}  ({option.id})"
        yield paint.wrap(f"{label}{mark}", f"  {number}  ", "     ")


def _scenario(answer: Selection, paint: Paint) -> Iterator[str]:
    scenario = answer.scenario
    if scenario is None:
        return
    where = f"  {paint(place(answer.source), 'dim')}" if answer.source else ""
    yield paint(scenario.title, "bold") + where
    if scenario.why:
        yield paint.wrap(scenario.why, "  ", "  ")
    tier = ""
    for one in answer.choices:
        if one.said.tier != tier:
            tier = one.said.tier
            yield ""
            yield paint(tier, "bold")
        yield from _choice(one, paint)
    for said in answer.denied:
        yield f"  {said.name}: recommended here, but denied by a decision"


def _choice(one: Choice, paint: Paint) -> Iterator[str]:
    words = about(one.node)
    yield f"  → {paint(one.node.title, 'bold', 'green')}" + (f" ({words})" if words else "")
    if one.said.why:
        yield paint.wrap(one.said.why, "      why     ", " " * 14)
    if one.existed is False:
        yield paint.wrap(f"not introduced yet: {one.node.introduced}", "      then    ", " " * 14)
    elif one.today.verdict != "current":
        gone = f"not in use ({one.node.retired}), " if one.node.retired else ""
        ends = ", ".join(end.node.title for end in one.today.live)
        told = f"{gone}{_OUT_OF_USE[one.today.verdict]} {ends}".strip()
        yield paint.wrap(
            paint(told, "yellow"), "      today   " if not one.today.at.given else "      then    ", " " * 14
        )
        for end in one.today.live:
            conditions = [text for edge in end.steps for text in edge.details().get("when", ())]
            if conditions:
                yield paint.wrap(f"{end.node.title}: {'; '.join(conditions)}", "      when    ", " " * 14)
    for node, when, _ in one.alternatives:
        yield paint.wrap(f"{node.title}{f': {when}' if when else ''}", "      or      ", " " * 14)
    resting = f"  (resting on {one.said.ground})" if one.said.ground else ""
    yield f"      source  {place(one.claim)}{resting}"
