"""CSV and TSV with places, against the csv module of the standard library."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers import named
from loaders.tree import Sequence
from tests.loaders.readers.conftest import assert_places, data, marked, pairs, read, scalars

CELLS = st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6), min_size=1))


def rows(text: str, **options: object) -> list[list[str]]:
    tree, _ = named("csv").read(text, {"header": False, **options})
    assert isinstance(tree, Sequence)
    return [[scalar.raw for scalar in scalars(item)] for item in tree.items]


def like_csv(text: str, delimiter: str = ",") -> list[list[str]]:
    found = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [row for row in found if row and not (len(row) == 1 and row[0].isspace())]


def test_named_columns() -> None:
    """Rows are mappings by the names in the first row, and nothing is trimmed."""
    text = 'Id,Part2B,Ref_Name\r\naar,, Afar \r\n\r\n"abk",abk,"Abkhazian, or ""Abkhaz"""\r\n'
    assert read("csv", text) == (
        [
            {"Id": "aar", "Part2B": "", "Ref_Name": " Afar "},
            {"Id": "abk", "Part2B": "abk", "Ref_Name": 'Abkhazian, or "Abkhaz"'},
        ],
        [],
    )


def test_places() -> None:
    """A cell stands at its offsets without its quotes; one with doubled quotes spans all that it is made of."""
    text = 'é;"two\nlines";\'x\n;;z\n'
    tree, faults = named("csv").read(text, {"delimiter": ";", "header": False})
    assert faults == []
    assert_places(tree, text)
    doubled = next(scalars(named("csv").read('"a ""b"""', {"header": False})[0]))
    assert (doubled.raw, doubled.start, doubled.end, doubled.plain) == ('a "b"', 0, 9, False)


def test_header_forms() -> None:
    """Columns are named by the first row, by number, or by a list; a column without a name has its number."""
    text = "a\t\tb\n1\t2\t3\n"
    assert read("tsv", text)[0] == [{"a": "1", "1": "2", "b": "3"}]
    assert read("tsv", text, header=False)[0] == [{"0": "a", "1": "", "2": "b"}, {"0": "1", "1": "2", "2": "3"}]
    assert read("tsv", text, header=["x", "y", "z"])[0] == [
        {"x": "a", "y": "", "z": "b"},
        {"x": "1", "y": "2", "z": "3"},
    ]


def test_repeated_column() -> None:
    """The cells of columns of one name are a list in every row, which is reported once."""
    tree, faults = named("csv").read("a,b,a\n1,x,2\n3,y\n", {})
    assert pairs(tree) == [[("a", ["1", "2"]), ("b", "x")], [("a", "3"), ("b", "y")]]
    assert [(fault.rule, fault.offset) for fault in faults] == [("duplicate-key", 4), ("wrong-shape", 12)]
    assert read("csv", "1,2,3\n", header=["a", "2"])[0] == [{"a": "1", "2": ["2", "3"]}]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a,b,c\n^1,2\n", {"a": "1", "b": "2"}),
        ("a,b\n1,2,^3,4\n", {"a": "1", "b": "2", "2": "3", "3": "4"}),
    ],
)
def test_ragged_rows(text: str, row: object) -> None:
    """Of a row with too few columns the others are absent, further ones have numbers, and one fault counts both."""
    found, faults = marked("csv", text)
    assert found == [row]
    assert faults[0].rule == "wrong-shape"
    assert "expected" in faults[0].message
    assert "found" in faults[0].message


def test_ragged_rows_without_names() -> None:
    """Where nothing names columns no row is wrong."""
    assert read("csv", "1,2\n1\n1,2,3\n", header=False)[1] == []


def test_comments() -> None:
    """A comment begins a line, with or without a quote before its mark, and never stands inside a value."""
    text = '# one "quote\n"//!","two"\n1,# no\n"x\n# y",2\n'
    assert rows(text, comment=["#", "//"]) == [["1", "# no"], ["x\n# y", "2"]]
    assert rows("#1,2\n") == [["#1", "2"]]


def test_open_quote() -> None:
    """A quote that is never closed is reported where it opens and costs one line."""
    found, faults = marked("csv", 'a,b\n1,^"open\n2,""\n3,x\n')
    assert found == [{"a": "1", "b": "open"}, {"a": "2", "b": ""}, {"a": "3", "b": "x"}]
    assert faults[0].rule == "csv-quote"


def test_text_behind_a_quote() -> None:
    """Text behind a closing quote is kept and reported."""
    found, faults = marked("csv", 'a,b\n"1"^x,2\n')
    assert found == [{"a": "1x", "b": "2"}]
    assert faults[0].rule == "csv-quote"


def test_without_quotes() -> None:
    """Quotes can be ordinary characters."""
    assert read("tsv", '"a\tb\n', header=False, quote="") == ([{"0": '"a', "1": "b"}], [])


@given(CELLS, st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_like_csv_on_its_own_files(cells: list[list[str]], delimiter: str, ending: str, all_quoted: bool) -> None:
    """What the csv module writes is read as the csv module reads it."""
    file = io.StringIO(newline="")
    csv.writer(
        file, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
    ).writerows(cells)
    text = file.getvalue()
    assert [
        row for row in rows(text, delimiter=delimiter) if row != [""] and not (len(row) == 1 and row[0].isspace())
    ] == [row for row in like_csv(text, delimiter) if row != [""]]


@given(st.text(alphabet='a",\n\r ', max_size=24))
def test_like_csv_on_anything(text: str) -> None:
    """Anything without an open quote is read as the csv module reads it."""
    _, faults = named("csv").read(text, {"header": False})
    if not any("never closed" in fault.message for fault in faults):
        assert [row for row in rows(text) if not "".join(row).isspace()] == [
            row for row in like_csv(text) if not "".join(row).isspace()
        ]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"delimiter": "||"}, "one character"),
        ({"delimiter": "\n"}, "no line end"),
        ({"delimiter": ""}, "one character"),
        ({"quote": ","}, "both"),
        ({"header": "yes"}, "list of names"),
        ({"comment": [""]}, "list of texts"),
        ({"comment": 1}, "list of texts"),
    ],
)
def test_options(options: dict[str, object], says: str) -> None:
    """Options that cannot be used are refused in words."""
    with pytest.raises(ValueError) as error:
        named("csv").read("a\n", options)
    assert says in str(error.value)


def test_empty() -> None:
    """An empty file has no rows."""
    assert [data(named("csv").read(text, {})[0]) for text in ("", "\n\n", "a,b\n")] == [[], [], []]
