"""Catalogues written in one line, loaded into a file of the test's own, and looked at from outside."""

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kb.loading import load
from kb.recording import LoadReport
from kb.store.sqlite import SqliteGraph
from loaders import evolution, pages
from loaders.base import SourceFile
from ontology.builtin import VOCABULARY
from ontology.claim import Claim
from ontology.problem import Problem
from ontology.vocabulary import Vocabulary
from queries.graph import Edge

Files = Mapping[str, str | bytes]


def page(front: str = "", body: str = "") -> str:
    """A page with front matter."""
    return f"---\n{front}\n---\n{body}"


def fields(**keys: object) -> str:
    """A page whose front matter has these keys; underscores stay."""
    return page("\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()))


def read_page(
    text: str, path: str = "docs/patterns/x.md", vocabulary: Vocabulary = VOCABULARY
) -> tuple[SourceFile, list[Claim], list[Problem]]:
    """What the loader of pages makes of a text."""
    file = SourceFile(path, text)
    found = list(pages.read(file, vocabulary))
    return file, [one for one in found if isinstance(one, Claim)], [one for one in found if isinstance(one, Problem)]


def read_evolution(text: str, path: str = "data/evolution.json") -> tuple[SourceFile, list[Claim], list[Problem]]:
    """What the loader of evolution JSON makes of a text."""
    file = SourceFile(path, text)
    found = list(evolution.read(file, VOCABULARY))
    return file, [one for one in found if isinstance(one, Claim)], [one for one in found if isinstance(one, Problem)]


def at(file: SourceFile, claim: Claim | Problem, length: int) -> str:
    """What stands in the file where a claim says that it was read."""
    line = file.text.split("\n")[claim.source.line - 1]
    return line[claim.source.column - 1 :][:length]


class Catalogue:
    """Files in a folder, and the catalogue ``c.kb`` beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kb = str(folder / "c.kb")

    def write(self, files: Files) -> "Catalogue":
        """Write files by path."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self

    def load(self, *sources: str, **more: Any) -> LoadReport:
        """Load what is given, or ``docs``."""
        return load([str(self.folder / source) for source in sources or ("docs",)], self.kb, **more)

    def made(self, files: Files, *sources: str) -> "Catalogue":
        """Write and load."""
        self.write(files).load(*sources)
        return self

    @contextmanager
    def open(self) -> Iterator[SqliteGraph]:
        """The catalogue, opened for reading."""
        graph = SqliteGraph(self.kb)
        try:
            yield graph
        finally:
            graph.close()

    def rows(self, sql: str, *values: object) -> list[Any]:
        """What SQLite itself says."""
        connection = sqlite3.connect(self.kb)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def edges(self) -> list[tuple[str, str, str]]:
        """All edges as (subject, relation, object)."""
        return self.rows(
            "SELECT s.id, relation, o.id FROM edge JOIN node s ON s.nid = subject JOIN node o ON o.nid = object"
            " ORDER BY 1, 2, 3"
        )

    def edge(self, subject: str, relation: str, object_: str) -> Edge:
        """One edge; it has to be there."""
        with self.open() as graph:
            (found,) = [
                one
                for one in graph.edges([subject], [relation], "both")
                if {one.subject, one.object} == {subject, object_}
            ]
        return found

    def held(self, id_: str, name: str) -> list[tuple[Any, str, str]]:
        """(value, state, why) of a property."""
        with self.open() as graph:
            return [(one.value, one.state, one.why) for one in graph.properties([id_], [name])]

    def problems(self) -> list[tuple[str, str, int]]:
        """(rule, path, line) of all findings."""
        with self.open() as graph:
            return [(one.rule, one.source.path, one.source.line) for one in graph.problems()]

    def settled(self) -> dict[str, list[Any]]:
        """Every settled row with claims named by what they say, so that two catalogues can be compared."""
        claim = "(SELECT json_array(path, line, col, predicate, subject, object, value, qualifiers) FROM claim"
        claim += " JOIN source ON source.id = source WHERE claim.id = {0})"
        return {
            "node": self.rows("SELECT * FROM node ORDER BY nid"),
            "edge": self.rows("SELECT * FROM edge ORDER BY key"),
            "edge_claim": self.rows(f"SELECT edge, place, {claim.format('claim')} FROM edge_claim ORDER BY 1, 2"),
            "property": self.rows(
                f"SELECT node, name, place, value, word, state, why, {claim.format('claim')} FROM property ORDER BY 1, 2, 3"
            ),
            "name": self.rows("SELECT * FROM name ORDER BY 1, 2, 3"),
            "finding": self.rows("SELECT * FROM finding"),
            "spelling": self.rows("SELECT rowid, name, node FROM spelling ORDER BY rowid"),
            "fulltext": self.rows("SELECT rowid, title, names, body FROM fulltext ORDER BY rowid"),
        }

    def bytes(self) -> bytes:
        """The file as it is; no journal may stand beside it."""
        assert not [name for name in os.listdir(self.folder) if name.startswith("c.kb-")]
        return Path(self.kb).read_bytes()
