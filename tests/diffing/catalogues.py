"""Random catalogues as pages, loaded into files of their own."""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from kb.diffing.diff import Side
from kb.loading import load
from kb.store.sqlite import SqliteGraph
from queries.moment import Moment
from tests.helpers import at

IDS = ("a", "b", "c", "d")
NAMES = (*IDS, "e", "Some Thing")
DATES = ("1990", "199X", "1995-06", "2001", "")
#: Values that are read as they are, and some that are easily spoilt on the way through a file.
TEXTS = ("one", "two: [x", "# three", "'four'", "null", "1.10", "2001", "yes", "fünf → sechs", 'a\\b"c', "TODO")

Pages = dict[str, dict[str, Any]]


def relation(draw: st.DrawFn) -> dict[str, Any]:
    """A relation as front matter has it."""
    said: dict[str, Any] = {"pattern": draw(st.sampled_from(NAMES))}
    for name, values in (
        ("strength", ("exact", "partial", "consider", "")),
        ("since", DATES),
        ("until", ("", "", "2010")),
        ("when", ("", *TEXTS[:4])),
        ("note", ("", *TEXTS[:3])),
        ("group", ("", "", "any-of", "all-of")),
        ("source", ("", "", "gray-1978")),
    ):
        if value := draw(st.sampled_from(values)):
            said[name] = value
    return said


@st.composite
def pages(draw: st.DrawFn) -> Pages:
    """Pages with properties of every sort and relations with every qualifier."""
    found: Pages = {}
    for id_ in draw(st.lists(st.sampled_from(IDS), unique=True, min_size=1)):
        page: dict[str, Any] = {"title": draw(st.sampled_from((id_.upper(), "Title", *TEXTS)))}
        for name, values in (
            ("tier", ("", "gold", "bronze", "own word")),
            ("status", ("", "legacy", "stable")),
            ("introduced", DATES),
            ("summary", ("", *TEXTS)),
            ("category", ("", *TEXTS)),
        ):
            if value := draw(st.sampled_from(values)):
                page[name] = value
        if tags := draw(st.lists(st.sampled_from(TEXTS), max_size=3, unique=True)):
            page["tags"] = tags
        if aliases := draw(st.lists(st.sampled_from(("other name", "x y", "Z")), max_size=2, unique=True)):
            page["aliases"] = aliases
        if draw(st.integers(0, 3)) == 0:
            page["former_names"] = [{"name": "Old " + id_, "since": "1980"}]
        if draw(st.integers(0, 3)) == 0:
            page["modern_examples"] = [{"company": draw(st.sampled_from(TEXTS)), "scale": "large"}]
        if draw(st.integers(0, 5)) == 0:
            page["introduced"] = [{"date": "1970", "source": "x"}, "1971"]
        for key in ("replaces", "replaced_by", "evolved_from", "pairs_with", "requires", "provides", "includes"):
            if draw(st.integers(0, 3)) == 0:
                page[key] = [relation(draw) for _ in range(draw(st.integers(1, 2)))]
        if draw(st.integers(0, 6)) == 0:
            page["same_as"] = draw(st.sampled_from(NAMES))
        found[id_] = page
    return found


def made(folder: Path, files: Pages) -> str:
    """A catalogue of pages; its file."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.rglob("*"):
        if old.is_file():
            old.unlink()
    (folder / "pages").mkdir(exist_ok=True)
    for id_, page in files.items():
        (folder / "pages" / f"{id_}.md").write_text(f"---\n{json.dumps(page, ensure_ascii=False)}\n---\n", "utf-8")
    path = str(folder / "catalogue.kb")
    load([str(folder / "pages")], path)
    return path


def side(path: str, moment: Moment | None = None) -> Side:
    """A catalogue to compare; the caller closes its graph."""
    return Side(SqliteGraph(path), moment or at(), path)
