"""Tables as CSV (RFC 4180, UTF-8), with a data dictionary, safe to open in a spreadsheet.

A cell that begins like a formula has an apostrophe put before it, and so has one that begins with an apostrophe: whoever
takes one leading apostrophe off every cell that has one has the text as it was (``revived``).
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from exports.tables.columns import TABLES, Column, Spoken, Table
from exports.tables.days import text_of
from queries.extract import Extract

#: What a spreadsheet takes for the beginning of a formula; full-width forms count in some of them.
FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")

#: So many rows are written at a time.
_CHUNK = 500

#: Our types in the words of a Table Schema.
_TYPES = {"text": "string", "day": "string", "texts": "array", "json": "any"}


def files(extract: Extract, spoken: Spoken) -> dict[str, Iterator[bytes]]:
    """All files by name: the tables, and what their columns mean, for people and as a Data Package for programs."""
    made = {f"{table.name}.csv": render(table, extract, spoken) for table in TABLES}
    return {**made, "dictionary.csv": _dictionary(), "datapackage.json": _package()}


def render(table: Table, extract: Extract, spoken: Spoken) -> Iterator[bytes]:
    """One table, some of it at a time."""
    return _written(
        [one.name for one in table.columns], (_row(table.columns, row) for row in table.rows(extract, spoken))
    )


def defused(text: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> defused("=1+1"), defused("'quoted'"), defused("plain")
    ("'=1+1", "''quoted'", 'plain')
    """
    return f"'{text}" if text.startswith(("'", *FORMULA)) else text


def revived(cell: str) -> str:
    """The text of a cell as it was before ``defused``.

    >>> revived("'=1+1"), revived("plain")
    ('=1+1', 'plain')
    """
    return cell.removeprefix("'")


def _row(columns: Iterable[Column], row: Iterable[Any]) -> list[str]:
    return [_cell(column.type, value) for column, value in zip(columns, row, strict=True)]


def _cell(type_: str, value: Any) -> str:
    if value is None:
        return ""
    if type_ == "integer":
        return str(value)
    if type_ == "boolean":
        return "true" if value else "false"
    if type_ == "day":
        return defused(text_of(value))
    if type_ == "texts":
        return json.dumps(value, ensure_ascii=False) if value else ""
    return defused(json.dumps(value, ensure_ascii=False) if type_ == "json" else value)


def _written(head: list[str], rows: Iterable[list[str]]) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    for place, row in enumerate(rows):
        writer.writerow(row)
        if place % _CHUNK == _CHUNK - 1:
            yield buffer.getvalue().encode("utf-8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf-8", "replace")


def _dictionary() -> Iterator[bytes]:
    rows = ([table.name, column.name, column.type, column.about] for table in TABLES for column in table.columns)
    return _written(["table", "column", "type", "meaning"], rows)


def _package() -> Iterator[bytes]:
    """A Tabular Data Package: what data tools read to know types and keys."""
    tables = [
        {
            "name": table.name,
            "description": table.about,
            "path": f"{table.name}.csv",
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": {
                "fields": [
                    {"name": one.name, "type": _TYPES.get(one.type, one.type), "description": one.about}
                    for one in table.columns
                ],
                "missingValues": [""],
                **({"primaryKey": list(table.key)} if table.key else {}),
                **(
                    {
                        "foreignKeys": [
                            {"fields": name, "reference": {"resource": "nodes", "fields": "id"}}
                            for name in table.refers
                        ]
                    }
                    if table.refers
                    else {}
                ),
            },
        }
        for table in TABLES
    ]
    package = {"profile": "tabular-data-package", "name": "catalogue", "resources": tables}
    yield (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()
