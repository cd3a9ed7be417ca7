"""Edges of a mapping: which values make one, between which ends, how strong, and through which second table."""

import json
from datetime import date
from pathlib import Path

import pytest

from ontology.claim import Claim
from queries.moment import moment
from queries.neighbours import neighbours
from tests.ledger.written import Catalogue
from tests.mapping.written import HEAD, claims, mapping, problems

Ends = list[tuple[str, str]]


def ends(found: list[Claim]) -> Ends:
    """Subjects and objects."""
    return [(one.subject, str(one.object)) for one in found]


# ---- which values make an edge ---------------------------------------------------------------------------------------

RELATED = (
    "id: a\nsort: own\nrelations:\n- {type: old, target: b, since: 1999}\n- {type: like, target: c}\n- {target: d}\n"
)


@pytest.mark.parametrize(
    ("where", "objects"),
    [
        ("{type: old}", ["b"]),
        ("{type: [old, like]}", ["b", "c"]),
        ("{type: {not: old}}", ["c", "d"]),
        ("{type: {present: false}}", ["d"]),
        ("{item: {matches: '[bd]'}}", ["b", "d"]),
        ("{type: old, item: {matches: d}}", []),
        ("{sort: own, type: like}", ["c"]),
        ("{sort: other}", []),
    ],
)
def test_where_of_an_edge(where: str, objects: list[str]):
    """A filter on an edge asks what stands beside the value, then in the record, or about the value itself."""
    rule = HEAD + f"records: {{r: {{id: id, edges: {{replaces: {{from: 'relations[*].target', where: {where}}}}}}}}}"
    rule = rule.replace("id: id", "id: '{id}'")
    assert [other for _, other in ends(claims(rule, RELATED, "replaces"))] == objects


def test_qualifiers_beside_the_value():
    """A qualifier is looked for beside the value that it belongs to before it is in the record."""
    rule = HEAD + (
        "records: {r: {id: '{id}', edges: {replaces: {from: 'relations[*].target', since: since, note: type, ground: id}}}}"
    )
    found = claims(rule, RELATED + "type: of the record\nsince: 1900\n", "replaces")
    said = [(one.qualifiers["since"], one.qualifiers["note"], one.qualifiers["ground"]) for one in found]
    assert said == [("1999", "old", "a"), ("1900", "like", "a"), ("1900", "of the record", "a")]


def test_several_share_the_work():
    """Only names that make an edge count when a record that names several successors is replaced by each in part."""
    rule = HEAD + (
        "records: {r: {id: '{id}', edges: {replaced-by: {from: new, where: {item: {not: x}}}}}}\n"
        "references: [{match: nobody, means: none}]"
    )
    for new, strengths in (("[b, x, nobody]", ["exact"]), ("[b, c]", ["partial", "partial"])):
        found = claims(rule, f"id: a\nnew: {new}", "replaces")
        assert [one.qualifiers["strength"] for one in found] == strengths


def test_qualifiers_of_the_same_item():
    """Of a list of mappings each value has the qualifiers and the filters of its own item."""
    rule = HEAD + (
        "records: {r: {id: id, edges: {replaced-by: {from: 'r[*].n', when: 'r[*].w', where: {'r[*].s': yes}}}}}"
    )
    text = "id: a\nr:\n- {n: b, w: for x, s: yes}\n- {n: c, w: for y, s: yes}\n- {n: d, w: for z}\n- {n: e, s: yes}\n"
    found = claims(rule, text + "w: always\n", "replaces")
    assert [(one.subject, one.qualifiers.get("when")) for one in found] == [("b", "for x"), ("c", "for y"), ("e", None)]


# ---- strength --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rule",
    [
        "{id: '{id}', edges: {replaces: {from: old, when: only}}}",
        "{id: '{id}', edges: {replaced-by: {from: new, when: only}}}",
        "{edge: {old: old, new: new, relation: replaces, when: only}}",
    ],
)
def test_a_condition_makes_a_replacement_partial(rule: str):
    """A replacement with a condition is partial, whichever rule finds the condition; without one it is exact."""
    text = f"{HEAD}records: {{r: {rule}}}"
    for only, strength in (("only: in part\n", "partial"), ("", "exact")):
        (found,) = claims(text, f"id: a\nold: b\nnew: c\n{only}", "replaces")
        assert found.qualifiers["strength"] == strength


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{from: new, split: ','}", [("b", "partial", None), ("c", "partial", None), ("d", "partial", None)]),
        ("{from: same, split: ','}", [("b", "exact", None), ("b", "exact", None)]),
        ("{from: same, split: ',', group: all-of}", [("b", "exact", "all-of"), ("b", "exact", "all-of")]),
        (
            "{from: new, split: ',', group: any-of}",
            [("b", "exact", "any-of"), ("c", "exact", "any-of"), ("d", "exact", "any-of")],
        ),
        (
            "{from: two, split: ',', any-of: '|'}",
            [("b", "partial", None), ("c", "partial", "any-of: c | d"), ("d", "partial", "any-of: c | d")],
        ),
        ("{from: one, any-of: ['|']}", [("c", "exact", "any-of: c | d"), ("d", "exact", "any-of: c | d")]),
        ("{from: same, split: ',', pick: first, strength: consider}", [("b", "consider", None)]),
    ],
)
def test_groups(rule: str, said: list[tuple[str, str, str | None]]):
    """Successors share the work unless a group says how they stand together; one that is named twice is one."""
    text = "id: a\nnew: b, c, d\nsame: b, b\ntwo: b, c | d\none: c | d\n"
    found = claims(f"{HEAD}records: {{r: {{id: id, edges: {{replaced-by: {rule}}}}}}}", text, "replaces")
    assert [(one.subject, one.qualifiers["strength"], one.qualifiers.get("group")) for one in found] == said


def test_a_group_that_is_none():
    """A group that the data names and nobody knows is reported, and the edge stands without it."""
    text = HEAD + "records: {r: {id: id, edges: {replaced-by: {from: new, group: how}}}}"
    data = "id: a\nnew: [b, c]\nhow: together\n"
    assert [one.message for one in problems(text, data)] == [
        "the group 'together' is none of any-of, all-of; it was left out"
    ] * 2
    assert [one.qualifiers["strength"] for one in claims(text, data, "replaces")] == ["partial", "partial"]


# ---- records that relate two others ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edge", "expected"),
    [
        ("old: o, new: n, relation: replaces", [("n", "o")]),
        ("old: o, new: n, relation: replaced-by", [("n", "o")]),
        ("subject: n, object: o, relation: replaces", [("n", "o")]),
        ("subject: o, object: n, relation: replaced-by", [("n", "o")]),
        ("subject: o, object: n, relation: {from: how, map: {by: replaced-by}}", [("n", "o")]),
        ("subject: n, object: several, relation: replaces", [("n", "o"), ("n", "p")]),
        ("old: o, new: several, relation: replaces", [("o", "o"), ("p", "o")]),
    ],
)
def test_ends_of_an_edge_record(edge: str, expected: Ends):
    """Ends called old and new say it themselves; called subject and object, a relation may read backwards."""
    text = f"{HEAD}records: {{r: {{edge: {{{edge}}}}}}}"
    assert ends(claims(text, "o: o\nn: n\nseveral: [o, p]\nhow: by\n")) == expected


def test_several_successors_of_an_edge_record():
    """An edge record with several new ends says that each replaces the old one in part."""
    text = f"{HEAD}records: {{r: {{edge: {{old: o, new: n, relation: replaces}}}}}}"
    found = claims(text, "o: o\nn: [a, b]\n")
    assert [one.qualifiers["strength"] for one in found] == ["partial", "partial"]


def test_both_ends_are_looked_up(tmp_path: Path):
    """Either end of an edge record means the first of several ids that is a record, as does an alias."""
    made = Catalogue(tmp_path).write(
        {
            "docs/n.yaml": "nodes: [{id: k/new}, {id: l/old}, {id: l/both}]",
            "docs/e.yaml": "edges: [{from: old, to: new, how: replaces}, {from: both, to: gone, how: same-as}]",
            "docs/a.yaml": "aliases: [{name: other, of: both}]",
            "docs/f.yaml": "edges: [{from: other, to: new, how: requires}]",
        }
    )
    made.load(
        mapping=mapping(
            HEAD
            + """
records:
  node: {at: "nodes[*]", id: "{id}"}
  edge: {at: "edges[*]", edge: {object: from, subject: to, relation: {from: how}}}
  alias: {at: "aliases[*]", id: "{name}", alias-of: of}
references: [{id: ["k/{item}", "l/{item}", "{item}"]}]
"""
        )
    )
    assert made.edges() == [("k/new", "replaces", "l/old"), ("k/new", "requires", "l/both")]
    with made.open() as graph:
        assert [node.id for node in graph.find("k/gone").nodes] == ["l/both"]
        assert not graph.problems()


# ---- through a second table ------------------------------------------------------------------------------------------

TABLE = """
mappings:
  moment: {moduleName: moment, replacements: [luxon, native, lost]}
  left-pad: {moduleName: left-pad, replacements: pad}
replacements:
  luxon: {type: documented, replacementModule: luxon, url: https://moment.github.io/luxon}
  pad: {type: documented, replacementModule: [padder, stringer]}
  native: {type: native, description: use Temporal}
"""
THROUGH = """
records:
  module:
    at: mappings.*
    id: "{moduleName}"
    edges:
      replaced-by:
        from: replacements
        through: {at: replacements.*, value: replacementModule}
        guide: $through.url
"""


def test_through_a_table_of_the_same_file():
    """A key of a second table is followed to what stands there, and its record can be asked for more."""
    found = claims(HEAD + THROUGH, TABLE, "replaces")
    assert ends(found) == [("luxon", "moment"), ("padder", "left-pad"), ("stringer", "left-pad")]
    assert [one.qualifiers.get("guide") for one in found] == ["https://moment.github.io/luxon", None, None]
    assert [one.qualifiers["strength"] for one in found] == ["exact", "partial", "partial"]
    assert [one.source.quote for one in found][:1] == [
        "moment: {moduleName: moment, replacements: [luxon, native, lost]}"
    ]


def test_a_key_that_the_table_lacks():
    """A key that stands in no record of the second table is a finding at its place."""
    (one,) = problems(HEAD + THROUGH, TABLE)
    assert (one.rule, one.source.line) == ("no-such-record", 3)
    assert one.message == "nothing at replacements.* is called 'lost'"


@pytest.mark.parametrize(
    ("where", "objects"), [("{$through.type: native}", []), ("{$through.type: [documented]}", ["luxon"])]
)
def test_where_of_the_second_table(where: str, objects: list[str]):
    """A filter on an edge may ask the record of the second table."""
    text = HEAD + THROUGH.rstrip() + f"\n        where: {where}\n"
    found = claims(text, TABLE, "replaces")
    assert [one.subject for one in found if one.object == "moment"] == objects


def test_a_table_with_keys_of_its_own():
    """The records of a second table may be a list with keys of their own."""
    text = HEAD + (
        "records: {r: {id: '{id}', edges: {replaces: {from: old, through: {at: 'list[*]', key: '{n}', value: name}}}}}"
    )
    assert ends(claims(text, "id: a\nold: [1, 2]\nlist: [{n: 2, name: two}, {n: 1, name: one}]\n", "replaces")) == [
        ("a", "one"),
        ("a", "two"),
    ]


OTHER_FILE = """kb-mapping: 1
title: Modules
sources:
  - {name: modules, files: "modules/*.yaml", read: yaml}
  - {name: table, files: "table/*.yaml", read: yaml}
records:
  module:
    from: modules
    id: "{$stem}"
    edges: {replaced-by: {from: use, through: {from: table, at: "*", value: module}}}
"""


def test_through_a_table_of_another_file(tmp_path: Path):
    """A table in a file of its own is looked into from any file, and every file is read again when it changes."""
    made = Catalogue(tmp_path).write(
        {"docs/modules/a.yaml": "use: k", "docs/modules/b.yaml": "use: l", "docs/table/z.yaml": "k: {module: one}"}
    )
    rule = mapping(OTHER_FILE)
    made.load(mapping=rule)
    assert made.edges() == [("one", "replaces", "a")]
    assert made.problems() == [("no-such-record", "docs/modules/b.yaml", 1)]
    assert not made.load(mapping=rule).changed
    made.write({"docs/table/z.yaml": "k: {module: two}\nl: {module: three}"}).load(mapping=rule)
    assert made.edges() == [("three", "replaces", "b"), ("two", "replaces", "a")]
    assert made.problems() == []


def test_a_second_table_behind_a_second_table():
    """What stands in a second table may itself be looked up in another one."""
    text = HEAD + (
        "records: {r: {id: '{id}', edges: {replaces: {from: old, through: {at: s.*, value:"
        " {from: next, through: {at: t.*, value: name}}}}}}}"
    )
    assert ends(claims(text, "id: a\nold: x\ns: {x: {next: y}}\nt: {y: {name: b}}\n", "replaces")) == [("a", "b")]


def test_an_entry_that_names_itself(tmp_path: Path):
    """A record related to itself, through another name of its own, stands so where that is no circle of lineage."""
    text = """kb-mapping: 1
title: T
sources: [{files: "*.yaml", read: yaml}]
records:
  other: {where: {of: {present: true}}, id: "{$stem}", alias-of: of}
  page: {where: {of: {present: false}}, id: "{$stem}", edges: {see-also: see, replaces: old, includes: part}}
"""
    made = Catalogue(tmp_path).write({"docs/a.yaml": "{see: [b, c], old: b, part: b}", "docs/b.yaml": "of: a"})
    made.write({"docs/c.yaml": "see: c"}).load(mapping=mapping(text))
    assert made.edges() == [("a", "see-also", "a"), ("a", "see-also", "c"), ("c", "see-also", "c")]
    said = [problem for problem in made.problems() if problem[0] == "self-reference"]
    assert [path for _, path, _ in said] == ["docs/a.yaml"] * 3 + ["docs/c.yaml"]
    with made.open() as graph:
        asked = {
            transitive: neighbours(graph, "a", "see-also", "both", moment("2026", date(2026, 1, 1)), transitive)
            for transitive in (False, True)
        }
    assert [asked[one].direct for one in (False, True)] == [("a", "c"), ("a", "c")]
    assert asked[True].all == ("a", "c")


@pytest.mark.parametrize(
    ("qualifier", "held", "said"),
    [
        ("expected: word", {"word": "yes"}, {"expected": True}),
        ("expected: word", {"word": "no"}, {}),
        (
            "expected: word",
            {"word": "perhaps"},
            "'expected' is one of true, yes, false, no, not 'perhaps'; it was left out",
        ),
        ("strength-by: word", {"word": "me"}, "'strength-by' is one of rule, not 'me'; it was left out"),
        ("note: word", {"word": {"text": "x"}}, "a mapping stands where 'note' of an edge should; it was left out"),
        ("since: word", {"word": "soon"}, "'soon' is not a date"),
        ("group: word", {"word": "some"}, "the group 'some' is none of any-of, all-of; it was left out"),
    ],
)
def test_qualifiers_that_are_none(qualifier: str, held: dict[str, object], said: object):
    """A qualifier that means nothing is a finding at the edge, whatever it is, and the edge stands."""
    text = HEAD + f"records: {{r: {{id: '{{$stem}}', edges: {{evolved-from: {{from: q, {qualifier}}}}}}}}}"
    data = json.dumps({"q": "b", **held})
    (edge,) = claims(text, data, "evolved-from")
    found = [one.message for one in problems(text, data)]
    if isinstance(said, dict):
        assert (dict(edge.qualifiers), found) == (said, [])
    else:
        assert found == [said]
        assert edge.qualifiers in ({}, {"since": "soon"})
