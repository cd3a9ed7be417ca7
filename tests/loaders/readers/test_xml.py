"""XML with places; no entity is expanded and nothing is fetched."""

import time
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
    """Elements are mappings of attributes, children and text; of one tag several are a list, a lone text is itself."""
    tree, faults = named("xml").read(CATALOGUE, {})
    assert faults == []
    assert pairs(tree) == [
        (
            "c:catalogue",
            [
                ("@xmlns:c", "urn:c"),
                ("@c:lang", "é"),
                (
                    "pattern",
                    [
                        [("@id", "saga"), ("#text", "Saga")],
                        [("@id", "outbox"), ("name", "Out & box"), ("#text", "Out & box of <all>")],
                    ],
                ),
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
        ("", ""),
        ("deep", "deep"),
        ("über  x  <cd>  deep", "über <b/> x<!-- y --> <![CDATA[ <cd> ]]><c> deep"),
    ]
    assert_places(named("xml").read("\ufeff<a>\r\n é\r\n</a>", {})[0], "\ufeff<a>\r\n é\r\n</a>")


LAUGHS = '<!ENTITY l0 "BOOM">' + "".join("<!ENTITY l{} '{}'>".format(n, f"&l{n - 1};" * 10) for n in range(1, 12))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY x "BOOM">',
        '<!ENTITY x "<b>BOOM</b>">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY x PUBLIC "-//X" "https://example.org/BOOM">',
        "<!ENTITY % x \"<!ENTITY y 'BOOM'>\"> %x;",
        '<!ENTITY % x SYSTEM "https://example.org/BOOM.ent"> %x;',
        '<!ENTITY x "&x;">',
        f'{LAUGHS}<!ENTITY x "&l11;&l11;">',
        f'<!ENTITY x "{"BOOM" * 10_000}">',
        '<!ATTLIST a k CDATA "BOOM"><!ENTITY x "BOOM">',
        "<!-- it's a \" ]> --><?p ' ]> ?><!ENTITY x 'BO\"OM ]>'>",
    ],
)
@pytest.mark.parametrize("external", ["", ' SYSTEM "x.dtd"', ' PUBLIC "-//X" "https://example.org/x.dtd"'])
@pytest.mark.parametrize("standalone", ["", '<?xml version="1.0" standalone="yes"?>'])
def test_entities(declaration: str, external: str, standalone: str) -> None:
    """Whatever a document type declares, a reference stays as it is written, and one fault says so."""
    text = (
        f"{standalone}\n<!DOCTYPE a{external} [\n{declaration}\n]>\n<a l='ü&x;&lt;&#66;\t\r\n&y;'>é&x;ä<b>&x;</b></a>"
    )
    found, faults = named("xml").read(text, {})
    assert data(found) == {"a": {"@l": "ü&x;<B  &y;", "b": "&x;", "#text": "é&x;ä&x;"}}
    assert [(fault.rule, fault.offset) for fault in faults] == [("xml-reference", text.rindex("ü&x;") + 1)]
    assert "&x; stands here (and 3 more)" in faults[0].message


def test_entity_bombs_are_linear() -> None:
    """A hundred thousand references to large entities cost no more than their own text."""
    began = time.process_time()
    body = "<b k='&l11;'>&x;&l11;</b>" * 100_000
    bomb = f'<!DOCTYPE a [{LAUGHS}<!ENTITY x "{"BOOM" * 100_000}">]><a>{body}</a>'
    tree, faults = named("xml").read(bomb, {})
    assert [fault.rule for fault in faults] == ["xml-reference"]
    assert sum(len(one.raw) for one in scalars(tree)) < len(bomb)
    assert time.process_time() - began < 8


SUBSET = st.lists(
    st.sampled_from(
        [
            '<!ENTITY x "BOOM">',
            "<!ENTITY % p '<!ENTITY x \"BOOM\">'>",
            '<!ATTLIST a k CDATA "BOOM">',
            *("%p;", "]", "]>", "[", "<", ">", '"', "'", "<!--", "-->", "<?", "?>", "<![CDATA[", "]]>", "<a>", " "),
        ]
    ),
    max_size=8,
).map("".join)


@given(SUBSET, SUBSET)
def test_nothing_declares(subset: str, behind: str) -> None:
    """No mistake in a document type makes the text of an entity or a default value appear."""
    tree, _ = named("xml").read(f"<!DOCTYPE a [{subset}]>{behind}<a l='&x;'>&x;</a>", {})
    assert all("BOOM" not in one.raw for one in scalars(tree) if one.raw.count("<!") == 0)


@pytest.mark.parametrize(
    "piece", ["<!--", "<?", "<!", "-->", '"', "'", '"a"', "]", "[", "%p;", "<!ENTITY x 'y'>", "&x;"]
)
@pytest.mark.parametrize("around", ["{}", "<!DOCTYPE a {}", "<!DOCTYPE a [{}", "<!DOCTYPE a [{}]><a/>"])
def test_document_types_are_linear(piece: str, around: str) -> None:
    """Two megabytes of anything in a document type are read, or refused, within seconds."""
    began = time.process_time()
    named("xml").read(around.format(piece * (2_000_000 // len(piece))), {})
    assert time.process_time() - began < 8


def test_open_document_type() -> None:
    """A document type that is not closed is one fault where it opens, and nothing is read."""
    found, faults = marked("xml", '<!DOCTYPE a ^[<!ENTITY x "BOOM"> <a>&x;</a>')
    assert (found, faults[0].rule) == (None, "xml-syntax")


def test_doctype_without_entities() -> None:
    """A document type that declares no entity is fine, and adds no attribute."""
    text = '<!DOCTYPE a [<!ELEMENT a ANY><!ATTLIST a k CDATA "v" l CDATA "w">]><a l="z">x</a>'
    assert read("xml", text) == ({"a": {"@l": "z", "#text": "x"}}, [])


@pytest.mark.parametrize("before", ["", '<!DOCTYPE a SYSTEM "x.dtd">', '<?xml version="1.0" standalone="yes"?>'])
def test_entities_that_nobody_declares(before: str) -> None:
    """A reference that only an outside file could explain is kept as written, and one fault counts them all."""
    found, faults = marked("xml", f"{before}<a>M^&uuml;ller, K&auml;the</a>")
    assert found == {"a": "M&uuml;ller, K&auml;the"}
    assert (faults[0].rule, len(faults)) == ("xml-reference", 1)


def test_mixed_text() -> None:
    """Text in which elements stand is told whole, as a reader sees it."""
    text = "<p>One <b>x</b> tail,\n H<sub>2</sub>O <![CDATA[& <c>]]><i k='1'/></p>"
    assert read("xml", text) == (
        {"p": {"b": "x", "sub": "2", "i": {"@k": "1"}, "#text": "One x tail,\n H2O & <c>"}},
        [],
    )
    assert read("xml", "<p>\n<b>x</b>\n<b>y</b>\n</p>") == ({"p": {"b": ["x", "y"]}}, [])


def test_text_in_text_in_text() -> None:
    """Long text that every element around it would tell again ends the reading."""
    tree, faults = named("xml").read("<a>t" * 150 + "x" * 1_000_000 + "</a>" * 150, {})
    assert [fault.rule for fault in faults] == ["too-many-values"]
    assert sum(len(one.raw) for one in scalars(tree)) < 20_000_000


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("^", None),
        ("<a><b>1</b><c>2</^d></c></a>", {"a": {"b": "1"}}),
        ("<a><b>1</b>é &^ x</a>", {"a": {"b": "1"}}),
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
    children: dict[str, list[object]] = {}
    for child in node:
        children.setdefault(child.tag, []).append(expected(child))
    found += [(tag, some if len(some) > 1 else some[0]) for tag, some in children.items()]
    if any(text and text.strip() for text in (node.text, *(child.tail for child in node))):
        # Blanks alone, between elements, are one blank.
        text = "".join(one if one.strip() else " " for one in node.itertext() if one).strip()
        found.append(("#text", text))
    if not found:
        return ""
    return found[0][1] if len(found) == 1 and found[0][0] == "#text" else found


@given(TREE)
def test_like_element_tree(tree: ET.Element) -> None:
    """What ElementTree writes has the structure and the text that ElementTree reads."""
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
