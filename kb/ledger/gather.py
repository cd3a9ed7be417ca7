"""First half of settling: which nodes there are, what they are called, and between which of them each claim stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kb.ledger.resolve import Resolver, reference_id
from kb.ledger.said import Said
from ontology.phrases import link
from ontology.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Finding:
    """What settling itself found wrong, at the claim where it shows."""

    rule: str
    message: str
    said: Said
    hint: str = ""


#: (claim, rule that resolved its names, group that a joined name gave it)
Voice = tuple[Said, str, str]


@dataclass
class Gathered:
    """Nodes, and claims by what they are about."""

    pages: dict[str, str] = field(default_factory=dict)
    """Defined nodes with the path that defines them, in reading order."""
    titles: dict[str, str] = field(default_factory=dict)
    """Nodes known only from references, with their name as first written."""
    reference_kinds: dict[str, str] = field(default_factory=dict)
    properties: dict[str, list[Said]] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], list[Voice]] = field(default_factory=dict)
    """By (relation, subject, object)."""
    findings: list[Finding] = field(default_factory=list)


def gather(claims: list[Said], vocabulary: Vocabulary) -> Gathered:
    """Sort open claims (in reading order) by the nodes that they speak of."""
    found = Gathered()
    resolver = _names(claims, vocabulary, found)
    for one in claims:
        if one.predicate in vocabulary.relations:
            _relation(one, vocabulary, resolver, found)
            continue
        for id_, _, _ in _ends(one, one.subject, bool(one.by_name), "", resolver, found):
            found.properties.setdefault(id_, []).append(one)
    return found


def _names(claims: Iterable[Said], vocabulary: Vocabulary, found: Gathered) -> Resolver:
    """Note the defined nodes and everything that they are called."""
    resolver = Resolver()
    ranks = {kind: place for place, kind in enumerate(vocabulary.kinds)}
    named = {name for name, declared in vocabulary.properties.items() if declared.type == "name"}
    for one in claims:
        if one.predicate != "kind" or one.by_name:
            continue
        first = found.pages.setdefault(one.subject, one.path)
        if first == one.path:
            resolver.add_node(one.subject, ranks.get(one.data, len(ranks)))
        elif one.rule != "pages/sources":
            message = f"'{one.subject}' is defined here and in {first}; both were kept"
            found.findings.append(Finding("duplicate-id", message, one))
        if one.rule != "pages/sources":
            resolver.add_page(one.subject, one.path)
    for one in claims:
        if one.predicate in named and one.subject in found.pages and not one.by_name:
            resolver.add_name(one.subject, str(one.data), one.predicate)
    return resolver


def _relation(one: Said, vocabulary: Vocabulary, resolver: Resolver, found: Gathered) -> None:
    relation = vocabulary.relations[one.predicate]
    subjects = list(_ends(one, one.subject, bool(one.by_name), "", resolver, found))
    objects = list(_ends(one, str(one.object), not one.backwards, relation.object_kind, resolver, found))
    joined = one.subject if len(subjects) > 1 else str(one.object)
    group = f"all-of: {joined}" if len(subjects) > 1 or len(objects) > 1 else ""
    for subject, subject_rule, _ in subjects:
        for object_, object_rule, _ in objects:
            if subject == object_:
                message = (
                    f"'{subject}' {relation.label} itself: '{one.subject if one.by_name else one.object}' means it"
                )
                found.findings.append(Finding("self-reference", message, one))
                continue
            ends = (subject, object_)
            if relation.symmetric and object_ < subject:
                ends = (object_, subject)
            rule = subject_rule if one.backwards or not object_rule else object_rule
            found.edges.setdefault((relation.name, *ends), []).append((one, rule, group))


def _ends(
    one: Said, name: str, by_name: bool, kind: str, resolver: Resolver, found: Gathered
) -> Iterator[tuple[str, str, str]]:
    """The nodes at one end of a claim, each with the rule that found it; a name that fits nothing becomes a node."""
    if not by_name:
        if name not in found.pages:
            found.titles.setdefault(name, name)
        yield name, "", ""
        return
    resolution = resolver.resolve(name, one.path)
    if resolution.ids:
        for id_ in resolution.ids:
            yield id_, resolution.rule, ""
        return
    if resolution.candidates:
        several = ", ".join(resolution.candidates)
        found.findings.append(Finding("ambiguous-name", f"'{name}' fits {several}; it was not guessed", one))
    id_ = reference_id(name, found.pages)
    linked = link(name)
    written = linked[0] if linked and linked[0] else name
    known = found.titles.setdefault(id_, written)
    if known == id_ != written:
        found.titles[id_] = written  # a name as people write it reads better than an id
    if kind:
        found.reference_kinds.setdefault(id_, kind)
    yield id_, "", ""
