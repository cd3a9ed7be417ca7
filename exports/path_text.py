"""Paths as text: the shortest one step a line, all of them one a line, and what is nearest where there is none."""

from collections.abc import Iterable, Iterator

from exports.apart import telling_apart
from exports.lineage_text import named, sources
from exports.numbers import readable
from exports.paint import Paint
from exports.table_text import counted
from ontology.vocabulary import Vocabulary
from queries.all_ways import AllWays
from queries.closing import Closing
from queries.graph import Edge
from queries.near_miss import Miss
from queries.path import Path

#: How many names of a long list are written out.
_NAMES = 6


@telling_apart
def render(answer: Path, vocabulary: Vocabulary, paint: Paint) -> str:
    """The answer; one fact a line."""
    if answer.unsure:
        return "\n".join(_unsure(answer, vocabulary))
    if answer.ids is None:
        return "\n".join(_none(answer, vocabulary, paint))
    if answer.all is not None:
        return "\n".join(_all(answer, answer.all, vocabulary, paint))
    return "\n".join(_steps(answer, answer.ids, answer.steps, vocabulary, paint))


def _steps(
    answer: Path, ids: tuple[str, ...], steps: Iterable[Edge], vocabulary: Vocabulary, paint: Paint
) -> Iterator[str]:
    """A path, one step a line with its sources."""
    yield named(answer.nodes[ids[0]], paint)
    for edge, id_ in zip(steps, ids[1:], strict=True):
        yield f"  → {how(edge, id_, vocabulary)}: {named(answer.nodes[id_], paint)}"
        yield from sources(answer.claims.get(edge.key, ()))


def how(edge: Edge, far: str, vocabulary: Vocabulary) -> str:
    """How a step reads: ``replaced by (partly), 2018``."""
    return f"{_word(edge.relation, edge.object == far, vocabulary)}{_qualified(edge)}"


def _qualified(edge: Edge) -> str:
    """What limits an edge, and since when it holds."""
    details = edge.details()
    since = details.get("since") or details.get("start-of", "")
    how = {"partial": " (partly)", "consider": " (only suggested)"}.get(edge.strength, "")
    how += {"inferred": " (inferred)", "harvested": " (harvested)"}.get(edge.method, "")
    return f"{how}{f', {since}' if since else ''}"


def _word(relation: str, forward: bool, vocabulary: Vocabulary) -> str:
    return vocabulary.relations[relation].label if forward else vocabulary.relations[relation].inverse


def _in_line(answer: Path, ids: tuple[str, ...], steps: Iterable[Edge], vocabulary: Vocabulary) -> str:
    """A path in one line: each step's word before the entry that it leads to."""
    parts = [answer.nodes[ids[0]].title]
    for edge, id_ in zip(steps, ids[1:], strict=True):
        parts.append(f"{_word(edge.relation, edge.object == id_, vocabulary)} {answer.nodes[id_].title}")
    return " → ".join(parts)


def _between(answer: Path) -> str:
    through = f" through {', '.join(node.title for node in answer.through)}" if answer.through else ""
    return f"from {answer.start.title} to {answer.end.title}{through} along {', '.join(answer.relations)}"


def _left_out(answer: Path) -> Iterator[str]:
    if answer.left_out:
        yield f"not followed: {counted(answer.left_out, 'edge')} that did not, or not surely, hold at {answer.at.text}"


def _all(answer: Path, found: AllWays, vocabulary: Vocabulary, paint: Paint) -> Iterator[str]:
    least = "" if found.exact else "at least "
    ways = "way" if found.total == 1 else "ways"
    yield f"{paint(least + readable(found.total) + ' ' + ways, 'bold')} {_between(answer)}"
    if not found.exact:
        yield f"  the relations go round in a circle of {found.circle} entries; counting the ways through it was broken off"
    if not found.ways and answer.ids:
        yield "  the shortest path passes an entry twice; ways that pass none twice are counted"
        yield from _steps(answer, answer.ids, answer.steps, vocabulary, paint)
        return
    width = len(str(len(found.ways)))
    for number, (ids, steps) in enumerate(zip(found.ways, found.steps, strict=True), 1):
        yield paint.wrap(_in_line(answer, ids, steps, vocabulary), f"  {number:>{width}}  ", " " * (width + 8))
    if found.broken_off:
        yield f"shown {len(found.ways)}; looking for more was broken off among circles of relations"
    elif found.total > len(found.ways):
        more = min(found.total, 10 * len(found.ways))
        yield f"shown {len(found.ways)} of {least}{readable(found.total)}; see more with --most {more}"
    yield from _left_out(answer)
    yield ""
    yield paint("Who says so", "bold")
    for edge in sorted(found.edges, key=lambda edge: (edge.object, edge.subject, edge.relation)):
        newer, older = answer.nodes[edge.subject].title, answer.nodes[edge.object].title
        yield f"  {newer} {_word(edge.relation, True, vocabulary)} {older}{_qualified(edge)}"
        yield from sources(answer.claims.get(edge.key, ()))


def _unsure(answer: Path, vocabulary: Vocabulary) -> Iterator[str]:
    """What a path hangs on."""
    yield f"cannot tell whether there is a path {_between(answer)} at {answer.at.text}; it hangs on"
    for edge in answer.unsure:
        details = edge.details()
        dates = ", ".join(f"{word} {details[word]}" for word in ("since", "start-of", "until") if details.get(word))
        subject, object_ = answer.nodes[edge.subject].title, answer.nodes[edge.object].title
        yield f"  {subject} {vocabulary.relations[edge.relation].label} {object_}{f' ({dates})' if dates else ''}"
        yield from sources(answer.claims.get(edge.key, ()))


def _none(answer: Path, vocabulary: Vocabulary, paint: Paint) -> Iterator[str]:
    yield f"no path {_between(answer)}"
    yield from _left_out(answer)
    if (miss := answer.miss) is None:
        return
    yield from _reach(answer, miss)
    if miss.otherwise:
        yield ""
        yield paint("There is one", "bold")
        for one in miss.otherwise:
            yield paint.wrap(
                f"{_in_line(answer, one.ids, one.steps, vocabulary)}",
                f"  {_how_else(answer, one.how)}: {one.why if one.why not in one.how else ''}".rstrip(" :") + ": ",
                "        ",
            )
    if miss.closing:
        yield ""
        yield paint("One more edge would make one", "bold")
        for closing in miss.closing:
            yield from _closing(answer, closing, vocabulary, paint)
    yield from (paint.wrap(text, "  note: ", "        ") for text in miss.limits)


def _how_else(answer: Path, how: str) -> str:
    return f"kb path {answer.end.id} {answer.start.id}" if how == "kb path B A" else how


def _reach(answer: Path, miss: Miss) -> Iterator[str]:
    start, end = answer.start.title, answer.end.title
    if answer.through and miss.passed < len(answer.through):
        yield f"  {answer.through[miss.passed].title} is not passed; {miss.passed} of {len(answer.through)} stops are"
    if miss.reached:
        steps = counted(miss.farthest, "step")
        yield f"  from {start} one gets to {_entries(miss.reached)}, at most {steps} away{_those(answer, ', to the end at', miss.ends)}"
    else:
        yield f"  nothing leads on from {start}"
    if miss.reaching:
        yield f"  {end} can be reached from {_entries(miss.reaching)}{_those(answer, ', beginning at', miss.beginnings)}"
    else:
        yield f"  nothing leads to {end}"


def _entries(ids: tuple[str, ...]) -> str:
    return counted(len(ids), "entry", "entries")


def _those(answer: Path, word: str, ids: tuple[str, ...]) -> str:
    if not ids:
        return ""
    more = f" and {len(ids) - _NAMES} more (all in --format json)" if len(ids) > _NAMES else ""
    return f"{word} {', '.join(answer.nodes[id_].title for id_ in ids[:_NAMES])}{more}"


def _closing(answer: Path, one: Closing, vocabulary: Vocabulary, paint: Paint) -> Iterator[str]:
    near, far = answer.nodes[one.near], answer.nodes[one.far]
    why = [f"a path of {counted(one.length, 'step')}"]
    if one.family:
        why.append(f"both belong to {answer.nodes[one.family].title if one.family in answer.nodes else one.family}")
    if one.years is not None:
        why.append(f"{near.introduced}, {far.introduced}")
    yield f"  {near.title} {_word(one.step.relation, one.step.direction == 'out', vocabulary)} {far.title}  ({'; '.join(why)})"
    if one.edge:
        subject, object_ = answer.nodes[one.edge.subject].title, answer.nodes[one.edge.object].title
        label = vocabulary.relations[one.edge.relation].label
        how = {"consider": ", only suggested"}.get(one.edge.strength, "")
        how += {"inferred": ", only inferred"}.get(one.edge.method, "")
        how += ", expected of the future" if one.edge.details().get("expected") else ""
        yield paint.wrap(f"said so far: {subject} {label} {object_}{how}", "    ", "        ")
        yield from sources(answer.claims.get(one.edge.key, ()))
