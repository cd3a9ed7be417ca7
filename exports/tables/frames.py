"""Tables as data frames of pandas, with a dtype for each type of column."""

from typing import Any

from exports.tables.columns import Column, Spoken, Table
from exports.tables.days import EPOCH
from queries.extract import Extract

#: The dtype of each type of column; what holds lists and other data stays Python's own.
_DTYPES = {"text": "string", "integer": "Int64", "boolean": "boolean", "day": "datetime64[s]"}


def frame(table: Table, extract: Extract, spoken: Spoken) -> Any:
    """One table. Days are days, however far back; what is not known is missing."""
    import pandas as pd

    rows = list(table.rows(extract, spoken))
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(table.columns)
    series = {
        column.name: _series(pd, column, list(values)) for column, values in zip(table.columns, columns, strict=True)
    }
    return pd.DataFrame(series)


def _series(pd: Any, column: Column, values: list[Any]) -> Any:
    if column.type == "day":
        import numpy as np

        days = [np.datetime64("NaT") if one is None else np.datetime64(one - EPOCH, "D") for one in values]
        return pd.Series(np.array(days, dtype="datetime64[s]"))
    return pd.Series(values, dtype=_DTYPES.get(column.type, "object"))
