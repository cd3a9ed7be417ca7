"""Rulings: decisions on how something settles, whatever else is said of it. They are heard last, and speak of ids.

A ruling on an entry says whether it is there; one on a property has all its values; one on a relation has all that is said
of it. What the sources say stays in the record.
"""

from collections.abc import Iterable

from kb.ledger.decided import tell
from kb.ledger.gather import Gathered, Voice
from kb.ledger.resolve import Resolver
from kb.ledger.said import Said
from ontology.claim import RULING
from ontology.vocabulary import Vocabulary


def rule(rulings: list[Said], resolver: Resolver, found: Gathered, vocabulary: Vocabulary) -> None:
    """Let what was gathered be as the rulings say: entries first, then properties and relations."""
    entries = {one.subject: one for one in rulings if one.extra[RULING] == "entry"}  # the last one holds
    gone = {id_ for id_, one in entries.items() if one.extra["is"] in ("gone", "same")}
    for one in entries.values():
        _entry(one, found)
    if gone:
        found.edges = {ends: voices for ends, voices in found.edges.items() if not gone & {ends[1], ends[2]}}
    for said in _last_decisions([one for one in rulings if one.extra[RULING] == "set"]):
        _set(said, _known(said[0].subject, resolver, found), found)
    relations = {
        (one.predicate, one.subject, one.object): one for one in rulings if one.extra[RULING] in ("exactly", "denied")
    }
    for one in relations.values():
        _exactly(one, resolver, found, vocabulary)


def _last_decisions(said: list[Said]) -> Iterable[list[Said]]:
    """For each property of each entry the values of the last decision on it."""
    found: dict[tuple[str, str], list[Said]] = {}
    for one in said:
        values = found.setdefault((one.subject, one.predicate), [])
        if values and (values[0].path, values[0].line) != (one.path, one.line):
            values.clear()
        values.append(one)
    return found.values()


def _known(name: str, resolver: Resolver, found: Gathered) -> str:
    """The id that a ruling means: itself where it is one, else the only entry that is called so, else itself."""
    if name in found.pages or name in found.titles:
        return name
    ids = resolver.resolve(name, phrases=False).ids
    here = [found.twins.get(id_, id_) for id_ in ids]
    return here[0] if len(here) == 1 and (here[0] in found.pages or here[0] in found.titles) else name


def _entry(one: Said, found: Gathered) -> None:
    """Whether there is an entry."""
    id_, state, title = one.subject, str(one.extra["is"]), str(one.extra.get("title", ""))
    if state in ("gone", "same"):
        for part in (found.pages, found.titles, found.kinds, found.reference_kinds, found.properties, found.twins):
            part.pop(id_, None)
        if state == "same":
            found.twins = {twin: id_ if twin == id_ else first for twin, first in found.twins.items()}
            found.twins[id_] = str(one.extra["as"])
        return
    found.twins.pop(id_, None)
    if state == "there":
        found.pages.setdefault(id_, one.path)
        found.kinds.setdefault(id_, str(one.data))
        if one.data:  # unless a property says another one
            found.reference_kinds.setdefault(id_, str(one.data))
        if title:
            found.titles[id_] = title
        return
    found.pages.pop(id_, None)
    found.kinds.pop(id_, None)
    found.titles[id_] = title or found.titles.get(id_, id_)
    if one.data:
        found.reference_kinds[id_] = str(one.data)
    else:
        found.reference_kinds.pop(id_, None)


def _set(said: list[Said], id_: str, found: Gathered) -> None:
    """All values of a property."""
    if id_ not in found.pages and id_ not in found.titles:
        found.note("decision-without-effect", f"nothing here is called '{said[0].subject}'", said[0])
        return
    held = found.properties.setdefault(id_, [])
    held[:] = [other for other in held if other.predicate != said[0].predicate]
    held += [one for one in said if "none" not in one.extra]


def _exactly(one: Said, resolver: Resolver, found: Gathered, vocabulary: Vocabulary) -> None:
    """All that is said of a relation between two nodes."""
    relation = vocabulary.relations[one.predicate]
    subject, object_ = _known(one.subject, resolver, found), _known(str(one.object), resolver, found)
    if relation.symmetric and object_ < subject:
        subject, object_ = object_, subject
    if one.extra[RULING] == "denied":
        if found.edges.pop((relation.name, subject, object_), None):
            tell(one, subject, object_, found, vocabulary)
        return
    for id_ in (subject, object_):
        if id_ not in found.pages:
            found.titles.setdefault(id_, id_)
    if object_ not in found.pages and relation.object_kind:
        found.reference_kinds.setdefault(object_, relation.object_kind)
    voice: Voice = (one, "decision", "")
    found.edges[relation.name, subject, object_] = [voice]
