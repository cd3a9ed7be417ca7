"""XML with places; nothing is declared and nothing is fetched."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers import named
from loaders.tree import Mapping
from tests.loaders.readers.conftest import assert_places, data, marked, pairs, read, scalars

CATALOGUE = """\
<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE catalogue SYSTEM "https://example.org/never-fetched.dtd">
<c:catalogue xmlns:c="urn:c" c:lang="é">
  <pattern id = 'saga'>Saga</pattern>
  <pattern id="outbox"><name>Out &amp; box</name> of <![CDATA[<all> ]]></pattern>
  <!-- <pattern/> --><none/>
</c:catalogue>
"""


def test_catalogue() -> None:
    """Elements are mappings of attributes, children and text, as often as they stand; a lone text is itself."""
    tree, faults = named("xml").read(CATALOGUE, {})
    assert faults == []
    assert pairs(tree) == [
        (
            "c:catalogue",
            [
                ("@xmlns:c", "urn:c"),
                ("@c:lang", "é"),
                ("pattern", [("@id", "saga"), ("#text", "Saga")]),
                ("pattern", [("@id", "outbox"), ("name", "Out & box"), ("#text", "of <all>")]),
                ("none", ""),
            ],
        )
    ]


def test_without_namespaces() -> None:
    """Prefixes and their declarations can be left out."""
    text = '<c:a xmlns:c="urn:c" xmlns="urn:d" c:b="1"><c:d>x</c:d></c:a>'
    assert read("xml", text, strip_namespaces=True) == ({"a": {"@b": "1", "d": "x"}}, [])
    tree, _ = named("xml").read(text, {"strip_namespaces": True})
    assert isinstance(tree, Mapping)
    assert [text[key.start : key.end] for key, _ in tree.entries] == ["a"]


def test_places() -> None:
    """Attributes and texts of one piece stand at their offsets, which count characters."""
    text = "<?p?><é ö='ä'>\n  über <b/> x<!-- y --> <![CDATA[ <cd> ]]><c> deep </c></é>"
    tree, faults = named("xml").read(text, {})
    assert faults == []
    found = [(one.raw, text[one.start : one.end]) for one in scalars(tree)]
    assert found == [
        ("ä", "ä"),
        ("über", "über"),
        ("", ""),
        ("x  <cd>", "x<!-- y --> <![CDATA[ <cd>"),
        ("deep", "deep"),
    ]
    assert_places(named("xml").read("\ufeff<a>\r\n é\r\n</a>", {})[0], "\ufeff<a>\r\n é\r\n</a>")


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY x "y">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % x "y">',
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">',
    ],
)
def test_entities(declaration: str) -> None:
    """A declared entity ends the reading at its line, whatever it stands for."""
    text = f"<!DOCTYPE a [\n{declaration}\n]>\n<a>&x;&b;</a>"
    tree, faults = named("xml").read(text, {})
    assert tree is None
    assert [(fault.rule, text.count("\n", 0, fault.offset)) for fault in faults] == [("xml-entity", 1)]


def test_doctype_without_entities() -> None:
    """A document type that declares no entity is fine, and adds no attribute."""
    text = '<!DOCTYPE a [<!ELEMENT a ANY><!ATTLIST a k CDATA "v" l CDATA "w">]><a l="z">x</a>'
    assert read("xml", text) == ({"a": {"@l": "z", "#text": "x"}}, [])


def test_entities_of_elsewhere() -> None:
    """A reference that only an outside file explains is kept as written and reported."""
    found, faults = marked("xml", '<!DOCTYPE a SYSTEM "x.dtd"><a>M^&uuml;ller</a>')
    assert found == {"a": "M&uuml;ller"}
    assert faults[0].rule == "xml-reference"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("^", None),
        ("<a><b>1</b><c>2</^d></c></a>", {"a": {"b": "1"}}),
        ("<a><b>1</b>é &^ x</a>", {"a": {"b": "1"}}),
        ("<a><b>1</b>^&nope;</a>", {"a": {"b": "1"}}),
        ("<a><b>1</b>^", {"a": {"b": "1"}}),
        ("<a/>^<b/>", {"a": ""}),
        ("<a x='1'><b><c>^", {"a": {"@x": "1"}}),
        ('<a><b c="1" ^c="2"/></a>', None),
    ],
)
def test_broken(text: str, kept: object) -> None:
    """Text that is no XML gives one fault at the mistake, and what stands above is kept."""
    found, faults = marked("xml", text)
    assert found == kept
    assert faults[0].rule == "xml-syntax"


def test_depth() -> None:
    """Two hundred elements inside each other are read, and one more is a fault."""
    assert named("xml").read("<a>" * 200 + "</a>" * 200, {})[1] == []
    tree, faults = named("xml").read("<a x='1'>" * 100_000, {})
    assert tree
    assert [(fault.rule, fault.offset) for fault in faults] == [("too-deep", 1800)]


NAME = st.sampled_from(["a", "b", "é", "x-1"])
WORDS = st.text(st.sampled_from("aé😀<>&'\" \n"), max_size=6)


def element(parts: tuple[str, dict[str, str], str, list[tuple[ET.Element, str]]]) -> ET.Element:
    name, attributes, text, children = parts
    made = ET.Element(name, attributes)
    made.text = text
    for child, tail in children:
        child.tail = tail
        made.append(child)
    return made


LEAF = st.tuples(NAME, st.dictionaries(NAME, WORDS, max_size=2), WORDS, st.just([])).map(element)
TREE = st.recursive(
    LEAF,
    lambda inner: st.tuples(
        NAME, st.dictionaries(NAME, WORDS, max_size=2), WORDS, st.lists(st.tuples(inner, WORDS), max_size=3)
    ).map(element),
    max_leaves=8,
)


def expected(node: ET.Element) -> object:
    found: list[tuple[str, object]] = [(f"@{name}", value) for name, value in node.attrib.items()]
    texts = [(None, node.text), *((child, child.tail) for child in node)]
    for child, text in texts:
        if child is not None:
            found.append((child.tag, expected(child)))
        if text and text.strip():
            found.append(("#text", text.strip()))
    if not found:
        return ""
    return found[0][1] if len(found) == 1 and found[0][0] == "#text" else found


@given(TREE)
def test_like_element_tree(tree: ET.Element) -> None:
    """What ElementTree writes has the structure that ElementTree reads."""
    text = ET.tostring(tree, encoding="unicode")
    again = ET.fromstring(text)
    found, faults = named("xml").read(text, {})
    assert faults == []
    assert pairs(found) == [(again.tag, expected(again))]


@given(st.text(alphabet="<>/a &;!-[]é='\"?", max_size=30))
def test_refuses_what_element_tree_refuses(text: str) -> None:
    """Whatever ElementTree refuses has one fault inside the text, and nothing else has."""
    try:
        ET.fromstring(text)
        valid = True
    except ET.ParseError:
        valid = False
    tree, faults = named("xml").read(text, {})
    assert len(faults) == (0 if valid else 1)
    assert all(0 <= fault.offset <= len(text) for fault in faults)
    assert data(tree) is not None or not valid
