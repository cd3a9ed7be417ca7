"""Records that are no things but relations: each names two others, and may name the relation."""

import re
from collections.abc import Iterator

from loaders.sketch.dates import DAY, KNOWN, date_forms, day_of
from loaders.sketch.edges import words_of
from loaders.sketch.fields import Field, fields_of, shown
from loaders.sketch.model import Draft, Line
from loaders.sketch.references import Index
from loaders.sketch.sorts import Sort
from loaders.sketch.words import PROPERTY_NAMES, RELATIONS, relation_of
from ontology.builtin import VOCABULARY

#: What the two ends are called, the one from which a relation is read first; the first is the older of a descent.
ENDS = (
    ("from", "source", "subject", "start", "old", "predecessor", "before", "replaced", "left"),
    ("to", "target", "object", "end", "new", "successor", "after", "replacement", "right"),
)
_SUFFIX = re.compile(r"-(?:ref|id|ids|name|key|node|iri|uri)$")
#: What stands under ``edge``, or a condition.
Edge = dict[str, object]
#: Names of a first end that is surely replaced by the second.
_OLD = ("old", "predecessor", "before", "replaced")
#: The relation of records that do not say which it is; a mapping has to declare it.
LEADS_TO = "leads-to"
#: Fields that a smaller share of the records have are not named.
RARE = 0.03
#: So large a share of the ends name records.
SHARE = 0.7


def end_of(one: Field) -> int:
    """Which end of a relation a field holds by its name: 0, 1, or -1 for none."""
    name = _SUFFIX.sub("", one.folded)
    return next((place for place, names in enumerate(ENDS) if name in names), -1)


def apart(sort: Sort) -> list[Sort]:
    """A sort in two, where a word tells records that relate others from these."""
    ends = [one for one in sort.fields if end_of(one) >= 0 and 0 < one.share < 0.9]
    pairs = [(a, b) for a in ends for b in ends if (end_of(a), end_of(b)) == (0, 1) and set(a.values) == set(b.values)]
    if not pairs:
        return [sort]
    relating = set(pairs[0][0].values)
    for one in sort.named("type", "kind", "class", "record-type"):
        words = {text for number in relating for text in one.values.get(number, [])}
        others = {text for number, texts in one.values.items() if number not in relating for text in texts}
        if isinstance(one.rule, str) and words and not words & others and len(one.values) == len(sort.scopes):
            listed = sorted(words)
            parts = (listed[0] if len(listed) == 1 else listed, {"not": listed[0] if len(listed) == 1 else listed})
            return [_part(sort, one.rule, where, relating, place == 0) for place, where in enumerate(parts)]
    return [sort]


def _part(sort: Sort, field: str, where: object, relating: set[int], inside: bool) -> Sort:
    scopes = [scope for number, scope in enumerate(sort.scopes) if (number in relating) == inside]
    fields, rarer = fields_of(scopes)
    name = "relation" if inside else sort.name
    return Sort(name, sort.source, sort.at, scopes, fields, rarer, sort.more, {**sort.where, field: where})


def find_ends(sort: Sort, others: list[Sort]) -> None:
    """Note which fields name the records of other sorts, where these relate two of them."""
    if all(any(end_of(one) == place for one in sort.fields) for place in (0, 1)):
        index = Index(others)
        ends = [one for one in sort.fields if one.share >= 0.9 and not one.is_list and index.share(one.texts) >= SHARE]
        first, second = (next((one for one in ends if end_of(one) == place), None) for place in (0, 1))
        if first is not None and second is not None:
            sort.ends = (first, second)


def relation_drafts(sort: Sort, first: Field, second: Field, source_name: str) -> list[Draft]:
    """Drafts of a sort whose records relate those of others, one for each end that they are read from."""
    word = _word(sort, (first, second))
    since = _since(sort)
    parts = (
        [(sort.where, *_by_name(sort, first, second))] if word is None else list(_by_word(sort, word, first, second))
    )
    made = []
    for number, (where, edge, note) in enumerate(parts):
        draft = Draft(f"{sort.name}-backwards" if number else sort.name)
        draft.note = "" if number else f"{len(sort.scopes):,} records that relate two others"
        draft.lines += [Line("from", source_name)] if source_name else []
        draft.lines += [Line("at", sort.at)] if sort.at else []
        draft.lines += [Line("where", where)] if where else []
        draft.lines.append(Line("edge", {**edge, **since[1]}, note))
        made.append(draft)
    rest = [one for one in sort.fields if one not in (first, second, word, since[0]) and one.share > RARE]
    if rest:
        made[0].remarks.append(f"not mapped: {'; '.join(f'{one.label}, {words_of(one)}' for one in rest[:8])}")
    return made


def _since(sort: Sort) -> tuple[Field | None, Edge]:
    """The field that tells since when the relation holds, and how it is read."""
    dated = [one for label in PROPERTY_NAMES["introduced"] for one in sort.named(label)]
    dated += [one for one in sort.fields if one.folded.endswith("when") and not one.is_list]
    for one in dated:
        if forms := date_forms([day_of(text) for text in one.texts])[0]:
            if any(day_of(text) != text for text in one.texts):
                return one, {"since": one.with_steps(match=DAY)}
            return one, {"since": one.rule if set(forms) <= set(KNOWN) else one.with_steps(dates=forms)}
    return None, {}


def _by_word(sort: Sort, word: Field, first: Field, second: Field) -> Iterator[tuple[Edge, Edge, str]]:
    """Conditions, edges and remarks, where a field names the relation; what it names backwards has ends of its own."""
    forwards: dict[str, str] = {}
    backwards: dict[str, str] = {}
    for text in sorted(word.words):
        name = relation_of(text)
        if name in VOCABULARY.relations:
            forwards[text] = name
        elif name:
            backwards[text] = next(one for one in VOCABULARY.relations if _inverse(one) == name)
    strange = [shown(text) for text in sorted(word.words) if text not in forwards and text not in backwards]
    note = words_of(word) + (f"; which relations are {', '.join(strange[:5])}?" if strange else "")
    ends: Edge = {"subject": first.rule, "object": second.rule}
    turned: Edge = {"subject": second.rule, "object": first.rule}
    if not backwards or not isinstance(word.rule, str):
        yield sort.where, {**ends, "relation": _relation(word, forwards, bool(strange))}, note
        return
    said = list(backwards) if len(backwards) > 1 else min(backwards)
    if forwards or strange:
        where = {**sort.where, word.rule: {"not": said}}
        yield where, {**ends, "relation": _relation(word, forwards, bool(strange))}, note
    where = {**sort.where, word.rule: said}
    yield where, {**turned, "relation": _relation(word, backwards, False)}, "read from the other end"


def _relation(one: Field, known: dict[str, str], has_strange: bool) -> Edge:
    """How a relation is read from the words of a field."""
    rule = one.with_steps(map=known) if any(text != name for text, name in known.items()) else one.with_steps()
    return {**rule, "otherwise": "drop", "default": "see-also"} if has_strange else rule


def _by_name(sort: Sort, first: Field, second: Field) -> tuple[Edge, str]:
    """An edge whose relation only the names tell: of the ends, else of the records."""
    if _SUFFIX.sub("", first.folded) in _OLD:
        return {"old": first.rule, "new": second.rule, "relation": "replaces"}, "by the names of the fields"
    found = RELATIONS.get(sort.name) or RELATIONS.get(f"{sort.name}s", "")
    for name in VOCABULARY.relations:
        if name == found:
            return {"subject": first.rule, "object": second.rule, "relation": name}, "by the name of the records"
        if _inverse(name) == found:
            return {"subject": second.rule, "object": first.rule, "relation": name}, "by the name of the records"
    return {"subject": first.rule, "object": second.rule, "relation": LEADS_TO}, "which relation is it?"


def _inverse(name: str) -> str:
    return VOCABULARY.relations[name].inverse.replace(" ", "-")


def _word(sort: Sort, ends: tuple[Field, Field]) -> Field | None:
    """The field that names the relation: one whose words mostly are relations."""
    for one in sort.fields:
        if one not in ends and one.words and len(one.words) <= 20 and not one.is_list:
            known = sum(count for text, count in one.words.items() if relation_of(text))
            if known * 2 >= len(one.texts):
                return one
    return None
