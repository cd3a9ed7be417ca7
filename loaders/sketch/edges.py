"""Which fields name other records, and by which relation: by what a field is called, else by what it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.sketch.fields import Field, Rule, as_steps, counted, shown
from loaders.sketch.readings import best_reading, component, is_prose, read
from loaders.sketch.references import Index
from loaders.sketch.sorts import Sort
from loaders.sketch.words import ALIAS_OF, IDS, PROPERTY_NAMES, RELATIONS, folded, relation_of
from ontology.builtin import VOCABULARY
from ontology.names import slug

#: Of a field whose name says nothing, so many values and so large a share must name records.
LEAST = 3
SHARE = 0.6
RARE = 0.02
#: A field that says a relation before each name has no more different words for it.
MOST_WORDS = 12

#: Fields that name the record itself.
_NAMES = frozenset((*IDS, *PROPERTY_NAMES["title"], *PROPERTY_NAMES["alias"], *ALIAS_OF))
_LINEAGE = frozenset(("replaces", "replaced-by", "evolved-from", "evolved-into"))


@dataclass(slots=True)
class Edge:
    """One relation of a sort. ``key`` is what stands under ``edges``; it is declared in place where it is none of ours."""

    key: str
    rule: Rule
    note: str
    source: Field
    own_label: str = ""


def edges_of(sort: Sort, index: Index, taken: set[int]) -> Iterator[Edge]:
    """The relations that fields state by their names; ``taken`` are fields that say something else."""
    for one in sort.fields:
        key = _key(one)
        if key and id(one) not in taken and one.label != "$body" and one.values:
            edge = _named(one, key, sort, index)
            if edge is not None:
                taken.add(id(one))
                yield _with_map(edge, sort, taken)


def _key(one: Field) -> str:
    """The relation that a field's name stands for, or that of what it stands in: ``obsoletes.doc-id``."""
    above = one.rule.replace("[*]", "").split(".")[-2:-1] if isinstance(one.rule, str) and '"' not in one.rule else []
    return relation_of(one.label) or next((relation_of(name) for name in above), "")


def unnamed_edges(sort: Sort, index: Index, taken: set[int]) -> Iterator[Edge]:
    """The relations of other fields, whose values name records."""
    for one in sort.fields:
        if id(one) not in taken and one.values and not _key(one):
            edge = _unnamed(one, sort, index)
            found = [_with_map(edge, sort, taken)] if edge is not None else list(_worded(one, sort, index))
            if found:
                taken.add(id(one))
                yield from found
    body = next((one for one in sort.fields if one.label == "$body"), None)
    if body is not None and (edge := _links(body, sort, index)) is not None:
        yield edge


def _named(one: Field, key: str, sort: Sort, index: Index) -> Edge | None:
    """The edge of a field whose name says the relation, however it is written."""
    if not one.is_short and "](" not in "".join(one.texts[:20]):
        return None
    if all(text.strip().casefold() in ("true", "false", "yes", "no") for text in one.words):
        return None
    rule, texts = best_reading(one, sort, index)
    if index.share(texts) == 0:
        part = component(one, sort)
        if part is not None:
            return Edge(key, part[0], f"{_note(part[1], index)}; it is the {shown(part[2])} of another", one)
        exact = one.folded in RELATIONS
        # What replaces a thing is worth a node even where no record describes it.
        if not (exact and key in _LINEAGE) or is_prose(one):
            return None
    if key == "see-also" and index.share(texts) < 1:  # a dead cross-reference is worth a finding, not a node
        rule = {**as_steps(rule), "missing": "ignore"}
    return Edge(key, rule, _note(texts, index), one)


def _note(texts: list[str], index: Index) -> str:
    """How many texts name a record, and some that do not; each way to write a name is counted."""
    met = [bool(index.how(text, count=True)) for text in texts]
    strangers = sorted({text for text, is_met in zip(texts, met, strict=True) if not is_met})
    out = f"{len(texts):,} name{'s' * (len(texts) != 1)}, {sum(met):,} of them of a record"
    return f"{out}; others: {', '.join(shown(text) for text in strangers[:3])}" if strangers else out


def _unnamed(one: Field, sort: Sort, index: Index) -> Edge | None:
    """The edge of a field whose values name records, whatever it is called: a relation of its own name."""
    if not one.is_short or one.label.startswith("$") or _numbers_only(one) or one.folded in _NAMES:
        return None
    own = {text for number, texts in one.values.items() for text in texts if text == sort.identity.ids[number]}
    if len(own) * 2 > len(one.words) or len(one.words) < LEAST:
        return None
    rule, texts = best_reading(one, sort, index)
    met = [text for text in texts if index.how(text)]
    if len(met) < SHARE * len(texts) or len(set(met)) < LEAST or one.share < RARE:
        return None
    name = slug(folded(one.label) or one.label)
    if name == "unnamed" or name.isdigit():
        return Edge("see-also", rule, f"{_note(texts, index)}; which relation is it?", one)
    known = {*VOCABULARY.relations, *(other.inverse.replace(" ", "-") for other in VOCABULARY.relations.values())}
    name = f"has-{name}" if name in known else name
    return Edge(name, rule, _note(texts, index), one, name.replace("-", " "))


def _worded(one: Field, sort: Sort, index: Index) -> Iterator[Edge]:
    """The edges of a field that says the relation before the name: ``part_of X:2``."""
    pairs = [text.split() for text in one.texts]
    if not all(len(pair) == 2 for pair in pairs) or index.share([pair[1] for pair in pairs]) < SHARE:
        return
    for word in sorted({pair[0] for pair in pairs})[:MOST_WORDS]:
        rule, texts = read(one, sort, match=rf"{re.escape(word)}\s+(\S+)")
        name = relation_of(word)
        own = "" if name else slug(folded(word))
        if texts and (name or own.strip("0123456789-")):
            yield Edge(name or own, rule, _note(texts, index), one, own.replace("-", " "))


def _numbers_only(one: Field) -> bool:
    return all(text.strip().isdecimal() for text in one.words)


def _links(body: Field, sort: Sort, index: Index) -> Edge | None:
    """Links in the text of a page that lead to other pages of the catalogue."""
    texts = read(body, sort, links="target")[1]
    met = [text for text in texts if index.how(text) in ("path", "file", "last")]
    if len(met) < LEAST:
        return None
    for text in met:
        index.how(text, count=True)
    steps = {"from": body.rule, "links": "target", "outside": "ignore", "missing": "ignore"}
    return Edge("see-also", steps, f"{len(met):,} links to other records", body)


def _with_map(edge: Edge, sort: Sort, taken: set[int]) -> Edge:
    """A remark on each name, where another field holds a map from names to remarks."""
    names = set(edge.source.words)
    for other in sort.fields:
        keys = {key for keys in other.maps.values() for key in keys}
        alike = other.label.startswith((edge.source.label, edge.source.label.rstrip("s")))
        if keys and alike and isinstance(other.rule, str) and len(keys & names) >= 0.8 * len(keys):
            taken.add(id(other))
            rule = {**as_steps(edge.rule), "note": {"from": other.rule, "key": "{item}"}}
            return Edge(edge.key, rule, edge.note, edge.source, edge.own_label)
    return edge


def joined(edges: list[Edge]) -> list[Edge]:
    """Edges, where a value that is sometimes a text and sometimes a mapping is one: the text inside of it comes first."""
    out: list[Edge] = []
    for one in edges:
        rule = as_steps(one.rule)
        name = str(rule.get("from", ""))
        for place, other in enumerate(out):
            steps = as_steps(other.rule)
            before = str(steps.get("from", ""))
            inner, outer = (before, name) if len(before) > len(name) else (name, before)
            same = {**rule, "from": ""} == {**steps, "from": ""} and one.key == other.key and not one.own_label
            if same and outer and inner.startswith((f"{outer}.", f"{outer}[*]")):
                out[place] = Edge(one.key, {**rule, "from": [inner, outer]}, f"{other.note}; {one.note}", one.source)
                break
        else:
            out.append(one)
    return out


def words_of(one: Field) -> str:
    """The words of a field with how often they stand, for a comment."""
    number = len(one.words)
    return f"{number:,} word{'s' * (number != 1)}: {counted(one.words.items())}"
