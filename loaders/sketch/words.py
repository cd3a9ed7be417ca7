"""What fields are often called, and what words in them often mean: the guesses that a name alone allows."""

import re

from loaders.dialect import RULES
from ontology.builtin import VOCABULARY

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def folded(name: str) -> str:
    """A field's name as lower-case words between hyphens, without what only says whose name it is.

    >>> [folded(name) for name in ("Superseded-By", "dcterms:isReplacedBy", "meta.created_at", "@id")]
    ['superseded-by', 'is-replaced-by', 'created-at', 'id']
    """
    last = re.split(r"[.:#/\]]", name.rstrip('".:#/]'))[-1]
    return "-".join(re.findall(r"[a-z]+|[0-9]+", _CAMEL.sub("-", last).lower()))


def _listed(text: str) -> dict[str, str]:
    """Names by what stands before the colon on their line."""
    rows = (line.partition(":") for line in text.strip().splitlines())
    return {word: head.strip() for head, _, words in rows for word in words.split()}


_MORE_RELATIONS = _listed("""
replaces: replace ersetzt supersede obsoletes obsolete-of predecessor predecessors replacement-of replacement-for previous-version
replaced-by: is-replaced-by ersetzt-durch obsoleted-by succeeded-by revoked-by successor successors replacement replacements use-instead instead moved-to
evolved-from: parent parents based-on derived-from was-derived-from forked-from fork-of ancestor ancestors descends-from origin
evolved-into: children child forks descendants
requires: depends-on depends dependency dependencies needs require prerequisite requirements-of
required-by: dependents dependants used-by-modules
updates: updates update
updated-by: updated-by is-updated-by
amends: amends amend
amended-by: amended-by is-amended-by
see-also: see seealso related-to relates-to related-terms relations
alternative-to: alternative similar similar-to competitors
specializes: is-a sub-class-of subclass-of sub-type-of sub-property-of broader extends subtype-of kind-of inherits
generalizes: narrower subclasses
part-of: is-part-of component-of
includes: has-part contains components has-parts
member-of: member belongs-to
uses: use
used-by: users
same-as: exact-match equivalent equivalent-to equivalent-class
conflicts-with: incompatible
pairs-with: complements
""")


def _relations() -> dict[str, str]:
    """A field's folded name to a relation, read from the end that a record with such a field stands at."""
    found: dict[str, str] = {}
    for rule in RULES:
        if rule.says in VOCABULARY.relations and not (rule.target or rule.child):
            relation = VOCABULARY.relations[rule.says]
            name = relation.inverse.replace(" ", "-") if rule.backwards else rule.says
            found |= {folded(path.replace("_", "-")): name for path in rule.keys.split() if "." not in path}
    known = {*VOCABULARY.relations, *(one.inverse.replace(" ", "-") for one in VOCABULARY.relations.values())}
    return found | {word: name for word, name in _MORE_RELATIONS.items() if name in known}


#: A field's folded name to the relation that it states.
RELATIONS = _relations()

#: Parts of names that speak of a replacement, where the whole name is not known.
REPLACEMENT = re.compile(r"(?:^|-)(?:replacement|replaced-by|superseded-by|successor)(?:-|$)")

#: A field's folded name to the property that it holds, best first for each.
PROPERTIES = {
    "title": "title name label pref-label heading headline subject display-name full-name",
    "summary": "summary description abstract def definition tagline short-description comment",
    "alias": "aka aliases alias also-known-as synonym synonyms alt-label other-names alternate-names acronym acronyms"
    " short-name shortname abbreviation alt-id former-names identifiers",
    "status": "status state current-status lifecycle lifecycle-state maturity phase stage",
    "tier": "tier ring excellence-tier",
    "category": "category type segment quadrant topic area group section domain component product owning-sig track"
    " layer module namespace categories",
    "introduced": "introduced created creation-date date-created created-at created-on creation date introduced-on"
    " introduced-in released release-date date-published published publication-date start started start-date born"
    " since first-appeared first-release year issued valid-from when",
    "retired-on": "retired-on retired eol end-of-life end ended end-date discontinued discontinued-on removed-on sunset"
    " sunset-date retirement-date deprecated-on deprecation-date deprecated-since withdrawn-on stop valid-until died"
    " obsolete-since date-retired",
    "last-updated": "last-updated updated modified last-modified date-modified updated-at modified-at",
    "tags": "tags keywords labels tag",
}
PROPERTY_NAMES = {name: names.split() for name, names in PROPERTIES.items()}

#: Names of fields that say of a record whether it is over: by a flag, or by holding anything.
FLAG = re.compile(
    r"(?:is-|x-.*-)?(?:deprecated|obsolete|revoked|retired|archived|discontinued|withdrawn|removed|eol|inactive)"
    r"|is-(?:deprecated|obsolete|retired|withdrawn)-.+"
)
ENDED = re.compile(r"(?:deprecated|obsoleted|retired|discontinued|withdrawn|removed)-(?:in|since|on|at|from)(?:-.*)?")
YES = frozenset(("true", "yes", "1", "y"))
NO = frozenset(("false", "no", "0", "n", ""))

#: Words of a status that mean that a thing is over, beside those of the vocabulary; no thing in use is called so.
OVER = frozenset(
    "rejected removed abandoned dropped cancelled canceled dead inactive defunct void revoked expired superceded"
    " declined".split()
)
#: Words of a status that mean anything else.
STATES = frozenset(
    "active accepted approved current draft proposed final implemented implementable provisional deferred stable beta"
    " alpha experimental planned open closed live done published released supported maintained recommended standard"
    " decided pending review wip new unstable preview".split()
)


def relation_of(name: str) -> str:
    """The relation that a field's name stands for, read from the record that has the field; empty for none.

    >>> relation_of("Superseded-By"), relation_of("recommendedReplacement"), relation_of("colour")
    ('replaced-by', 'replaced-by', '')
    """
    word = folded(name)
    return RELATIONS.get(word, "replaced-by" if REPLACEMENT.search(word) else "")


#: What fields are called that name a record.
IDS = "id identifier key slug uid uuid code number handle permalink iri uri url name shortname short-name".split()

#: What fields are called that make a record another name of the one that they name.
ALIAS_OF = ("alias-of", "synonym-of", "redirect-to", "redirects-to")

#: Files that are about a catalogue and no records of it, and folders and files that only show how to write one.
NO_RECORD = re.compile(
    r"_?(?:(?i:readme|index|licen[cs]e|changelog|contributing|code[-_]of[-_]conduct)|SECURITY|AUTHORS|TOC|SUMMARY)"
)
TEMPLATE = re.compile(r"(?i)(?:[nx0]{2,}[-_. ].*|[^\W_]+[-_])?template(?:[-_]v?\d+)?")

_KINDS = {
    "decision": r"adrs?|decisions?|rfcs?|proposals?|enhancements?|standards?|[a-z]eps?|[bcekst]ips?|deciders|decision-makers",
    "technology": r"technolog(?:y|ies)|products?|tools?|librar(?:y|ies)|apis?|packages?|modules?|radar|blips?|frameworks?"
    r"|distributions?|distros?|releases?|versions?|software|services?|components?|systems?|languages?",
    "organisation": r"organi[sz]ations?|compan(?:y|ies)|vendors?|teams?",
    "publication": r"papers?|publications?|books?|articles?",
    "law": r"laws?|regulations?",
    "guide": r"guides?|howtos?",
    "case-study": r"case-stud(?:y|ies)",
}


def kind_of(words: list[str]) -> tuple[str, str]:
    """The kind that the first telling word stands for, and that word; ``pattern`` where none tells.

    >>> kind_of(["docs", "adr"]), kind_of(["misc"])
    (('decision', 'adr'), ('pattern', ''))
    """
    for word in words:
        for part in dict.fromkeys((folded(word), folded(word).rpartition("-")[2])):
            for kind, names in _KINDS.items():
                if re.fullmatch(names, part):
                    return kind, word
    return "pattern", ""


def is_over(word: str) -> bool:
    """Whether a word of a status means that a thing is no longer in use."""
    return VOCABULARY.retires(word) or word.strip().casefold() in OVER


def is_state(word: str) -> bool:
    """Whether a word is one of those that tell a status."""
    return is_over(word) or word.strip().casefold() in STATES
