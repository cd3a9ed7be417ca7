"""OBO: stanzas, quoted values, comments, modifiers and escapes."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.readers import named
from loaders.tree import Mapping
from tests.loaders.readers.conftest import data, marked, pairs, read, scalars

GO = r"""format-version: 1.2
subsetdef: slim "A slim" ! for all

[Term]
id: GO:0000005
name: ribosomal chaperone\: old
def: "It \"assists\" ! and folds." [GOC:jl "J, L", PMID:11150614] {source="X:1"}
comment: No longer used \! see below
synonym: "chaperone" EXACT sys_name [GOC:jl]
synonym: "helper" RELATED []
is_a: GO:0000004 {is_inferred="true"} ! parent
relationship: part_of GO:0000001 ! mitochondrion
name: poly{ethylene}
is_obsolete: true
replaced_by: GO:0042254
consider: GO:0044183
consider: GO:0051082

! a comment

[Typedef]
id: part_of
xref: BFO:0000050 "part ! of"

[Term]
id: GO:0000006
"""


def test_ontology() -> None:
    """A file of terms is read stanza by stanza; the values of a tag that stands several times are a list."""
    tree, faults = named("obo").read(GO, {})
    assert faults == []
    assert isinstance(tree, Mapping)
    assert pairs(tree.get("header")) == [("format-version", "1.2"), ("subsetdef", 'slim "A slim"')]
    assert pairs(tree.get("Typedef")) == [[("id", "part_of"), ("xref", 'BFO:0000050 "part ! of"')]]
    terms = pairs(tree.get("Term"))
    assert isinstance(terms, list)
    assert terms[1] == [("id", "GO:0000006")]
    assert terms[0] == [
        ("id", "GO:0000005"),
        ("name", ["ribosomal chaperone: old", "poly{ethylene}"]),
        (
            "def",
            [
                ("text", 'It "assists" ! and folds.'),
                ("xrefs", ["GOC:jl", "PMID:11150614"]),
                ("modifiers", 'source="X:1"'),
            ],
        ),
        ("comment", "No longer used ! see below"),
        (
            "synonym",
            [
                [("text", "chaperone"), ("scope", "EXACT"), ("type", "sys_name"), ("xrefs", ["GOC:jl"])],
                [("text", "helper"), ("scope", "RELATED"), ("xrefs", [])],
            ],
        ),
        ("is_a", [("text", "GO:0000004"), ("modifiers", 'is_inferred="true"')]),
        ("relationship", "part_of GO:0000001"),
        ("is_obsolete", "true"),
        ("replaced_by", "GO:0042254"),
        ("consider", ["GO:0044183", "GO:0051082"]),
    ]


def test_places() -> None:
    """A value stands at its offsets; one with escapes spans them as written."""
    tree, _ = named("obo").read(GO, {})
    for scalar in scalars(tree):
        written = GO[scalar.start : scalar.end]
        assert written.replace("\\", "") == scalar.raw


def test_lines_that_go_on() -> None:
    """A backslash at the end of a line joins the next one to it."""
    assert read("obo", "[Term]\nname: one \\\n  two\\W\\n\\t.\\\r\nthree\nid: x\n")[0] == {
        "header": {},
        "Term": [{"name": "one   two \n\t.three", "id": "x"}],
    }


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('[Term]\ndef: ^"open [X:1]\nid: a\n', {"def": {"text": "open [X:1]", "xrefs": []}, "id": "a"}),
        ('[Term]\ndef: "x" ^[X:1, X:2\nid: a\n', {"def": {"text": "x", "xrefs": ["X:1"]}, "id": "a"}),
        ("[Term]\n^prose\nid: a\n", {"id": "a"}),
        ("^[Term\nid: a\n", {"id": "a"}),
    ],
)
def test_broken(text: str, kept: object) -> None:
    """A broken line costs one fault at its place, and the rest is read."""
    found, faults = marked("obo", text)
    assert found == {"header": {}, "Term": [kept]}
    assert faults[0].rule == "obo-syntax"


def test_last_backslash() -> None:
    """A file may end with a backslash or with nothing."""
    assert read("obo", "a: b\\")[0] == {"header": {"a": "b\\"}}
    assert read("obo", "") == ({"header": {}}, [])


def escaped(text: str, also: str) -> str:
    """A text as OBO writes it."""
    named_ones = {"\n": "\\n", "\t": "\\t", "\\": "\\\\"}
    return "".join(named_ones.get(one, f"\\{one}" if one in also else one) for one in text)


TEXT = st.text(
    st.characters(codec="ascii", exclude_categories=["Cc"]) | st.sampled_from('é!"{}[],:\\\n\t'), max_size=10
)
ID = st.from_regex(r"[A-Z]{1,3}:[0-9]{1,4}", fullmatch=True)
LINE = st.one_of(
    st.tuples(st.sampled_from(["name", "is_a", "comment"]), TEXT.map(str.strip), st.just(None)),
    st.tuples(
        st.just("synonym"), TEXT, st.tuples(st.sampled_from(["EXACT", "BROAD"]), st.none() | st.just("t"), st.lists(ID))
    ),
)


def written(tag: str, text: str, more: Any) -> str:
    if more is None:
        return f'{tag}: {escaped(text, "!{}[],:" + chr(34))} ! comment "{{x=y}}'
    scope, kind, xrefs = more
    return f'{tag}: "{escaped(text, chr(34))}" {scope} {kind or ""} [{", ".join(xrefs)}] {{a="}}!"}} ! x'


def expected(text: str, more: Any) -> object:
    if more is None:
        return text
    scope, kind, xrefs = more
    named_parts = [("text", text), ("scope", scope), *([("type", kind)] if kind else []), ("xrefs", xrefs)]
    return [*named_parts, ("modifiers", 'a="}!"')]


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(["Term", "Typedef"]), st.lists(LINE))), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read(stanzas: list[tuple[str, list[tuple[str, str, Any]]]], ending: str) -> None:
    """Stanzas of any text, written with escapes, comments and modifiers, are read back."""
    text = "".join(
        f"[{kind}]{ending}" + "".join(written(*line) + ending for line in lines) + ending for kind, lines in stanzas
    )
    tree, faults = named("obo").read(text, {})
    assert faults == []
    assert isinstance(tree, Mapping)
    for kind in ("Term", "Typedef"):
        wanted = []
        for of, lines in stanzas:
            if of == kind:
                values: dict[str, list[object]] = {}
                for tag, words, more in lines:
                    values.setdefault(tag, []).append(expected(words, more))
                wanted.append([(tag, some if len(some) > 1 else some[0]) for tag, some in values.items()])
        assert (pairs(tree.get(kind)) or []) == wanted


@given(st.text(alphabet='[]Ta: "\\!{}=,\n\r', max_size=40))
def test_any_text(text: str) -> None:
    """No text is refused, and every value lies inside it."""
    tree, _ = named("obo").read(text, {})
    assert all(0 <= one.start <= one.end <= len(text) for one in scalars(tree))
    assert data(named("obo").read("", {})[0]) == {"header": {}}
