"""Loading by a mapping: headers of real proposals, and records out of JSON, against only reading the same files."""

import json
import tarfile
from pathlib import Path

from bench.generate import name_of, title_of
from bench.measuring import Measure, in_turn
from bench.pages import CORPORA
from bench.processes import inside
from bench.tables import HEAD, aim, digits, rows, seconds

ROUNDS = 7
ARCHIVE = "peps.tar.gz"
PROPOSALS, RECORDS = 736, 20_000
LIMIT, SPEED = 3.0, 10_000
HEADERS = "`email.parser` over the proposals"
PEPS = "`kb.load` of the proposals, shipped mapping `peps`"
JSON, TITLED_JSON = "`json.loads` of the records", "`json.loads` of the records with titles"
BARE, TITLED = f"`kb.load` of {RECORDS:,} records", f"`kb.load` of {RECORDS:,} records with titles"
MAPPING = """kb-mapping: 1
title: Records
sources: [{files: "*.json", read: json}]
records:
  record:
    id: "{id}"
    kind: technology
    edges: {replaces: replaces, requires: requires}
"""


def measure(folder: Path) -> str:
    """Loads into new catalogues, within fresh processes."""
    about = _proposals(folder)
    _records(folder, "bare", titled=False)
    _records(folder, "titled", titled=True)
    figures = in_turn(
        {
            HEADERS: lambda: inside(["headers", "peps"], folder),
            PEPS: lambda: _anew("peps", folder),
            JSON: lambda: inside(["json", "bare"], folder),
            BARE: lambda: _anew("bare", folder),
            TITLED_JSON: lambda: inside(["json", "titled"], folder),
            TITLED: lambda: _anew("titled", folder),
        },
        ROUNDS,
    )
    peers = ((HEADERS, PEPS), (JSON, BARE), (TITLED_JSON, TITLED))
    lines = [line for peer, mine in peers for line in rows({one: figures[one] for one in (peer, mine)}, peer)]
    taken = figures[BARE].median
    speeds = ", ".join(
        f"{digits(RECORDS / figures[one].median)} {what}" for one, what in ((BARE, "bare"), (TITLED, "with titles"))
    )
    return "\n\n".join(
        [
            f"Measured on {about}, and on generated records. {ROUNDS} runs each, imports done, into a new catalogue.",
            "\n".join([HEAD, *lines]),
            f"Records a second, by the median: {speeds}.",
            aim(
                f"the proposals load in at most {LIMIT:.0f} s",
                figures[PEPS].median,
                LIMIT,
                seconds(figures[PEPS].median),
            ),
            aim(
                f"{RECORDS:,} JSON records of two edges each load at {SPEED:,} a second or better",
                taken,
                RECORDS / SPEED,
                f"{digits(RECORDS / taken)} a second",
            ),
        ]
    )


def _anew(name: str, folder: Path) -> float:
    for path in folder.glob(f"{name}.kb*"):
        path.unlink()
    return inside(["mapped", name], folder)


def _proposals(folder: Path) -> str:
    """Lay out real proposals, or generated headers above as much text, below ``peps``; in words."""
    archive = CORPORA / ARCHIVE
    if archive.is_file():
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        count = len(list((folder / "peps").rglob("pep-*.rst")))
        return f"{count} real proposals out of `{ARCHIVE}`"
    (folder / "peps").mkdir()
    for number in range(1, PROPOSALS + 1):
        head = f"PEP: {number}\nTitle: {title_of(number)}\nStatus: Final\nType: Process\nCreated: 13-Jun-2000\n"
        text = f"{head}Requires: {number - 1}\n\n" + "It says what is to be done, and why, at length.\n" * 300
        (folder / "peps" / f"pep-{number:04}.rst").write_text(text, encoding="utf-8")
    return f"{PROPOSALS} generated proposals, since `{ARCHIVE}` is not there (`KB_CORPORA` names its folder)"


def _records(folder: Path, name: str, *, titled: bool) -> None:
    """A file of records below ``name``, and its mapping beside it."""
    records = [
        {
            "id": name_of(number),
            **({"title": title_of(number)} if titled else {}),
            "replaces": name_of(number - 1) if number else "none",
            "requires": name_of(number * 7 % RECORDS),
        }
        for number in range(RECORDS)
    ]
    (folder / name).mkdir()
    (folder / name / "records.json").write_text(json.dumps(records, indent=1), encoding="utf-8")
    mapping = MAPPING.replace("    kind:", "    title: title\n    kind:") if titled else MAPPING
    (folder / f"{name}.yaml").write_text(mapping, encoding="utf-8")


MEASURE = Measure("mapping", "loading other catalogues by a mapping", measure)
