"""Tables as Parquet: typed columns, read by pandas, DuckDB, Spark and others. Needs pyarrow."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from exports.growing import Growing
from exports.tables.columns import TABLES, Column, Spoken, Table
from exports.tables.days import EPOCH
from queries.extract import Extract

#: So many rows are one group, which is held in memory.
GROUP = 50_000


class NoPyarrow(Exception):
    """Raised where pyarrow is not installed."""


def files(extract: Extract, spoken: Spoken) -> dict[str, Iterator[bytes]]:
    """All tables by the names of their files. Raises ``NoPyarrow``."""
    try:
        import pyarrow  # noqa: F401  # an extra: say so before anything is written
    except ImportError as error:
        raise NoPyarrow("Parquet needs pyarrow; install it with: pip install 'pattern-genealogy[tables]'") from error
    return {f"{table.name}.parquet": render(table, extract, spoken) for table in TABLES}


def render(table: Table, extract: Extract, spoken: Spoken) -> Iterator[bytes]:
    """One table, a group of rows at a time."""
    import pyarrow as arrow
    from pyarrow import parquet

    schema = arrow.schema([_field(arrow, column) for column in table.columns], {"description": table.about})
    sink = Growing()
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        rows = table.rows(extract, spoken)
        while group := list(islice(rows, GROUP)):
            columns = zip(*group, strict=True)
            arrays = [
                arrow.array(_cells(column, list(values)), schema.field(place).type)
                for place, (column, values) in enumerate(zip(table.columns, columns, strict=True))
            ]
            writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
            yield sink.taken()
    yield sink.taken()


def _field(arrow: Any, column: Column) -> Any:
    types = {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "boolean": arrow.bool_(),
        "day": arrow.date32(),
        "texts": arrow.list_(arrow.string()),
        "json": arrow.string(),
    }
    return arrow.field(column.name, types[column.type], metadata={"description": column.about})


def _cells(column: Column, values: list[Any]) -> list[Any]:
    """Values as Arrow takes them: text without halves of characters, days from 1970, data as JSON."""
    if column.type == "text":
        return [None if one is None else _whole(one) for one in values]
    if column.type == "texts":
        return [[_whole(text) for text in one] for one in values]
    if column.type == "day":
        return [None if one is None else one - EPOCH for one in values]
    if column.type == "json":
        return [None if one is None else _whole(json.dumps(one, ensure_ascii=False)) for one in values]
    return values


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
