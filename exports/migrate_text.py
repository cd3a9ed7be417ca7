"""A migration as text: the ways side by side, then each hop by hop with triggers, capabilities, effort and guides."""

from collections.abc import Iterator

from exports.lineage_text import sources
from exports.paint import Paint
from exports.path_text import render as path_text
from exports.replacement_text import about, dispute_lines
from exports.table_text import counted, table
from ontology.vocabulary import Vocabulary
from queries.answers import text_of
from queries.capabilities import Delta
from queries.migrate import Guide, Hop, Migration, Way

#: What there is to say where nothing replaces what was asked about, or nothing in use does.
_NO_WAY = {
    "current": "is in use, and nothing replaces it: there is nothing to migrate to",
    "retired": "is retired, and no successor is named",
    "dead-end": "is at a dead end: what replaces it is not in use either",
    "cycle": "is in a cycle: the sources go round about what replaces it",
    "cannot-tell": "cannot tell what replaces it",
}


def render(answer: Migration, vocabulary: Vocabulary, paint: Paint) -> str:
    """The whole answer; one fact a line."""
    lines = list(_head(answer, vocabulary, paint))
    if len(answer.ways) > 1:
        lines += ["", *_side_by_side(answer, paint)]
    for number, way in enumerate(answer.ways, 1):
        lines += ["", *_way(number, way, paint)]
    if answer.total > len(answer.ways):
        least = "" if answer.exact_total else "at least "
        lines += [
            "",
            f"shown {len(answer.ways)} of {least}{answer.total}; see more with --most {10 * len(answer.ways)}",
        ]
    blocks = (
        ("Sources disagree", [line for one in answer.disputes for line in dispute_lines(one)]),
        ("Note", list(answer.notes)),
    )
    for title, texts in blocks:
        if texts:
            lines += ["", paint(title, "bold"), *(paint.wrap(text, "  ", "    ") for text in texts)]
    return "\n".join(lines)


def _head(answer: Migration, vocabulary: Vocabulary, paint: Paint) -> Iterator[str]:
    words = about(answer.node)
    title = paint(answer.node.title, "bold") + (f" ({words})" if words else "")
    if answer.ways:
        where = answer.to.title if answer.to else "what is in use"
        yield f"From {title} to {paint(where, 'bold')}: {counted(answer.total, 'way')}"
    elif answer.missed is not None:
        yield path_text(answer.missed, vocabulary, paint)
    elif answer.to is not None:
        yield f"{title} is where the migration is to end already"
    else:
        yield f"{title} {_NO_WAY[answer.today.verdict]}"
        for word, edges in (
            ("leads to", answer.today.direct),
            ("only suggested", answer.today.consider),
            ("evolved into", answer.today.evolved),
        ):
            for edge in edges:
                node = answer.today.nodes[edge.subject]
                known = about(node)
                yield f"  {word}: {node.title}{f' ({known})' if known else ''}"
                yield from sources(answer.today.claims.get(edge.key, ()))


def _side_by_side(answer: Migration, paint: Paint) -> Iterator[str]:
    """The ways in one table."""
    rows = [
        [
            str(number),
            " → ".join(hop.newer.title for hop in way.hops),
            "exact" if way.exact else "partly",
            way.hops[-1].newer.tier,
            *(str(len(names)) for names in way.delta),
            str(sum(len(hop.guides) or len(hop.named) for hop in way.hops)),
            str(len(way.risks)),
        ]
        for number, way in enumerate(answer.ways, 1)
    ]
    yield table(rows, paint, ("way", "by", "how", "tier", "kept", "gained", "lost", "guides", "risks"))


def _way(number: int, way: Way, paint: Paint) -> Iterator[str]:
    names = [way.hops[0].older.title, *(hop.newer.title for hop in way.hops)]
    yield paint.wrap(" → ".join(names), f"{number}  ", "     ")
    for hop in way.hops:
        yield from _hop(hop, paint)
    if len(way.hops) > 1 and any(way.delta):
        yield "   in all"
        yield from _delta(way.delta, paint)
    for risk in way.risks:
        yield paint.wrap(risk, "   risk      ", " " * 13)


def _hop(hop: Hop, paint: Paint) -> Iterator[str]:
    words, details = about(hop.newer), hop.edge.details()
    since = details.get("since") or details.get("start-of", "")
    yield (
        f"   → {paint(hop.newer.title, 'bold', 'green')}"
        + (f" ({words})" if words else "")
        + (f"  since {since}" if since else "")
        + ("" if hop.edge.strength == "exact" else ", partly")
    )
    for text in details.get("when", ()):
        yield paint.wrap(text, "     when    ", " " * 13)
    if hop.together:
        yield paint.wrap(
            f"only together with {', '.join(one.title for one in hop.together)}", "     group   ", " " * 13
        )
    for one in hop.triggers:
        resting = f", resting on {one.ground}" if one.ground else ""
        dated = f"{one.year}: " if one.year else ""
        yield paint.wrap(f"{dated}{one.text}  ({one.claim.source}{resting})", "     trigger ", " " * 13)
    yield from _delta(hop.delta, paint)
    for text in details.get("effort", ()):
        yield paint.wrap(text_of(text), "     effort  ", " " * 13)
    for guide in hop.guides:
        yield from _guide(guide, paint)
    for text, where in hop.named:
        yield paint.wrap(f"{text}  ({where})", "     guide   ", " " * 13)
    yield from (f" {line}" for line in sources(hop.claims))


def _guide(guide: Guide, paint: Paint) -> Iterator[str]:
    word = "guide" if guide.node.kind == "guide" else "study" if guide.node.kind == "case-study" else "page"
    where = f"  ({guide.claims[0].source})" if guide.claims else ""
    yield paint.wrap(f"{guide.node.title} [{guide.node.id}]{where}", f"     {word:7} ", " " * 13)
    for held in guide.properties:
        value = held.value
        if held.name == "phase" and isinstance(value, dict):
            length = f", {value['duration']}" if value.get("duration") else ""
            steps = value.get("steps")
            listed = f": {text_of(steps)}" if steps else ""
            text = f"{value.get('name', '')}{length}{listed}"
        elif held.name == "assessment" and isinstance(value, dict):
            rest = {key: item for key, item in value.items() if key != "factor"}
            text = f"{value.get('factor', '')}: {text_of(rest)}"
        elif held.name == "trigger" and isinstance(value, dict):
            text = ": ".join(filter(None, (text_of(value.get("year")), text_of(value.get("trigger")))))
        else:
            text = text_of(value)
        yield paint.wrap(f"{held.name}: {text}  ({held.claim.source})", " " * 15, " " * 17)


def _delta(delta: Delta, paint: Paint) -> Iterator[str]:
    for word, names in zip(("kept", "gained", "lost"), delta, strict=True):
        if names:
            yield paint.wrap("; ".join(names), f"     {word:7} ", " " * 13)
