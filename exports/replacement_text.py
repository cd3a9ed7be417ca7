"""The answer to "what replaces X" as text: the verdict first, then each live end with its conditions and sources."""

from collections.abc import Iterable, Iterator, Sequence

from exports.apart import telling_apart
from exports.paint import Paint
from exports.said import decision, place
from ontology.claim import Claim
from queries.answers import Dispute, Trigger
from queries.graph import Node
from queries.replacement import LiveEnd, Replacement

_AFTER_VERDICT = {
    "current": ": in use, and nothing replaces it",
    "retired": ", and no successor is named",
    "dead-end": ": successors are named, but none of them leads to anything in use",
    "cycle": ": no way leads to anything in use, because the sources go round in a circle",
}
_VERDICT = {
    "replaced": ("is ", "replaced"),
    "partly-replaced": ("is ", "partly replaced"),
    "current": ("is ", "current"),
    "retired": ("is ", "retired"),
    "dead-end": ("is at a ", "dead end"),
    "cycle": ("is in a ", "cycle"),
    "cannot-tell": ("", "cannot tell"),
}


@telling_apart
def render(answer: Replacement, paint: Paint) -> str:
    """The whole answer; one fact a line."""
    lines = [_headline(answer, paint)]
    for end in answer.live:
        lines += ["", *_end(answer, end, paint)]
    blocks = (
        ("Reached, but not in use", _dead(answer)),
        ("Only suggested", _suggested(answer)),
        ("Evolved into", _evolved(answer)),
        ("Why people moved", map(_trigger, answer.triggers)),
        ("How to migrate", (f"{guide}  ({where})" for guide, where in answer.guides)),
        ("Sources disagree", (line for one in answer.disputes for line in dispute_lines(one))),
        ("Note", answer.notes[answer.verdict == "cannot-tell" :]),
    )
    for title, found in blocks:
        texts = list(found)
        if texts:
            lines += ["", paint(title, "bold"), *(paint.wrap(text, "  ", "        ") for text in texts)]
    return "\n".join(lines)


def about(node: Node) -> str:
    """What is known of a node in a few words: ``1978, bronze, legacy``."""
    known = [node.introduced, node.tier, node.status if node.status != node.tier else ""]
    words = [word for word in known if word]
    if not node.defined:
        words.append("known only from references")
    return ", ".join(words)


def _headline(answer: Replacement, paint: Paint) -> str:
    words = about(answer.node)
    title = paint(answer.node.title, "bold") + (f" ({words})" if words else "")
    before, word = _VERDICT[answer.verdict]
    after = _AFTER_VERDICT.get(answer.verdict) or f" by {', '.join(end.node.title for end in answer.live)}"
    if answer.verdict == "cannot-tell" and answer.notes:
        after = f": {answer.notes[0]}"
    joint = ": " if answer.verdict == "cannot-tell" else " "
    return f"{title}{joint}{before}{paint.verdict(answer.verdict, word)}{after}"


def _end(answer: Replacement, end: LiveEnd, paint: Paint) -> Iterator[str]:
    words = about(end.node)
    strength = "" if end.exact else ", partly"
    sure = "" if end.sure else ", perhaps replaced in turn"
    yield (
        f"→ {paint(end.node.title, 'bold', 'green')}"
        + (f" ({words})" if words else "")
        + (f"  since {end.since}" if end.since else "")
        + strength
        + sure
    )
    if len(end.steps) > 1:
        yield paint.wrap(_route(answer, end), "    way     ", " " * 12)
    for edge in end.steps:
        details = edge.details()
        # On a longer way each condition says which step it belongs to.
        step = f"from {answer.nodes[edge.object].title}: " if len(end.steps) > 1 else ""
        for word in ("when", "note"):
            for text in details.get(word, ()):
                yield paint.wrap(step + text, f"    {word}    ", " " * 12)
        if group := details.get("group"):
            together = str(group).partition(":")[0]
            others = [
                answer.nodes[other.subject].title
                for other in answer.direct
                if other.object == edge.object and other.key != edge.key and other.details().get("group") == group
            ]
            if others:
                words = "only together with" if together == "all-of" else "or instead"
                yield paint.wrap(f"{step}{words} {', '.join(others)}", "    group   ", " " * 12)
    for word, names in (("kept", end.delta.kept), ("gained", end.delta.gained), ("lost", end.delta.lost)):
        if names:
            yield paint.wrap("; ".join(names), f"    {word:7} ", " " * 12)
    for edge in end.steps:
        yield from _sources(answer.claims.get(edge.key, ()), paint)


def _route(answer: Replacement, end: LiveEnd) -> str:
    gone = {node.id for node in end.past}
    return " → ".join(answer.nodes[id_].title + (" (retired)" if id_ in gone else "") for id_ in end.path)


def _sources(claims: Iterable[Claim], paint: Paint) -> Iterator[str]:
    for claim in claims:
        ground = claim.qualifiers.get("ground")
        resting = f", resting on {ground}" if ground else ""
        if claim.method == "decided":
            how = decision(claim)
        else:
            how = claim.rule if claim.method == "stated" else f"{claim.method}, {claim.rule}"
        yield paint.wrap(f"{claim.source}  ({how}{resting})", "    source  ", " " * 12)


def _trigger(one: Trigger) -> str:
    resting = f", resting on {one.ground}" if one.ground else ""
    return f"{one.year or '    '}  {one.text}  ({one.claim.source}{resting})"


def _dead(answer: Replacement) -> Iterator[str]:
    """Successors that lead to nothing in use; shown where there is nothing better to show."""
    if answer.live:
        return
    for edge in answer.direct:
        node = answer.nodes[edge.subject]
        claims = answer.claims.get(edge.key, ())
        words = about(node) or node.retired
        yield node.title + (f" ({words})" if words else "") + _said(claims)


def _suggested(answer: Replacement) -> Iterator[str]:
    for edge in answer.consider:
        node = answer.nodes[edge.subject]
        claims = answer.claims.get(edge.key, ())
        conditions = "; ".join(edge.details().get("when", ()))
        words = about(node)
        yield (
            node.title + (f" ({words})" if words else "") + (f": {conditions}" if conditions else "") + _said(claims)
        )


def _evolved(answer: Replacement) -> Iterator[str]:
    """What descends from the pattern without replacing it, and what became of that."""
    for edge in answer.evolved:
        node = answer.nodes[edge.subject]
        notes = "; ".join(edge.details().get("note", ()))
        reason = answer.reasons.get(node.id, "")
        claims = answer.claims.get(edge.key, ())
        words = about(node)
        yield (
            node.title
            + (f" ({words})" if words else "")
            + (f": {notes}" if notes else "")
            + (f". Retired: {reason}" if reason else "")
            + _said(claims)
        )


def _said(claims: Sequence[Claim]) -> str:
    """Who says so first, and how, where no field states it."""
    if not claims:
        return ""
    return f"  {claims[0].source}" + ("" if claims[0].method == "stated" else f" ({claims[0].method})")


def dispute_lines(one: Dispute) -> Iterator[str]:
    """One dispute in one line: the chosen value first, each with its source."""
    parts = []
    for value, state, claim in one.values:
        word = {"chosen": " (shown)", "suspect": " (looks like a default)"}.get(state, "")
        parts.append(f"{value}{word}" + (f" {place(claim)}" if claim else ""))
    yield f"{one.about}, {one.fact}: " + " · ".join(parts) + (f" — {one.rule}" if one.rule else "")
