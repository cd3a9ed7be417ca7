"""Readers of data for mappings: each turns one form of text into the tree of ``loaders.tree``, with places.

A reader never raises for what stands in a file: it keeps what could be read and says what is wrong. It raises
``ValueError`` for options that it does not know. ``loaders.readers.paths`` finds records in what they return.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from loaders.tree import Fault, Node

#: What reads a text with options.
Read = Callable[[str, Mapping[str, object]], tuple[Node | None, list[Fault]]]


@dataclass(frozen=True, slots=True)
class Reader:
    """One form of text, and the module and function that read it; a load needs few of them, so they are loaded on use.

    >>> tree, faults = named("csv").read("id,name\\n1,Saga\\n", {})
    >>> tree.items[0].get("name").raw
    'Saga'
    """

    name: str
    module: str
    function: str

    @property
    def read(self) -> Read:
        """What reads a text of this form."""
        return cast(Read, getattr(import_module(f"loaders.readers.{self.module}"), self.function))

    @property
    def options(self) -> tuple[str, ...]:
        """The names of what a mapping may choose."""
        return cast(tuple[str, ...], getattr(import_module(f"loaders.readers.{self.module}"), "OPTIONS", ()))


#: All of them; a new form is a module and a line here.
READERS: tuple[Reader, ...] = (
    Reader("yaml", "structured", "read_yaml"),
    Reader("json", "structured", "read_json"),
    Reader("jsonl", "structured", "read_jsonl"),
    Reader("jsonld", "structured", "read_jsonld"),
    Reader("front-matter", "front", "read_front_matter"),
    Reader("headers", "headers", "read_headers"),
    Reader("sections", "sections", "read_sections"),
    Reader("csv", "delimited", "read_csv"),
    Reader("tsv", "delimited", "read_tsv"),
    Reader("obo", "obo", "read_obo"),
    Reader("xml", "elements", "read_xml"),
    Reader("html", "html_tables", "read_html"),
    Reader("toml", "toml", "read_toml"),
    Reader("ini", "ini", "read_ini"),
    Reader("lines", "lines", "read_lines"),
)


def named(name: str) -> Reader:
    """The reader of a form.

    >>> named("cvs")
    Traceback (most recent call last):
    ...
    ValueError: no reader 'cvs'; known are: yaml, json, jsonl, jsonld, front-matter, headers, sections, csv, tsv, obo, xml, html, toml, ini, lines
    """
    for reader in READERS:
        if reader.name == name:
            return reader
    raise ValueError(f"no reader {name!r}; known are: {', '.join(reader.name for reader in READERS)}")
