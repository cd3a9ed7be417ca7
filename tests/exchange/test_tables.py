"""Tables: CSV and Parquet hold the same rows, no cell is a formula, and what is exported can be read back."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from exports.tables.columns import TABLES
from exports.tables.days import text_of
from exports.tables.delimited import FORMULA, defused, revived
from ontology import dates
from tests.conftest import Kb

PAGES = {
    "pages/old.md": "---\ntitle: =1+1\ntier: bronze\nintroduced: 300 BC\naliases: ['@home', \"'quoted\"]\nscale: -3\n"
    "modern_examples:\n  - company: Acme\nreplaced_by:\n"
    "  - {pattern: new, strength: partial, when: 'a, \"b\"', since: 2001, until: 2010-05}\n---\n",
    "pages/new.md": "---\ntitle: New\nintroduced: 2000~\npairs_with: old\n---\n",
}


def cells(text: str) -> list[dict[str, str]]:
    """The rows of a table, as a program reads them that knows how cells were defused."""
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return [{name: revived(cell) for name, cell in row.items()} for row in rows]


def value(type_: str, cell: str) -> Any:
    """A cell as Parquet has it."""
    if type_ == "texts":
        return json.loads(cell) if cell else []
    if not cell:
        return None
    if type_ == "integer":
        return int(cell)
    return cell == "true" if type_ == "boolean" else cell


def exported(kb: Kb, *argv: str) -> Path:
    """The folder that an export wrote."""
    assert kb("export", *argv, "--output", "tables", "--quiet").code == 0
    return kb.folder / "tables"


def test_csv_and_parquet_say_the_same(kb: Kb):
    """Each cell of CSV, read by its type, is the value in Parquet; a day before Christ as astronomers count."""
    kb.write(PAGES).load()
    folder = exported(kb, "--format", "csv")
    exported(kb, "--format", "parquet")
    for table in TABLES:
        rows = cells((folder / f"{table.name}.csv").read_bytes().decode())
        read = parquet.read_table(folder / f"{table.name}.parquet")
        assert read.schema.names == [column.name for column in table.columns]
        assert len(rows) == read.num_rows > 0
        for column in table.columns:
            typed = read.column(column.name)
            if column.type == "day":
                found = [None if one is None else text_of(one + 719_163) for one in typed.cast("int32").to_pylist()]
            else:
                found = typed.to_pylist()
            assert [value(column.type, row[column.name]) for row in rows] == found, (table.name, column.name)
    (old,) = [row for row in cells((folder / "nodes.csv").read_bytes().decode()) if row["id"] == "old"]
    assert (old["title"], old["introduced"], old["introduced_first"]) == ("=1+1", "-0299", "-0299-01-01")
    assert json.loads(old["names"]) == ["'quoted", "@home"]


def test_no_cell_is_a_formula(kb: Kb):
    """No cell that holds text begins as a formula does, whatever a page says, and a number stays one."""
    kb.write(PAGES).load()
    folder = exported(kb, "--format", "csv")
    for path in folder.glob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_bytes().decode(), newline="")):
            assert not [cell for cell in row if cell.startswith(FORMULA)], path
    assert "'=1+1" in (folder / "nodes.csv").read_text()


@given(st.text() | st.sampled_from(["'", "''=", "'=1", "=", "\t=1"]))
def test_what_is_defused_is_revived(text: str):
    """Every text comes back from its cell, and no cell begins like a formula."""
    assert revived(defused(text)) == text
    assert not defused(text).startswith(FORMULA)


def test_the_form_of_csv(kb: Kb):
    """Rows end as RFC 4180 has it, texts with commas, quotes and line ends are quoted, and the bytes are UTF-8 without a mark."""
    kb.write({"pages/a.md": '---\ntitle: A\nsummary: "one, \\"two\\"\\nthree"\nodd: é\n---\n'}).load()
    data = (exported(kb, "--format", "csv") / "values.csv").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\r") == 1 + 4
    assert b'"one, ""two""\nthree"' in data
    assert "é".encode() in data
    assert not data.startswith(b"\xef\xbb\xbf")


def test_the_dictionary(kb: Kb):
    """The dictionary explains every column, the Data Package knows its type, and keys tell rows apart and lead to nodes."""
    kb.write(PAGES).load()
    folder = exported(kb, "--format", "csv")
    said = [(row["table"], row["column"]) for row in cells((folder / "dictionary.csv").read_text())]
    package = json.loads((folder / "datapackage.json").read_text())
    read = {one["path"]: cells((folder / one["path"]).read_bytes().decode()) for one in package["resources"]}
    assert said == [(path.removesuffix(".csv"), name) for path, rows in read.items() for name in rows[0]]
    ids = {row["id"] for row in read["nodes.csv"]}
    for one in package["resources"]:
        schema, rows = one["schema"], read[one["path"]]
        assert [field["name"] for field in schema["fields"]] == list(rows[0])
        keys = [tuple(row[name] for name in schema.get("primaryKey", list(row))) for row in rows]
        assert len(set(keys)) == len(keys)
        for foreign in schema.get("foreignKeys", ()):
            assert {row[foreign["fields"]] for row in rows} <= ids


def test_a_zip(kb: Kb):
    """A ZIP has the files of the folder, and the same catalogue gives the same bytes."""
    kb.write(PAGES).load()
    folder = exported(kb, "--format", "csv")
    for name in ("a.zip", "b.zip"):
        assert kb("export", "-o", name, "--quiet").code == 0
    assert (kb.folder / "a.zip").read_bytes() == (kb.folder / "b.zip").read_bytes()
    with zipfile.ZipFile(kb.folder / "a.zip") as archive:
        assert archive.testzip() is None
        assert {one: archive.read(one) for one in archive.namelist()} == {
            path.name: path.read_bytes() for path in folder.iterdir()
        }


def test_one_table(kb: Kb):
    """One table alone goes to stdout or into a file; several files want a place."""
    kb.write(PAGES).load()
    whole = (exported(kb, "--format", "csv") / "edges.csv").read_bytes().decode()
    assert kb("export", "--format", "csv", "--table", "edges", "--quiet").out == whole
    assert kb("export", "-o", "e.csv", "--table", "edges", "--quiet").code == 0
    assert (kb.folder / "e.csv").read_bytes().decode() == whole
    for argv, message in (
        (("--format", "csv"), "say into which folder or .zip with --output, or which with --table"),
        (("-o", "x.csv"), "name a folder or a .zip, or say --table"),
        (("-o", "x.parquet"), "name a folder or a .zip, or say --table"),
        (("--format", "json", "--table", "edges"), "json is one file and has no tables"),
    ):
        done = kb("export", *argv)
        assert (done.code, done.out) == (2, "")
        assert message in done.err, done.err


def test_a_moment(kb: Kb):
    """Tables of a moment hold what was there then; what is left out is counted once."""
    kb.write(PAGES).load()
    done = kb("export", "--format", "csv", "--output", "tables", "--as-of", "1990", "--quiet")
    rows = cells((kb.folder / "tables" / "nodes.csv").read_text())
    assert [row["id"] for row in rows] == ["old"]
    assert done.err.splitlines() == [
        "kb: not in it: 1 entry that was not there yet at 1990",
    ]


def test_without_pyarrow(kb: Kb):
    """Where pyarrow is missing, one sentence says how to install it, and nothing is written."""
    kb.write(PAGES | {"hide/pyarrow.py": "raise ImportError('hidden')\n"}).load()
    kb.env["PYTHONPATH"] = str(kb.folder / "hide")
    done = kb.process("export", "--format", "parquet", "--output", "tables", "--quiet")
    assert (done.code, done.out) == (2, "")
    assert done.err == "kb: Parquet needs pyarrow; install it with: pip install 'pattern-genealogy[tables]'\n"
    assert not (kb.folder / "tables").exists()


def test_own_words_are_told(kb: Kb):
    """A catalogue with words of its own is told that tables do not hold them."""
    kb.write({"v.yaml": "scales:\n  traffic: [go, stop]\n", "pages/a.md": "---\ntitle: A\ntier: go\n---\n"})
    kb.load("pages", "--vocabulary", "v.yaml")
    done = kb("export", "-o", "a.zip", "--quiet")
    assert "not in it: the catalogue's own words" in done.err
    assert "own words" not in kb("export", "-o", "a.graphml", "--quiet").err


@pytest.mark.parametrize("year", [-4713, -299, -1, 0, 1, 1582, 2000, 9999])
def test_days_before_christ(year: int):
    """Every first and last day of a year is written with that year."""
    first, last = dates.first_day(year), dates.first_day(year + 1) - 1
    if year < 9999:
        assert [text_of(first)[-6:], text_of(last)[-6:]] == ["-01-01", "-12-31"]
    assert int(text_of(first)[:-6]) == year
