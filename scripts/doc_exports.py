"""Tables in docs/exchange.md: what each format of ``kb export`` holds, and the columns of its tables."""

from doc_markdown import code, grid

from exports.tables.columns import TABLES as EXPORTED
from kb.exporting import FORMATS

#: What a format loses, in a few words; ``kb export`` says it in full when it writes.
LOSES = {
    "jsonl": "what ended, earlier loads, findings about form",
    "json": "values that were not chosen, the claims of entries' values",
    "turtle": "claims, values that were not chosen",
    "trig": "as `jsonl`",
    "jsonld": "as `turtle`",
    "graphml": "as `turtle`",
    "csv": "own words, and what `jsonl` loses",
    "parquet": "as `csv`",
    "cypher": "the index over text",
    "dot": "most properties, claims, the dates of edges",
    "vocabulary": "all entries",
    "shapes": "all entries",
}
TYPES = {"texts": "texts (JSON list)", "json": "JSON", "day": "day (ISO 8601)"}


def exports() -> str:
    """Every format of ``kb export``."""
    rows = (
        [f"`{one.name}`", code(one.endings), one.summary, LOSES[one.name], "yes" if one.loads else ""]
        for one in FORMATS
    )
    return grid("Format|Endings|Holds|Loses|`kb load` reads it", rows)


def columns() -> str:
    """The columns of the tables that CSV, Parquet and pandas have."""
    parts = []
    for one in EXPORTED:
        rows = ([f"`{column.name}`", TYPES.get(column.type, column.type), column.about] for column in one.columns)
        parts.append(f"`{one.name}`: {one.about[:1].lower()}{one.about[1:]}\n\n{grid('Column|Type|Meaning', rows)}")
    return "\n\n".join(parts)
