"""A difference as a diagram: what came, what went and what changed, each told by a sign and a colour, with what it hangs on."""

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from exports.diff_text import shown_changes, standing
from exports.picture import Box, Link, Picture, across, plain, stacks
from exports.style import Line, Paint, relation_of
from exports.table_text import counted
from ontology.vocabulary import Vocabulary
from queries.diff import Change, Difference

_CAME = Paint("came", "#d3f0d9", "#1a7f37", "#1f2328", 1.5)
_WENT = Paint("went", "#ffdcd7", "#b3261e", "#1f2328", 1.5, dashed=True)
_CHANGED = Paint("changed", "#fdf0b8", "#8a6100", "#1f2328", 1.5)
_SAME = Paint("as_before", "#ffffff", "#8c959f", "#57606a", 0.75)
_LINES = {
    "edge-added": ("+", Line("solid", "#1a7f37", 1.8, "normal", "#1a7f37")),
    "edge-removed": ("−", Line("dashed", "#b3261e", 1.5, "normal", "#b3261e")),
    "edge-changed": ("~", Line("solid", "#8a6100", 1.5, "normal", "#8a6100")),
}
#: What became of an entry, by the sort of change: the look, and the words where the change has none of its own.
_ENTRIES = {
    "entry-added": (_CAME, "+ new here"),
    "entry-came": (_CAME, "+ came"),
    "entry-defined": (_CAME, "+ has a page now"),
    "entry-removed": (_WENT, "− no longer here"),
    "entry-retired": (_WENT, "− retired"),
    "entry-mentioned": (_WENT, "− has no page any more"),
    "entry-revived": (_CHANGED, "~ in use again"),
    "entry-renamed": (_CHANGED, ""),
    "property": (_CHANGED, ""),
}
_NONE: Mapping[str, str] = MappingProxyType({})
#: So many changes of one entry are told in its box; the rest is counted.
_TOLD, _LONG = 3, 70


def only_inferred(change: Change) -> bool:
    """Whether a relation follows from the order of a family alone on every side that has it: no line for what nobody says."""
    sides = [one.data for one in (change.before, change.after) if one.data is not None]
    return change.kind in _LINES and bool(sides) and all(data.get("inferred") for data in sides)


def picture(answer: Difference, vocabulary: Vocabulary, most: int, aside: Mapping[str, str] = _NONE) -> Picture:
    """The diagram of the weightiest changes, as many as ``most`` boxes hold; without entries of the kinds ``aside``."""
    every = shown_changes(answer)[0]
    told = [one for one in every if not aside.keys() & {one.id, one.other}]
    changes = [one for one in told if not only_inferred(one)]
    ids, shown = _chosen(changes, most)
    boxes = {id_: _box(f"n{place}", id_, shown, answer) for place, id_ in enumerate(sorted(ids))}
    links = tuple(_link(one, boxes, answer, vocabulary) for one in shown if one.kind in _LINES)
    links = tuple(sorted(links, key=lambda link: not link.lineage))
    loose = tuple(boxes.values())
    return Picture(
        f"{plain(answer.first)} → {plain(answer.second)}",
        _sum(answer, changes),
        _hidden(shown, changes, (len(every) - len(told), len(told) - len(changes)), sorted(set(aside.values()))),
        loose,
        (),
        links,
        tuple(stacks(loose, links)),
        across(links),
    )


def _chosen(changes: list[Change], most: int) -> tuple[set[str], list[Change]]:
    """The entries that are drawn, and the changes among them; in the order of the changes, as long as there is room."""
    ids: set[str] = set()
    for one in changes:
        ends = {one.id, one.other} if one.kind in _LINES else {one.id}
        if len(ids | ends) <= most:
            ids |= ends
    return ids, [one for one in changes if one.id in ids and (one.kind not in _LINES or one.other in ids)]


def _box(name: str, id_: str, changes: Iterable[Change], answer: Difference) -> Box:
    own = [one for one in changes if one.id == id_ and one.kind not in _LINES]
    looks = [_ENTRIES[one.kind][0] for one in own]
    look = min(looks, key=[_CAME, _WENT, _CHANGED].index) if looks else _SAME
    title = plain(answer.titles.get(id_, id_)) or plain(id_) or "?"
    told = [_words(one, title) for one in own]
    lines = told[:_TOLD] + (
        [f"and {counted(len(told) - _TOLD, 'more change', 'more changes')}"] if told[_TOLD:] else []
    )
    if id_ in answer.answers:
        before, after = (plain(standing(one, answer)) for one in answer.answers[id_])
        # That what is new is in use, and that what is gone was, goes without saying.
        if not (look is _CAME and after == "current"):
            lines.append(f"answer: {after}" if look is _CAME else f"answer: {before} → {after}")
    return Box(name, title, tuple(lines), "; ".join(lines), look, "box")


def _words(one: Change, title: str) -> str:
    """A change of an entry, in the few words that its own box needs."""
    words = _ENTRIES[one.kind][1]
    if words:
        return words
    text = plain(one.text)
    text = text.removeprefix(f"{title}: ")
    return "~ " + (text if len(text) <= _LONG else text[: _LONG - 1].rstrip() + "…")


def _link(one: Change, boxes: Mapping[str, Box], answer: Difference, vocabulary: Vocabulary) -> Link:
    sign, line = _LINES[one.kind]
    relation = relation_of(one.fact, vocabulary)
    ends = (one.other, one.id) if relation.lineage else (one.id, one.other)
    said = plain(relation.inverse if relation.lineage else relation.label) or plain(one.fact)
    how = plain(one.text.partition(": ")[2]) if one.kind == "edge-changed" else ""
    return Link(
        boxes[ends[0]].id,
        boxes[ends[1]].id,
        f"{sign} {said[:1].upper()}{said[1:]}",
        how if len(how) <= _LONG else how[: _LONG - 1].rstrip() + "…",
        line._replace(arrow="none") if relation.symmetric else line,
        relation.lineage,
        f"{sign} {plain(one.text)}",
    )


def _sum(answer: Difference, changes: list[Change]) -> str:
    """How much there is of each sort, with the sign that stands for it."""
    sorts = Counter((_sort(one), one.kind in _LINES) for one in changes)
    parts = []
    for sign, word in (("+", "came"), ("−", "went"), ("~", "changed")):
        found = [counted(sorts[sign, False], "entry", "entries")] if sorts[sign, False] else []
        found += [counted(sorts[sign, True], "relation")] if sorts[sign, True] else []
        parts += [f"{sign} {word}: {' and '.join(found)}"] if found else []
    answers = [f"{counted(len(answer.answers), 'answer')} changed"] if answer.answers else []
    return " · ".join([*parts, *answers])


def _sort(one: Change) -> str:
    if one.kind in _LINES:
        return _LINES[one.kind][0]
    return {_CAME: "+", _WENT: "−"}.get(_ENTRIES[one.kind][0], "~")


def _hidden(shown: list[Change], changes: list[Change], aside: tuple[int, int], kinds: list[str]) -> str:
    """How many changes are not drawn, and how they are; empty where all are."""
    of_kinds, inferred = aside
    others = [f"{counted(of_kinds, 'change')} of {' and '.join(kinds)}"] if of_kinds else []
    others += [f"{counted(inferred, 'relation')} inferred from the order of a family"] if inferred else []
    parts = []
    if len(shown) < len(changes):
        names = {end for one in changes for end in ((one.id, one.other) if one.kind in _LINES else (one.id,))}
        parts = [
            f"shown {len(shown):,} of {counted(len(changes), 'change')}, those that alter most answers first",
            f"--most {len(names)} draws all",
        ]
    return "; ".join([*parts, *([f"not drawn: {', '.join(others)}, which 'kb diff' tells"] if others else [])])
