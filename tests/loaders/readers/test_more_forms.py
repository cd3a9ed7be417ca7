"""TOML, INI and tables of HTML: the same tree with places as every other form."""

import configparser
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers import named
from loaders.scalars import plain_data
from loaders.tree import Mapping, Node, Scalar, Sequence

TOML = '''# modules
title = "Modules"
version = 1.10
[owner]
"dotted.key".name = 'Tom'
born = 1979-05-27
flags = [true,  # yes
  "]", { a = 1 }]
text = """
two
lines"""
[[module]]
name = "a"
[module.more]
next = "b"
[[module]]
name = "b"
'''


def at(text: str, node: Node | None) -> str:
    """The line that a node stands on, from the node on."""
    assert node is not None
    return text[node.start :].splitlines()[0]


def test_toml():
    """Tables, dotted keys, lists of tables and values over several lines are read, each at its own line."""
    tree, faults = named("toml").read(TOML, {})
    assert faults == []
    wanted = tomllib.loads(TOML, parse_float=str)
    wanted["owner"]["born"] = "1979-05-27"
    assert plain_data(tree) == wanted
    assert isinstance(tree, Mapping)
    modules = tree.get("module")
    assert isinstance(modules, Sequence)
    (_, second) = modules.items
    assert isinstance(second, Mapping)
    assert at(TOML, second.get("name")) == '"b"'
    assert at(TOML, tree.get("version")) == "1.10"


def test_a_mistake_in_toml_costs_its_statement():
    """A statement that is no TOML is one fault at its line, and what stands around it is read."""
    text = "a = 1\nb = plain\n[t\nc = [1,\nd = 2\nd = 3\n"
    tree, faults = named("toml").read(text, {})
    assert plain_data(tree) == {"a": 1, "d": [2, 3]}
    assert [(one.rule, at(text, Scalar("", one.offset, 0))) for one in faults] == [
        ("toml-syntax", "b = plain"),
        ("toml-syntax", "[t"),
        ("toml-syntax", "c = [1,"),
        ("duplicate-key", "d = 3"),
    ]


keys = st.text("abc-_", min_size=1, max_size=4)
texts = st.text("ab \"'#=[]{}\\\n", max_size=8)


@given(
    st.dictionaries(keys, st.dictionaries(keys, st.lists(texts, max_size=3) | texts | st.integers(0, 99), max_size=3))
)
def test_toml_reads_what_the_standard_library_reads(data):
    """Whatever strings and lists hold, tables are read as ``tomllib`` reads them."""

    def written(value: object) -> str:
        if isinstance(value, list):
            return "[\n" + "".join(f"  {written(one)},\n" for one in value) + "]"
        if isinstance(value, str):
            escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            return f'"{escaped}"'
        return str(value)

    text = "".join(
        f"[{name}]\n" + "".join(f"{key} = {written(value)}\n" for key, value in table.items())
        for name, table in data.items()
    )
    tree, faults = named("toml").read(text, {})
    assert (plain_data(tree), faults) == (tomllib.loads(text), [])


INI = "top = 1\n[old]\nnext: new = better\n  (mostly)\n; a comment\nwhen =\n\n[new]\nname = New\n"


def test_ini():
    """Sections and their keys are read as ``configparser`` does, with places, and what stands above a section, too."""
    tree, faults = named("ini").read(INI, {})
    assert faults == []
    assert plain_data(tree) == {
        "top": "1",
        "old": {"next": "new = better (mostly)", "when": ""},
        "new": {"name": "New"},
    }
    peer = configparser.RawConfigParser()
    peer.read_string(INI.partition("\n")[2])
    assert {name: {key: text.replace("\n", " ") for key, text in peer.items(name)} for name in peer.sections()} == {
        name: section for name, section in plain_data(tree).items() if isinstance(section, dict)
    }
    assert isinstance(tree, Mapping)
    old = tree.get("old")
    assert isinstance(old, Mapping)
    assert at(INI, old.get("next")) == "new = better"


def test_a_line_that_is_no_ini():
    """A line that is neither a section nor a key is a fault, and a section that stands twice is two."""
    tree, faults = named("ini").read("[a]\nx\nk = 1\n[a]\nk = 2\n", {})
    assert plain_data(tree) == {"a": [{"k": "1"}, {"k": "2"}]}
    assert [(one.rule, one.offset) for one in faults] == [("header-line", 4)]


HTML = """<title>Old &amp; new</title><script>"<table>"</script>
<table id="moves"><caption>What <i>moved</i></caption>
<thead><tr><th>Old<th>New<th colspan="2">When
<tbody>
<tr><td rowspan=2>Alpha<br>One</td><td><a href="beta.html">Beta</a></td><td>1999</td><td>2000</td></tr>
<tr><td>Gamma<table><tr><td>a<tr><td>b</table></td><td>2001</td></tr>
</table>
"""


def test_html():
    """Rows are named by the first one, spans reach, a cell knows its link, and a table within a table is one of its own."""
    tree, faults = named("html").read(HTML, {})
    assert faults == []
    assert plain_data(tree) == {
        "title": "Old & new",
        "tables": [
            {
                "id": "moves",
                "caption": "What moved",
                "rows": [
                    {"Old": "Alpha One", "New": {"#text": "Beta", "@href": "beta.html"}, "When": "1999"},
                    {"Old": "Alpha One", "New": "Gamma", "When": "2001"},
                ],
            },
            {"rows": [{"a": "b"}]},
        ],
    }
    assert isinstance(tree, Mapping)


PIECES = [
    "<table>",
    "<tr>",
    "<td>",
    "<td rowspan=9>",
    "<td colspan=x>",
    "</table>",
    "<a href=x>",
    "&amp;",
    "<!--",
    "<script>",
]
PIECES += ["[", "]", '"', "=", "\n", "a", "[[", '"""', ";", "#", "{", "}", "'", " "]


@pytest.mark.parametrize("form", ["toml", "ini", "html"])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25))
def test_anything_is_read(form: str, pieces: list[str]):
    """Whatever stands in a file, reading it does not raise, and places lie within the text."""
    text = "".join(pieces)
    _, faults = named(form).read(text, {})
    assert all(0 <= one.offset <= len(text) for one in faults)


def test_values_of_ini_in_quotes():
    """Quotes around a whole value are no part of it; those inside of one are."""
    tree, faults = named("ini").read('[a]\nx = "one, two"\ny = \'z\' \nz = say "no"\n', {})
    assert faults == []
    assert plain_data(tree) == {"a": {"x": "one, two", "y": "z", "z": 'say "no"'}}


@pytest.mark.parametrize(
    "text",
    [
        "+++\nname = 'a'\n[more]\nday = 2018-01-01\n+++\n# Title\n\nText\n",
        "```toml\nname = 'a'\n[more]\nday = 2018-01-01\n```\n\n# Title\n\nText\n",
        "\n~~~ yaml\nname: a\nmore: {day: 2018-01-01}\n~~~\n# Title\n\nText\n",
    ],
)
def test_front_matter_of_other_forms(text: str):
    """Front matter may be TOML between pluses, or stand in a fence that names its language."""
    tree, faults = named("front-matter").read(text, {})
    assert faults == []
    assert isinstance(tree, Mapping)
    data = plain_data(tree)
    assert isinstance(data, dict)
    assert {key: data[key] for key in ("name", "more", "$title")} == {
        "name": "a",
        "more": {"day": "2018-01-01"},
        "$title": "Title",
    }
    assert str(data["$body"]).strip() == "# Title\n\nText"
    assert at(text, tree.get("name")).strip("'") == "a"


def test_front_matter_of_pluses_that_is_not_closed():
    """Front matter without its closing line is read to the end, and reported."""
    tree, faults = named("front-matter").read("+++\nname = 'a'\n", {})
    assert plain_data(tree) == {"name": "a", "$body": ""}
    assert [one.rule for one in faults] == ["front-matter-open"]
