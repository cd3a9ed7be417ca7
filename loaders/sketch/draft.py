"""Drafts what a mapping says of one sort of record."""

import re
from collections.abc import Iterator

from loaders.sketch.edges import Edge, edges_of, joined, unnamed_edges
from loaders.sketch.fields import Field, shown
from loaders.sketch.groups import dated_names
from loaders.sketch.model import Draft, Line
from loaders.sketch.prose import said
from loaders.sketch.references import Index
from loaders.sketch.roles import lines_of
from loaders.sketch.sorts import Sort, label_words
from loaders.sketch.words import ALIAS_OF, kind_of

#: Fields that are not mapped are named up to so many.
MOST_NAMED = 30
#: Fields that a smaller share of the records have are only counted.
RARE = 0.03


def draft_of(sort: Sort, index: Index, source_name: str, *, has_parts: bool) -> tuple[Draft, list[Edge]]:
    """A draft of a sort, and its edges of relations that the mapping has to declare."""
    count = f"{'more than ' if sort.more else ''}{len(sort.scopes):,} record{'s' * (len(sort.scopes) != 1)}"
    made = Draft(sort.name, count)
    names = [rule for rule, _, _ in sort.other_names]
    taken = {id(one) for one in sort.fields if _is_id(one, sort) or one.rule in names}
    renamed = dated_names(sort, taken)
    edges = [*edges_of(sort, index, taken), *said(sort, index)]
    properties = lines_of(sort, taken)
    edges += unnamed_edges(sort, index, taken)
    if source_name:
        made.lines.append(Line("from", source_name))
    if sort.at:
        made.lines.append(Line("at", sort.at))
    if sort.where:
        made.lines.append(Line("where", sort.where))
    made.lines.append(Line("id", sort.identity.rule, sort.identity.note))
    if sort.source.is_dated:
        made.lines.append(Line("observed", sort.source.captured, "the folder's name"))
    made.lines += [_kind(sort, has_parts), *_titled(sort, properties), *_names(sort, properties)]
    made.lines += [line for line in properties if line.key not in ("title", "names")]
    made.lines += [renamed] if renamed is not None else []
    made.edges = [Line(one.key, one.rule, one.note) for one in joined(edges)]
    if sort.parent is not None and isinstance(sort.parent.identity.rule, str):
        made.edges.append(Line("member-of", re.sub(r"\{(?!\$)", "{..", sort.parent.identity.rule)))
    made.remarks = list(_rest(sort, taken))
    return made, [one for one in edges if one.own_label]


def alias_draft(sort: Sort, index: Index, source_name: str) -> Draft | None:
    """A draft for the records of a sort that are only another name of others; the sort is left without them."""
    for one in sort.named(*ALIAS_OF):
        if isinstance(one.rule, str) and one.share < 0.9 and not one.is_list and index.share(one.texts) >= 0.6:
            made = Draft(f"{sort.name}-alias", f"{len(one.values):,} records that are other names")
            made.lines += [Line("from", source_name)] if source_name else []
            made.lines += [Line("at", sort.at)] if sort.at else []
            made.lines += [
                Line("where", {**sort.where, one.rule: {"present": True}}),
                Line("id", sort.identity.rule),
                Line("alias-of", one.rule),
            ]
            sort.where = {**sort.where, one.rule: {"present": False}}
            sort.fields = [other for other in sort.fields if other is not one]
            for text in one.texts:
                index.how(text, count=True)
            return made
    return None


def _is_id(one: Field, sort: Sort) -> bool:
    """Whether a field is the id, whole."""
    return sort.identity.rule in (f"{{{one.rule}}}", {"from": one.rule}, one.rule)


def _is_in_id(one: Field, sort: Sort) -> bool:
    """Whether a field is a part of the id, or of another name."""
    rules = [sort.identity.rule, *(rule for rule, _, _ in sort.other_names)]
    return any(re.search(rf"\{{{re.escape(str(one.rule))}[:|}}]", str(rule)) for rule in rules)


def _kind(sort: Sort, has_parts: bool) -> Line:
    if has_parts:
        return Line("kind", "family", "each has parts, see below")
    kind, word = kind_of(label_words(sort))
    return Line("kind", kind, f"a guess by the word '{shown(word)}'" if word else "a guess: what are these?")


def _titled(sort: Sort, properties: list[Line]) -> Iterator[Line]:
    """The title; of a part without one that of the whole, with what tells the part."""
    found = [line for line in properties if line.key == "title"]
    yield from found
    parent = sort.parent
    if not found and parent is not None and isinstance(sort.identity.rule, str):
        own = sort.identity.rule.rpartition("@")[2]
        title = next(iter(parent.named("title", "name")), None)
        if title is not None and isinstance(title.rule, str):
            yield Line("title", f"{{..{title.rule}}} {own}")


def _names(sort: Sort, properties: list[Line]) -> Iterator[Line]:
    """Other names: what fields give, and numbers."""
    found = [line for line in properties if line.key == "names"]
    numbers = [rule for rule, _, _ in sort.other_names]
    values = [one for line in found for one in (line.value if isinstance(line.value, list) else [line.value])] + numbers
    notes = [*(line.note for line in found), *(note for _, _, note in sort.other_names)]
    if values:
        yield Line("names", values[0] if len(values) == 1 and not numbers else values, "; ".join(filter(None, notes)))


def _rest(sort: Sort, taken: set[int]) -> Iterator[str]:
    """What is not mapped."""
    rest = [
        one
        for one in sort.fields
        if id(one) not in taken
        and not _is_in_id(one, sort)
        and one.label not in ("$body", "$title", "$key")
        and (one.values or one.maps)
    ]
    common = [one for one in rest if max(len(one.values), len(one.maps)) >= RARE * one.records][:MOST_NAMED]
    named = [f"{shown(one.label)} ({_sort_of_value(one)}{_share(one)})" for one in common]
    if named:
        more = len(rest) - len(named) + sort.rarer
        yield f"not mapped: {', '.join(named)}{f', and {more:,} rarer' if more else ''}"


def _share(one: Field) -> str:
    share = max(len(one.values), len(one.maps)) / max(one.records, 1)
    return "" if share > 0.995 else f", in {share:.0%}"


def _sort_of_value(one: Field) -> str:
    """What a field holds, in a word."""
    if not one.values:
        return "a mapping"
    if all(re.fullmatch(r"[a-z]+://\S+", text) for text in one.words):
        return "addresses" if one.is_list else "an address"
    if one.is_list:
        return "a list"
    if len(one.words) == 1:
        return f"always {shown(next(iter(one.words)))}"
    if len(one.words) <= 8 and one.is_short:
        return " / ".join(dict.fromkeys(shown(word, 20) for word in sorted(one.words)))
    return "text" if one.is_short else "long text"
