"""What round trips share: a catalogue written as one format, and a catalogue as questions see it."""

from pathlib import Path
from typing import Any

from tests.conftest import Kb
from tests.ledger.written import Catalogue


def written(folder: Path, form: str) -> str:
    """A catalogue in a folder as one format."""
    done = Kb(folder, {"KB_TODAY": "2026-11-23", "XDG_CACHE_HOME": str(folder / "cache")})
    made = done("export", "--kb", "c.kb", "--format", form, "--quiet")
    assert made.code == 0, made.err
    return made.out


def view(one: Catalogue) -> dict[str, list[Any]]:
    """Nodes and edges as questions see them, without who says so."""
    rows = one.settled()
    edges = one.rows(
        "SELECT relation, s.id, o.id, strength, start_first, start_last, ends, end_first, end_last, method,"
        " json_extract(detail, '$.when'), json_extract(detail, '$.group'), json_extract(detail, '$.triggers'),"
        " json_extract(detail, '$.expected') FROM edge JOIN node s ON s.nid = subject JOIN node o ON o.nid = object"
        " ORDER BY 1, 2, 3"
    )
    return {"nodes": rows["node"], "edges": edges}
