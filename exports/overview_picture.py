"""A whole catalogue as a diagram of its groups: a box each, and one line for all relations from one to another."""

from exports.node_words import moment_line
from exports.picture import Box, Link, Picture, across, plain, stacks
from exports.style import Paint, line, relation_of
from exports.table_text import counted
from ontology.vocabulary import Vocabulary
from queries.groups import Bundle, Group, Overview

_LOOK = Paint("group", "#e6edf5", "#5a6f8c", "#1f2328", 1.5)


def picture(answer: Overview, vocabulary: Vocabulary) -> Picture:
    """The diagram."""
    boxes = {group.title: _box(f"n{place}", group) for place, group in enumerate(answer.groups)}
    links = tuple(filter(None, (_link(one, boxes, vocabulary) for one in answer.bundles)))
    loose = tuple(boxes.values())
    return Picture(
        "The whole catalogue",
        moment_line(answer.at),
        hidden_line(answer),
        loose,
        (),
        links,
        tuple(stacks(loose, links)),
        across(links),
    )


def hidden_line(answer: Overview) -> str:
    """What the groups stand for, and how to see what is in them."""
    how = (
        "'kb draw family/NAME' opens one" if answer.by == "family" else f"'kb draw --where {answer.by}=NAME' opens one"
    )
    apart = f", {answer.apart} of them in none" if answer.apart else ""
    return (
        f"shown {counted(len(answer.groups), 'group')} in place of {counted(answer.entries, 'entry', 'entries')}{apart};"
        f" {how}, --most 30 draws the best connected entries, --picture lineage all"
    )


def _box(name: str, group: Group) -> Box:
    size = counted(group.size, "entry", "entries") + (f", {group.retired} retired" if group.retired else "")
    named = ", ".join(map(plain, group.names)) + (", …" if group.size > len(group.names) else "")
    return Box(name, plain(group.title) or "?", (size, named), f"{size}: {named}", _LOOK, "box")


def _link(one: Bundle, boxes: dict[str, Box], vocabulary: Vocabulary) -> Link | None:
    relation = relation_of(one.relation, vocabulary)
    look = line(relation.style)
    if look is None:
        return None
    said = plain(relation.inverse if relation.lineage else relation.label) or plain(one.relation)
    label = said[:1].upper() + said[1:] + (f" × {one.number}" if one.number > 1 else "")
    tail, head = boxes[one.tail], boxes[one.head]
    return Link(tail.id, head.id, label, "", look, relation.lineage, f"{tail.title} → {head.title}: {label}")
