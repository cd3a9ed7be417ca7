"""First half of settling: which nodes there are, what they are called, and between which of them each claim stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from kb.ledger.decided import Decisions
from kb.ledger.resolve import Resolver, reference_id
from kb.ledger.said import Said
from ontology.phrases import link
from ontology.vocabulary import Relation, Vocabulary


@dataclass(frozen=True, slots=True)
class Finding:
    """What settling itself found wrong, at the claim where it shows."""

    rule: str
    message: str
    said: Said
    hint: str = ""


#: The relation that makes two nodes one.
SAME = "same-as"

#: Rules by which a page may name itself; by a looser one it means something else that is called alike.
STRICT = ("id", "name", "folded", "acronym", "link", "path")

#: (claim, rule that resolved its names, group that a joined name gave it)
Voice = tuple[Said, str, str]


@dataclass
class Gathered:
    """Nodes, and claims by what they are about."""

    pages: dict[str, str] = field(default_factory=dict)
    """Defined nodes with the path that defines them, in reading order."""
    kinds: dict[str, str] = field(default_factory=dict)
    """The kind that each defined node's own page gives it."""
    titles: dict[str, str] = field(default_factory=dict)
    """Nodes known only from references, with their name as first written."""
    reference_kinds: dict[str, str] = field(default_factory=dict)
    properties: dict[str, list[Said]] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], list[Voice]] = field(default_factory=dict)
    """By (relation, subject, object)."""
    twins: dict[str, str] = field(default_factory=dict)
    """Nodes that are read as another one, with that one."""
    findings: list[Finding] = field(default_factory=list)
    prose: dict[str, int] = field(default_factory=dict)
    """What became of harvested claims; empty where there are none."""

    def note(self, rule: str, message: str, said: Said) -> None:
        """Add a finding."""
        self.findings.append(Finding(rule, message, said))


def gather(claims: list[Said], vocabulary: Vocabulary) -> Gathered:
    """Sort open claims (in reading order) by the nodes that they speak of."""
    found = Gathered()
    if harvested := [one for one in claims if one.method == "harvested"]:
        claims = [one for one in claims if one.method != "harvested"]
    resolver = _names(claims, vocabulary, found)
    decisions = Decisions.among(claims)
    decisions.tie_names(resolver, found)
    twins = [one for one in claims if one.predicate == SAME and one not in decisions.denials]
    _join_twins(twins, resolver, found, decisions.apart(resolver, found))
    for one in claims:
        if one.predicate == SAME or one.method == "decided":
            continue
        if one.predicate in vocabulary.relations:
            _relation(one, vocabulary, resolver, found)
        else:
            _property(one, resolver, found)
    for one in decisions.apply(resolver, found):
        if one.predicate in vocabulary.relations:
            _relation(one, vocabulary, resolver, found)
        else:
            _property(one, resolver, found)
    if harvested:
        from kb.ledger.harvested import add_harvested  # most catalogues have none

        add_harvested(harvested, vocabulary, resolver, found)
    decisions.deny(resolver, found, vocabulary)
    for twin in found.twins:
        found.pages.pop(twin, None)
        found.titles.pop(twin, None)
    if decisions.rulings:
        from kb.ledger.rulings import rule  # most catalogues have none

        rule(decisions.rulings, resolver, found, vocabulary)
    return found


def _property(one: Said, resolver: Resolver, found: Gathered) -> None:
    """Note what is said of a node; another name of a record that is not there is kept, and told."""
    for id_, _ in _ends(one, one.subject, bool(one.by_name), "", resolver, found, one.meant[0]):
        called = one.predicate == "title" and not one.by_name and one.subject != id_
        found.properties.setdefault(id_, []).append(one._replace(predicate="alias") if called else one)
        if one.ids and one.predicate == "alias" and id_ not in found.pages:
            found.note(
                "no-such-record", f"'{one.data}' is another name of '{one.subject}', and no record is called so", one
            )


def _join_twins(claims: list[Said], resolver: Resolver, found: Gathered, apart: set[frozenset[str]]) -> None:
    """Read as one what is said to be the same: the defined one stands for all, of several the one that a decision names
    first, else the first by id.
    """
    first_named: set[str] = set()
    groups: dict[str, set[str]] = {}
    for one in claims:
        subject_ids, object_ids = one.meant
        ends = [
            *_ends(one, one.subject, bool(one.by_name), "", resolver, found, subject_ids),
            *_ends(one, str(one.object), not one.backwards, "", resolver, found, object_ids),
        ]
        if one.method == "decided":
            first_named.add(ends[0][0])
        if frozenset(id_ for id_, _ in ends) in apart:
            continue
        together = set().union(*(groups.get(id_, {id_}) for id_, _ in ends))
        groups.update(dict.fromkeys(together, together))
    for id_, group in groups.items():
        first = min(group, key=lambda one: (one not in found.pages, one not in first_named, one))
        if id_ != first:
            found.twins[id_] = first


def _names(claims: Iterable[Said], vocabulary: Vocabulary, found: Gathered) -> Resolver:
    """Note the defined nodes and everything that they are called."""
    resolver = Resolver()
    ranks = {kind: place for place, kind in enumerate(vocabulary.kinds)}
    named = {name for name, declared in vocabulary.properties.items() if declared.type == "name"}
    firsts: dict[str, Said] = {}
    for one in claims:
        if one.predicate != "kind" or one.by_name:
            continue
        first = firsts.setdefault(one.subject, one)
        found.pages.setdefault(one.subject, one.path)
        again = "since" in one.extra  # observed once more, it is not defined again
        if first.path == one.path:
            resolver.add_node(one.subject, ranks.get(one.data, len(ranks)))
            found.kinds.setdefault(one.subject, str(one.data))
        elif one.layer == first.layer and one.rule != "pages/sources" and not again:
            message = f"'{one.subject}' is defined here and in {first.path}:{first.line}; both were kept"
            found.findings.append(Finding("duplicate-id", message, one))
        if one.rule != "pages/sources":
            resolver.add_page(one.subject, one.path)
    for one in claims:
        if one.predicate in named:
            subject = next((id_ for id_ in one.meant[0] if id_ in found.pages), "") if one.by_name else one.subject
            if subject in found.pages:
                resolver.add_name(subject, str(one.data), one.predicate)
    return resolver


def _relation(one: Said, vocabulary: Vocabulary, resolver: Resolver, found: Gathered) -> None:
    relation = vocabulary.relations[one.predicate]
    kind = relation.object_kind
    only = "" if relation.capability else kind
    named_subject, named_object = bool(one.by_name), not one.backwards
    subject_ids, object_ids = one.meant
    subjects = _ends(one, one.subject, named_subject, "", resolver, found, subject_ids)
    objects = _ends(one, str(one.object), named_object, kind, resolver, found, object_ids, only)
    joined = one.subject if len(subjects) > 1 else str(one.object)
    group = f"all-of: {joined}" if len(subjects) > 1 or len(objects) > 1 else ""
    for subject, subject_rule in subjects:
        for object_, object_rule in objects:
            if subject == object_ and not _of_itself(one, relation, (subject, subject_rule, object_rule), found):
                continue
            ends = (subject, object_)
            if relation.symmetric and object_ < subject:
                ends = (object_, subject)
            rule = subject_rule if one.backwards or not object_rule else object_rule
            found.edges.setdefault((relation.name, *ends), []).append((one, rule, group))


def _of_itself(one: Said, relation: Relation, end: tuple[str, str, str], found: Gathered) -> bool:
    """Report that something is related to itself, and say whether that stands.

    Where the catalogue's own rules say what the name means, its source does state it, and there are relations in which
    it does no harm. A name that was only understood so more likely means something else.
    """
    id_, *rules = end
    stands = bool(one.ids) and set(rules) <= {"", "id"} and not relation.acyclic
    written = one.subject if one.by_name else one.object
    becomes = "it stands as it is written" if stands else "it was left out"
    message = f"'{id_}' {relation.label} itself: '{written}' means it; {becomes}"
    found.findings.append(Finding("self-reference", message, one))
    return stands


def _ends(
    one: Said, name: str, named: bool, kind: str, resolver: Resolver, found: Gathered, meant: list[str], only: str = ""
) -> list[tuple[str, str]]:
    """The nodes at one end of a claim, each with the rule that found it; twins are one node."""
    if not named and name in found.pages and name not in found.twins:
        return [(name, "")]
    if named and len(meant) == 1 and meant[0] in found.pages and not found.twins and not resolver.decided(name):
        return [(meant[0], "id")]  # as most names of a mapping are
    ends = _written_ends(one, name, named, kind, resolver, found, meant, only)
    if len(ends) == 1 and ends[0][0] not in found.twins:
        return ends
    return list({found.twins.get(id_, id_): (found.twins.get(id_, id_), rule) for id_, rule in ends}.values())


def _written_ends(
    one: Said, name: str, named: bool, kind: str, resolver: Resolver, found: Gathered, meant: list[str], only: str
) -> list[tuple[str, str]]:
    """The nodes at one end of a claim, each with the rule that found it; a name that fits nothing becomes a node.

    ``named`` tells a name from an id, ``meant`` has the ids that the name may mean, ``kind`` is that of a new node;
    ``only`` a kind that every node at this end must have: the paper "Sagas" is not the pattern.
    """
    if not named:
        if name not in found.pages:
            found.titles.setdefault(name, name)
        return [(name, "")]
    if tied := resolver.decided(name):
        return [(tied if tied in found.pages else _reference(tied, tied, kind, found), "decision")]
    if meant:
        id_ = next((id_ for id_ in meant if id_ in found.pages), "")
        if not id_ and (called := resolver.called(meant)) and (not only or found.kinds.get(called) == only):
            id_ = called
        if not id_ and (near := resolver.nearly(meant)):
            return [(near, "folded")]
        if not id_ and not meant[-1]:
            found.findings.append(Finding("no-such-record", f"no record is called '{name}'; it was left out", one))
            return []
        if id_:
            return [(id_, "id")]
        called = name if any(map(str.isalpha, name)) else meant[0]  # "2929" alone tells nobody what it is the number of
        return [(_reference(meant[0], called, kind, found), "")]
    resolution = resolver.resolve(name, one.path, phrases=kind != "capability")
    fitting = [id_ for id_ in resolution.ids if not only or found.kinds.get(id_) == only]
    speaker = str(one.object) if one.backwards else one.subject
    if fitting == [speaker] and resolution.rule not in STRICT:
        fitting = []  # "Kong Gateway" on the page of the gateway is not the gateway itself
    if fitting:
        return [(id_, resolution.rule) for id_ in fitting]
    if resolution.candidates:
        several = ", ".join(resolution.candidates)
        found.findings.append(Finding("ambiguous-name", f"'{name}' fits {several}; it was not guessed", one))
    return [(_reference(reference_id(name, found.pages), name, kind, found), "")]


def _reference(id_: str, name: str, kind: str, found: Gathered) -> str:
    """Note a node that only references know, under the name that reads best."""
    linked = link(name)
    written = linked[0] if linked and linked[0] else name
    known = found.titles.setdefault(id_, written)
    if known == id_ != written:
        found.titles[id_] = written  # a name as people write it reads better than an id
    if kind:
        found.reference_kinds.setdefault(id_, kind)
    return id_
