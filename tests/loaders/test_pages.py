"""Pages: what each key of front matter says, in every shape that authors give it, and where it stands."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import pages
from loaders.base import SourceFile
from loaders.dialect import FOLDER_KINDS, KINDS, PAGE_STATES, RULES, Rule
from loaders.reading import MOST_CLAIMS
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.vocabulary import Vocabulary, vocabulary
from tests.ledger.written import at, page, read_page

RELATION_KEYS = [(path, rule) for rule in RULES if rule.says in VOCABULARY.relations for path in rule.keys.split()]
PROPERTY_KEYS = [(path, rule) for rule in RULES if rule.says not in VOCABULARY.relations for path in rule.keys.split()]

#: What people write under a key that names two things, with the pointers of both.
SHAPES = {
    "string": ("saga", [("saga", "")]),
    "quoted string": ('"saga"', [("saga", "")]),
    "flow list": ("[saga, outbox]", [("saga", "/0"), ("outbox", "/1")]),
    "block list": ("\n  - saga\n  - 'outbox'", [("saga", "/0"), ("outbox", "/1")]),
    "list in a list": ("[[saga], outbox]", [("saga", "/0/0"), ("outbox", "/1")]),
    "null": ("null", []),
    "empty": ("", []),
    "empty list": ("[]", []),
    "mapping with a name": ("{name: saga}", [("saga", "")]),
    "list of mappings": ("\n  - pattern: saga\n  - {title: outbox}", [("saga", "/0"), ("outbox", "/1")]),
    "remarks": ("\n  - saga: simpler\n  - outbox: safer", [("saga", "/0/saga"), ("outbox", "/1/outbox")]),
    "mapping of remarks": ("{saga: simpler, outbox: safer}", [("saga", "/saga"), ("outbox", "/outbox")]),
    "headings of its own": (
        "\n  primary: [saga]\n  secondary: [outbox]",
        [("saga", "/primary/0"), ("outbox", "/secondary/0")],
    ),
    "tiers of remarks": ("\n  gold:\n    - saga: why\n    - none: x", [("saga", "/gold/0/saga")]),
    "words for nothing": ("[none, n/a, '-', saga]", [("saga", "/3")]),
    "nothing by name": ("[{pattern: none}, {pattern: saga}]", [("saga", "/1")]),
}


def nested(path: str, value: str) -> str:
    """Front matter with a value under a path of keys."""
    above, _, last = path.rpartition(".")
    if not above:
        return f"{last}: {value}" if not value.startswith("\n") else f"{last}:{value}"
    inner = value.replace("\n", "\n  ")
    return f"{above}:\n  {last}:{'' if inner.startswith(chr(10)) else ' '}{inner}"


def spellings(path: str) -> list[str]:
    """The spellings of a key that mean the same."""
    return [path, path.replace("_", "-"), path.title()]


def only(claims: list[Claim], *predicates: str) -> list[Claim]:
    """Claims of some predicates."""
    return [one for one in claims if one.predicate in predicates]


def says(front: str, path: str = "docs/patterns/x.md") -> list[tuple[str, str, str | None, Any]]:
    """(subject, predicate, object, value) of all claims but the page's kind."""
    _, claims, _ = read_page(page(front), path)
    return [(c.subject, c.predicate, c.object, c.value) for c in claims if c.predicate != "kind" or c.subject != "x"]


@pytest.mark.parametrize("shape", SHAPES)
def test_relation_keys(shape: str):
    """A key of a relation names the same things in every shape and spelling, each at its own place."""
    for path, rule in RELATION_KEYS:
        for key in spellings(path):
            check_relation_key(path, rule, shape, key)


def of_kind(rule: Rule) -> tuple[str, str]:
    """The line of front matter that a rule of some kinds needs, and the id of the page then."""
    kind = rule.only.split()[0] if rule.only else ""
    return (f"type: {kind}\n", f"{kind}/x") if kind else ("", "x")


def check_relation_key(path: str, rule: Rule, shape: str, key: str) -> None:
    """One key in one shape and spelling."""
    value, expected = SHAPES[shape]
    typed, id_ = of_kind(rule)
    file, claims, problems = read_page(page(typed + nested(key, value)))
    found = only(claims, rule.says)
    assert [(one.subject if rule.backwards else one.object) for one in found] == [name for name, _ in expected]
    assert [one.ids for one in found] == [
        (rule.target.format(slug=name),) if rule.target else () for name, _ in expected
    ]
    assert {one.object if rule.backwards else one.subject for one in found} <= {id_}
    base = "/" + key.replace(".", "/")
    assert [one.source.pointer for one in found] == [base + pointer for _, pointer in expected]
    for one, (name, _) in zip(found, expected, strict=True):
        assert at(file, one, len(name) + 1).lstrip("'\"").startswith(name), key
    assert {(one.backwards, one.by_name) for one in found} <= {(rule.backwards, rule.backwards)}
    assert {one.rule for one in found} <= {f"pages/{path}"}
    assert not problems
    child_kinds = [one for one in claims if one.predicate == "kind" and one.subject != id_]
    assert len(claims) - len(found) == 1 + len([c for c in claims if rule.child and c.subject != id_])
    assert bool(child_kinds) == (rule.child and shape in ("mapping with a name", "list of mappings", "nothing by name"))


VALUE = {
    "date": "1987-12",
    "tier": "gold",
    "status": "recommended",
    "kind": "pattern",
    "any": "kept",
    "text": "kept",
    "prose": "kept",
    "name": "kept",
    "link": "kept",
}


@pytest.mark.parametrize("shape", ["{}", "'{}'", "[{}]", "{{value: {}}}", "\n  - {}", "null", "", "[]"])
def test_property_keys(shape: str):
    """A key of a property says its value in every shape and spelling, at its own place."""
    for path, rule in PROPERTY_KEYS:
        for key in spellings(path):
            check_property_key(rule, shape, key)


def check_property_key(rule: Rule, shape: str, key: str) -> None:
    """One key in one shape and spelling."""
    declared = VOCABULARY.property(rule.says)
    text = VALUE[declared.type]
    typed, id_ = of_kind(rule)
    file, claims, problems = read_page(page(typed + nested(key, shape.format(text))))
    found = only(claims, rule.says)
    assert rule.keyed or rule.only == "decision-tree" or not problems
    if "{" not in shape:
        assert not found
        return
    assert len(claims) == 2
    whole = declared.holds == "record" or (declared.type == "any" and shape == "{{value: {}}}")
    assert [one.value for one in found] == [{"value": text} if whole and "value" in shape else text]
    listed = shape in ("[{}]", "\n  - {}")
    assert found[0].source.pointer == "/" + key.replace(".", "/") + "/0" * listed
    shown = "{value" if whole and "value" in shape else "'" + text if shape == "'{}'" else text
    assert at(file, found[0], len(shown)) == shown
    assert found[0].subject == id_


#: Which keys say what, written down a second time on purpose; ``<`` where the page is the object.
DIALECT = """\
<evolved-from: evolution.to evolved_into evolution.future
<includes: part_of
<replaces: replaced_by superseded_by modern_alternatives deprecation.alternatives
>alternative-to: alternatives alternative_to
>conflicts-with: conflicts_with conflicts incompatible_with
>described-in: sources references
>enables: enables
>evolved-from: evolution.from evolved_from
>includes: includes
>member-of: family families
>pairs-with: pairs_with works_well_with often_used_with combines_with
>provides: provides capabilities
>replaces: replaces supersedes
>requires: requires prerequisites nav.prerequisites
>see-also: related_patterns nav.related see_also related
>specializes: specializes specialises variant_of
>subject-to: related_laws
>uses: uses patterns_used
alias: aliases alias also_known_as other_names acronym
deprecation-reason: deprecation_reason deprecation.reasons
example: modern_examples implementations examples
former-name: former_names formerly
introduced: introduced year_introduced
migration-guide: migration_guide deprecation.migration_guide
peak: peak_usage peak
retired-on: retired_on retired_since deprecated_since discontinued
status: pattern_status current_status deprecation.status status
summary: summary description tagline
tier-rationale: excellence_rationale rationale tier_rationale
tier: excellence_tier tier ring
title: title name
"""


@pytest.mark.parametrize("line", DIALECT.splitlines())
def test_what_the_keys_say(line: str):
    """Each key says what the dialect means by it, from the right end."""
    says, _, keys = line.partition(":")
    for key in keys.split():
        _, claims, _ = read_page(page(nested(key, "legacy")))
        found = [one for one in claims if one.predicate == says.strip("<>")]
        assert len(found) == 1, key
        if says[0] in "<>":
            assert (found[0].subject, found[0].object)[says[0] == ">"] == "legacy", key
            assert (found[0].subject, found[0].object)[says[0] == "<"] == "x", key
        else:
            assert (found[0].subject, found[0].value) == ("x", "legacy"), key


@pytest.mark.parametrize("word", sorted(PAGE_STATES))
def test_status_of_a_page(word: str):
    """A word of ``status`` that speaks of the page is no status of the pattern."""
    assert says(f"status: {word.title()}") == [("x", "page-status", None, word.title())]
    assert says(f"pattern_status: {word}") == [("x", "status", None, word)]


@pytest.mark.parametrize(
    ("front", "strengths"),
    [
        ("replaces: a", ["exact"]),
        ("replaces: [a, b]", ["exact", "exact"]),
        ("replaced_by: a", ["exact"]),
        ("replaced_by: [a, b]", ["partial", "partial"]),
        ("superseded-by: [{pattern: a, when: long}]", ["partial"]),
        ("replaced_by: a for flows", ["partial"]),
        ("replaced_by: a (in cells)", ["partial"]),
        ("replaced_by: Consider a", ["consider"]),
        ("replaced_by: maybe a", ["consider"]),
        ("replaced_by: look at a", ["consider"]),
        ("replaced_by: Considerate a", ["exact"]),
        ("replaces: Perhaps a", ["consider"]),
        ("replaces: a when small", ["partial"]),
        ("modern_alternatives: a", ["consider"]),
        ("tier: bronze\nmodern_alternatives: a", ["exact"]),
        ("tier: bronze\nmodern_alternatives: [a, b]", ["partial", "partial"]),
        ("tier: bronze\nmodern_alternatives: [a, Consider b]", ["partial", "consider"]),
        ("tier: bronze\nalternatives: a", ["exact"]),
        ("tier: bronze\nalternatives: [a: when big, b: fine]", ["partial", "partial"]),
        ("replaced_by: {pattern: a, strength: consider}", ["consider"]),
        ("replaced_by: [{pattern: a, strength: exact, when: big}, b]", ["exact", "partial"]),
        ("deprecation: {alternatives: [a]}", ["exact"]),
        ("deprecation: {status: deprecated, alternatives: [a, b]}", ["partial", "partial"]),
    ],
)
def test_strengths(front: str, strengths: list[str]):
    """The strength of a replacement follows from the key, the page's state, company, conditions and wording."""
    _, claims, _ = read_page(page(front))
    found = only(claims, "replaces")
    assert [one.qualifiers["strength"] for one in found] == strengths
    for one in found:
        written = "strength: " in one.source.quote and "strength: " in front and one is found[0]
        assert ("strength-by" not in one.qualifiers) == written


@pytest.mark.parametrize(
    "front",
    [
        "excellence_tier: bronze",
        "excellence-tier: Bronze",
        "tier: bronze",
        "ring: hold",
        "status: legacy",
        "status: Deprecated",
        "pattern_status: educational-only",
        "current_status: legacy-migration",
        "retired_on: 2015",
        "retired_since: 2015",
        "deprecated_since: 2015",
        "discontinued: 2015",
        "deprecation: {reasons: [old]}",
        "deprecation: {date: 2019}",
    ],
)
def test_alternatives_of_a_retired_page(front: str):
    """On the page of something retired, in whatever way it says so, alternatives are successors."""
    _, claims, _ = read_page(page(f"{front}\nalternatives: [saga]"))
    assert [(one.subject, one.object, one.backwards) for one in only(claims, "replaces", "alternative-to")] == [
        ("saga", "x", True)
    ]


@pytest.mark.parametrize(
    "front",
    [
        "excellence_tier: gold",
        "status: complete",
        "status: stub",
        "pattern_status: recommended",
        "retired_on: null",
        "retired_on: none",
        "retired_on: YYYY-MM",
        "deprecation: {}",
        "deprecation:",
        "deprecation: n/a",
        "current_relevance: declining",
        "title: Legacy",
        "tags: [legacy]",
    ],
)
def test_alternatives_of_a_live_page(front: str):
    """On the page of something live alternatives are alternatives, with their condition."""
    _, claims, _ = read_page(page(f"{front}\nalternatives:\n  - pattern: saga\n    when: flows are long"))
    (found,) = only(claims, "replaces", "alternative-to")
    assert (found.subject, found.predicate, found.object, found.backwards) == ("x", "alternative-to", "saga", False)
    assert dict(found.qualifiers) == {"when": "flows are long"}


def test_retired_by_a_user_s_words():
    """Which words mean retired is for the catalogue's vocabulary to say."""
    text = page("status: phased out\nalternatives: saga")
    ours = VOCABULARY.merged(vocabulary(retired=["phased out"]))
    assert [c.predicate for c in read_page(text, vocabulary=ours)[1]][-1] == "replaces"
    assert [c.predicate for c in read_page(text)[1]][-1] == "alternative-to"
    live = VOCABULARY.merged(vocabulary(live=["legacy"]))
    legacy = page("status: legacy\nalternatives: saga")
    assert [c.predicate for c in read_page(legacy, vocabulary=live)[1]][-1] == "alternative-to"


@pytest.mark.parametrize(
    ("item", "name", "qualifiers"),
    [
        ("Saga (for microservices)", "Saga (for microservices)", {"when": "for microservices"}),
        ("Saga [when long]", "Saga [when long]", {"when": "when long"}),
        ("Saga (Temporal, Cadence)", "Saga (Temporal, Cadence)", {}),
        ("Two-Phase Commit (2PC)", "Two-Phase Commit (2PC)", {}),
        ("Saga for long flows", "Saga for long flows", {"when": "for long flows"}),
        ("Saga with retries", "Saga with retries", {}),
        ("Saga - if flows are long", "Saga - if flows are long", {"when": "if flows are long"}),
        ("{saga: when flows are long}", "saga", {"when": "when flows are long"}),
        ("{saga: simpler}", "saga", {"note": "simpler"}),
        ("{saga: }", "saga", {}),
        ("{saga: Where it fits}", "saga", {"when": "Where it fits"}),
        ("{pattern: saga, reason: in microservices}", "saga", {"when": "in microservices"}),
        ("{pattern: saga, reason: simpler}", "saga", {"note": "simpler"}),
        ("{pattern: saga, when: always, reason: for flows}", "saga", {"when": "always", "note": "for flows"}),
        ("{pattern: Saga for flows, when: always}", "Saga for flows", {"when": "always"}),
        ("{name: saga, when_to_use: big}", "saga", {"when": "big"}),
        ("{name: saga, when-to-use: big}", "saga", {"when": "big"}),
        ("{name: saga, Condition: big}", "saga", {"when": "big"}),
        ("{id: saga, since: 2015, until: 2020-01}", "saga", {"since": "2015", "until": "2020-01"}),
        ("{id: saga, group: all-of}", "saga", {"group": "all-of"}),
        ("{id: saga, triggers: [a, b]}", "saga", {"triggers": ["a", "b"]}),
        ("{id: saga, guide: g.md, effort: big}", "saga", {"guide": "g.md", "effort": "big"}),
        ("{id: saga, migration_guide: g.md}", "saga", {"guide": "g.md"}),
        ("{id: saga, source: gray-1978}", "saga", {"ground": "gray-1978"}),
        ("{id: saga, year: 1987, weight: 2}", "saga", {"note": "year: 1987; weight: 2"}),
        ("{id: saga, reason: r, weight: 2}", "saga", {"note": "r; weight: 2"}),
        ("{id: saga, reason: null, weight: ~}", "saga", {}),
        ("{id: saga, title: Saga}", "saga", {"note": "title: Saga"}),
        ("{title: Saga, path: ../saga.md}", "[Saga](../saga.md)", {}),
        ("{title: '[Saga](a.md)', path: b.md}", "[Saga](a.md)", {"note": "path: b.md"}),
        ("'  Saga\n      Pattern '", "Saga Pattern", {}),
    ],
)
def test_conditions_and_remarks(item: str, name: str, qualifiers: dict[str, Any]):
    """What an item says beside its name becomes a qualifier; a condition is found in brackets, remarks and ends."""
    _, claims, problems = read_page(page(f"pairs_with:\n  - {item}"))
    (found,) = only(claims, "pairs-with")
    assert found.object == name
    assert dict(found.qualifiers) == qualifiers
    assert not problems


def test_expected():
    """What a pattern may become is marked as expected, and what it came from is not."""
    _, claims, _ = read_page(page("evolution:\n  from: [a]\n  to: b\n  future: {pattern: c, when: ready}"))
    found = [(c.subject, c.object, dict(c.qualifiers)) for c in only(claims, "evolved-from")]
    assert found == [("x", "a", {}), ("b", "x", {}), ("c", "x", {"expected": True, "when": "ready"})]


def test_dates_with_sources():
    """Two dates with a source each are both kept, each with its own, at its own place."""
    text = page("introduced:\n  - {date: 1978, source: gray-1978}\n  - date: 1981\n    source: bernstein\n    note: n")
    file, claims, problems = read_page(text)
    first, second = only(claims, "introduced")
    assert (first.value, dict(first.qualifiers)) == ("1978", {"ground": "gray-1978"})
    assert (second.value, dict(second.qualifiers)) == ("1981", {"ground": "bernstein", "note": "n"})
    assert [(at(file, one, 4), one.source.line, one.source.pointer) for one in (first, second)] == [
        ("1978", 3, "/introduced/0"),
        ("1981", 4, "/introduced/1"),
    ]
    assert not problems


def test_one_value_twice():
    """A property that holds one value and has two is a finding at the second, and both are kept."""
    _, claims, problems = read_page(page("tier: [gold, bronze]\nstatus: [a, a]"))
    assert [one.value for one in claims[1:]] == ["gold", "bronze", "a", "a"]
    assert [(one.rule, one.source.pointer) for one in problems] == [
        ("wrong-shape", "/tier/1"),
        ("wrong-shape", "/status/1"),
    ]


def test_publications():
    """A publication that a page carries is a record of its own, with its own properties and places."""
    text = page(
        "sources:\n  - key: gray-1978\n    title: Notes\n    year: 1978\n    authors: [Gray, Lorie]\n    in: LNCS 60\n"
        "    role: first description\n    note: chapter 3\n    doi: 10.1/x\n  - plain-key"
    )
    file, claims, problems = read_page(text, "docs/patterns/2pc.md")
    assert [(c.subject, c.predicate, c.object or c.value) for c in claims[1:]] == [
        ("2pc", "described-in", "gray-1978"),
        ("gray-1978", "kind", "publication"),
        ("gray-1978", "title", "Notes"),
        ("gray-1978", "introduced", "1978"),
        ("gray-1978", "author", "Gray"),
        ("gray-1978", "author", "Lorie"),
        ("gray-1978", "venue", "LNCS 60"),
        ("gray-1978", "doi", "10.1/x"),
        ("2pc", "described-in", "plain-key"),
    ]
    assert [c.source.line for c in claims[1:]] == [3, 3, 4, 5, 6, 6, 7, 10, 11]
    assert claims[6].source.pointer == "/sources/0/authors/1"
    assert at(file, claims[6], 5) == "Lorie"
    assert dict(claims[1].qualifiers) == {"note": "first description; chapter 3"}
    assert not problems


@pytest.mark.parametrize(
    "text", ["TODO", "TBD: later", "[Pattern Name]", "{companies}", "...", "a|b|c", "YYYY-MM", "???"]
)
def test_placeholders(text: str):
    """A placeholder names nothing and is reported at its place; as a value it is kept and reported."""
    quoted = json.dumps(text)
    file, claims, problems = read_page(page(f"replaces: [{quoted}, saga]\nsummary: {quoted}\nintroduced: {quoted}"))
    assert [one.object for one in only(claims, "replaces")] == ["saga"]
    assert [one.value for one in only(claims, "summary", "introduced")] == [text, text]
    assert [(one.rule, one.source.line) for one in problems] == [("placeholder", line) for line in (2, 3, 4)]
    assert at(file, problems[0], len(text) + 1) == '"' + text


@pytest.mark.parametrize("text", ["none", "N/A", "na", "'-'", "~", "null", "''", "nil"])
def test_nothing(text: str):
    """A word for nothing says nothing, under a relation as under a property."""
    _, claims, problems = read_page(page(f"replaces: {text}\nsummary: {text}\nintroduced: [{text}]\ntags: [{text}, a]"))
    assert [(one.predicate, one.value) for one in claims[1:]] == [("tags", "a")]
    assert not problems


def test_unknown_keys():
    """A key that no rule knows is kept as a property of its own name, whatever its shape."""
    front = "Reading_Time: 20 min\nweights: [1, b]\nnested: {a: {b: 1}, c: [2]}\ntable:\n  - {a: 1}\n  - {b: 2}\nevolution: text"
    assert says(front) == [
        ("x", "reading-time", None, "20 min"),
        ("x", "weights", None, "1"),
        ("x", "weights", None, "b"),
        ("x", "nested", None, {"a": {"b": 1}, "c": [2]}),
        ("x", "table", None, {"a": 1}),
        ("x", "table", None, {"b": 2}),
        ("x", "evolution", None, "text"),
    ]


def test_known_keys_below_known_folders_only():
    """A key below ``nav`` or ``evolution`` that no rule knows is a property with both names."""
    front = "nav:\n  sequence: 8\n  related: [saga]\nevolution: {why: better}"
    assert says(front) == [
        ("x", "nav-sequence", None, "8"),
        ("x", "see-also", "saga", None),
        ("x", "evolution-why", None, "better"),
    ]


def test_records_are_kept_whole():
    """Examples, pitfalls and trade-offs keep their parts together, each at its own place."""
    front = "modern_examples:\n  - {company: Uber, scale: 1}\n  - Lyft\ntrade_offs: {pros: [a], cons: [b]}"
    _, claims, _ = read_page(page(front))
    assert [(c.predicate, c.value, c.source.line, c.source.pointer) for c in claims[1:]] == [
        ("example", {"company": "Uber", "scale": 1}, 3, "/modern_examples/0"),
        ("example", "Lyft", 4, "/modern_examples/1"),
        ("trade-offs", {"pros": ["a"], "cons": ["b"]}, 5, "/trade_offs"),
    ]


@pytest.mark.parametrize("word", [*KINDS, "Case Study".replace(" ", "_"), "PATTERN"])
def test_types(word: str):
    """A page's type gives its kind and its id, or says that it is about nothing in particular."""
    kind = KINDS[word.lower().replace("_", "-")]
    _, claims, problems = read_page(page(f"type: {word}\ntitle: Some Thing"), "docs/some-thing.md")
    if not kind:
        assert ([c.predicate for c in claims], [p.rule for p in problems]) == ([], ["not-a-page"])
        return
    id_ = "some-thing" if kind == "pattern" else f"{kind}/some-thing"
    assert [(c.subject, c.predicate, c.value) for c in claims] == [(id_, "kind", kind), (id_, "title", "Some Thing")]
    assert (claims[0].source.line, claims[0].source.column, claims[0].source.pointer) == (2, 7, "/type")
    assert [p.rule for p in problems] == ["tree-shape"] * (kind == "decision-tree")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        *((f"docs/{folder}/x.md", kind) for folder, kind in FOLDER_KINDS.items()),
        *((f"docs/{folder}/deep/er/x.md", kind) for folder, kind in FOLDER_KINDS.items()),
        ("docs/patterns/laws/x.md", "law"),
        ("docs/laws/patterns/x.md", "pattern"),
        ("x.md", "pattern"),
        ("laws.md", "pattern"),
    ],
)
def test_folders(path: str, kind: str):
    """A page without a type is of the kind of its nearest known folder."""
    _, claims, _ = read_page(page("tags: a"), path)
    assert claims[0].value == kind


def test_unknown_type():
    """A type that nobody declared is reported where it stands, and the folder decides."""
    file, claims, problems = read_page(page("kind: gadget"), "docs/laws/x.md")
    assert (claims[0].subject, claims[0].value) == ("law/x", "law")
    assert [(p.rule, p.source.pointer, at(file, p, 6)) for p in problems] == [("unknown-word", "/kind", "gadget")]


def test_declared_type():
    """A kind of the user's own is a type like any other."""
    ours = Vocabulary.from_data({"kinds": [{"name": "gadget", "label": "gadget"}]}).merged(VOCABULARY)
    _, claims, problems = read_page(page("type: gadget"), "docs/x.md", ours)
    assert (claims[0].subject, claims[0].value, problems) == ("gadget/x", "gadget", [])


@pytest.mark.parametrize(
    ("front", "path", "id_"),
    [
        ("title: T", "docs/Two_Phase Commit.md", "two-phase-commit"),
        ("title: T", "docs/C++.md", "c-plus-plus"),
        ("id: my-own\ntype: law", "docs/a.md", "my-own"),
        ("slug: my-own", "docs/a.md", "my-own"),
        ("id: ' my  own '", "docs/a.md", "my own"),
        ("id: ' '", "docs/a.md", "a"),
        ("id: null", "docs/a.md", "a"),
        ("id: [b]", "docs/a.md", "a"),
        ("id: 12", "docs/a.md", "12"),
    ],
)
def test_ids(front: str, path: str, id_: str):
    """A page's id is what it says, else what its name says."""
    _, claims, _ = read_page(page(front), path)
    assert {c.subject for c in claims} == {id_}


def test_control_characters_in_names():
    """A control character in an id, a title or a name is replaced and reported where it stands."""
    _, claims, problems = read_page(page('id: "a\\eb"\ntitle: "T\\a"\nreplaced_by: "s\\u202eaga"'))
    assert [(c.subject, c.object or c.value) for c in claims] == [
        ("a\ufffdb", "pattern"),
        ("a\ufffdb", "T\ufffd"),
        ("s\ufffdaga", "a\ufffdb"),
    ]
    assert [(p.rule, p.source.pointer) for p in problems] == [
        ("control-character", "/id"),
        ("control-character", "/title"),
        ("control-character", "/replaced_by"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "README",
        "readme",
        "CHANGELOG",
        "PATTERN_TEMPLATE",
        "pattern-template-v2",
        "_draft",
        "LICENSE",
    ],
)
def test_names_of_no_page(name: str):
    """An index, a template or a report is no page by its name, and says so."""
    _, claims, problems = read_page(page("title: T\nreplaces: [a]"), f"docs/patterns/{name}.md")
    assert not claims
    assert [(p.rule, p.source.line) for p in problems] == [("not-a-page", 1)]


@pytest.mark.parametrize("name", ["indexing", "INDEX2", "CQRS", "2PC", "secondary-index", "readme-driven"])
def test_names_of_pages(name: str):
    """A name that only resembles an index or a report is a page."""
    assert read_page(page("title: T"), f"docs/patterns/{name}.md")[1]


def test_headings_as_titles():
    """A heading gives the title where the front matter has none, or only a placeholder."""
    file, claims, _ = read_page(page("tags: a", "\ntext\n\n# Saga #\n"))
    (title,) = only(claims, "title")
    assert (title.value, title.rule, title.source.line, at(file, title, 4)) == ("Saga", "pages/heading", 7, "Saga")
    assert [c.value for c in only(read_page(page("title: Given", "# Saga\n"))[1], "title")] == ["Given"]
    assert [c.value for c in only(read_page(page("title: TODO", "# Saga\n"))[1], "title")] == ["Saga", "TODO"]


def test_pages_without_front_matter():
    """A page without front matter still gives its title; without a heading it gives nothing."""
    _, claims, problems = read_page("# Saga\n\nText.\n")
    assert [(c.predicate, c.value) for c in claims] == [("kind", "pattern"), ("title", "Saga")]
    assert [p.rule for p in problems] == ["front-matter-missing"]
    _, claims, problems = read_page("Text.\n")
    assert ([c.predicate for c in claims], [p.rule for p in problems]) == ([], ["front-matter-missing"])
    _, claims, problems = read_page("---\n---\n")
    assert [p.rule for p in problems] == ["front-matter-empty"]


def test_broken_page():
    """What stands above an error is kept, and the error is the only finding."""
    _, claims, problems = read_page(page("title: Saga\nreplaces: [2pc]\nsummary: TODO: Add\nreplaced_by: x", "# H\n"))
    assert [(c.predicate, c.object or c.value) for c in claims] == [
        ("kind", "pattern"),
        ("title", "Saga"),
        ("replaces", "2pc"),
    ]
    assert [(p.rule, p.source.line) for p in problems] == [("yaml-syntax", 4)]


@pytest.mark.parametrize(
    ("front", "rule", "pointer"),
    [
        ("introduced: soon", "not-a-date", "/introduced"),
        ("introduced: [1987, soon]", "not-a-date", "/introduced/1"),
        ("introduced: 2024-13", "not-a-date", "/introduced"),
        ("tier: platinum", "unknown-tier", "/tier"),
        ("replaces: {pattern: a, since: soon}", "not-a-date", "/replaces"),
        ("replaces: {pattern: a, until: never}", "not-a-date", "/replaces"),
        ("replaces: {pattern: a, strength: total}", "unknown-word", "/replaces"),
    ],
)
def test_doubtful_values(front: str, rule: str, pointer: str):
    """A value that is no date, tier or strength is reported once and kept."""
    _, claims, problems = read_page(page(front))
    assert [(p.rule, p.source.pointer) for p in problems] == [(rule, pointer)]
    assert len(claims) == (3 if "1987" in front else 2)


def test_unknown_strength_is_partial():
    """A strength that nobody declared is read as partial, which promises least of what was written."""
    _, claims, _ = read_page(page("replaces: {pattern: a, strength: total}"))
    assert claims[-1].qualifiers["strength"] == "partial"


def test_duplicate_keys():
    """A key that stands twice speaks twice."""
    _, claims, problems = read_page(page("replaces: a\nreplaces: b"))
    assert [c.object for c in claims[1:]] == ["a", "b"]
    assert [p.rule for p in problems] == ["duplicate-key"]


def test_relation_by_its_own_name():
    """A relation that the user declared is a key of that name."""
    ours = VOCABULARY.merged(Vocabulary.from_data({"relations": [{"name": "tames", "label": "tames", "inverse": "i"}]}))
    _, claims, _ = read_page(page("tames: [a, {pattern: b, when: always}]"), vocabulary=ours)
    assert [(c.predicate, c.object, dict(c.qualifiers)) for c in claims[1:]] == [
        ("tames", "a", {}),
        ("tames", "b", {"when": "always"}),
    ]


def test_too_many_claims():
    """One page makes at most so many statements; the rest is not read, and that is said once."""
    _, claims, problems = read_page(page(f"tags: [{', '.join('t' * (MOST_CLAIMS + 1))}]\nreplaces: a"))
    assert len(claims) == 1 + MOST_CLAIMS
    assert [p.rule for p in problems] == ["too-many-values"]
    _, claims, problems = read_page(page(f"tags: [{', '.join('t' * MOST_CLAIMS)}]"))
    assert (len(claims), problems) == (1 + MOST_CLAIMS, [])


@pytest.mark.parametrize(
    "key",
    [
        "trade_offs: {{pros: {0}}}",
        "odd: {{a: {0}}}",
        "replaces: [{{pattern: a, triggers: {0}}}]",
        "deprecation: {{name: a, reasons: {0}}}",
    ],
)
def test_too_large_a_value(key: str):
    """A value with more parts than anybody writes ends the page with a finding, and what stands above is kept."""
    many = "[" + ", ".join("a" * 11_000) + "]"
    _, claims, problems = read_page(page("title: T\n" + key.format(many)))
    assert [p.rule for p in problems] == ["too-many-values"]
    assert [c.predicate for c in claims][:1] == ["kind"]
    assert "title" in [c.predicate for c in claims] or key.startswith("deprecation")


def test_takes():
    """Markdown files are pages, others are not."""
    assert [pages.takes(SourceFile(name, "")) for name in ("a.md", "a.markdown", "a.json", "md")] == [
        True,
        True,
        False,
        False,
    ]


SCALARS = st.sampled_from(
    ["saga", "none", "TODO", "2014", "'x y'", "~", '"\\e"', "[a](b.md)", "a for b", "gold", "bronze"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")
        | st.dictionaries(
            st.sampled_from(
                ["pattern", "name", "when", "since", "strength", "path", "date", "value", "status", "odd", "key"]
            ),
            inner,
            max_size=3,
        ).map(lambda items: "{" + ", ".join(f"{key}: {value}" for key, value in items.items()) + "}")
    ),
    max_leaves=6,
)
KEYS = st.sampled_from([path.partition(".")[0] for rule in RULES for path in rule.keys.split()] + ["type", "id", "odd"])


@given(st.lists(st.tuples(KEYS, VALUES), max_size=6))
def test_any_page_is_read(front: list[tuple[str, str]]):
    """Whatever stands under whatever key, the loader does not raise, and every claim has a place inside the file."""
    file, claims, problems = read_page(page("\n".join(f"{key}: {value}" for key, value in front)))
    lines = file.text.split("\n")
    for one in [*claims, *problems]:
        assert 1 <= one.source.line <= len(lines)
        assert 1 <= one.source.column <= len(lines[one.source.line - 1]) + 1
        assert one.source.quote == lines[one.source.line - 1].strip()
    for claim in claims:
        assert claim.predicate
        assert (claim.object is None) == (claim.predicate not in VOCABULARY.relations)
        json.dumps([claim.value, dict(claim.qualifiers)])
