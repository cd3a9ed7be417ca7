"""Writes Turtle and TriG: one subject after another, as they come, each with its properties on lines of their own.

The text is a stream, however large the graph. Terms are plain tuples, so that nothing has to be installed to write them.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ontology.rdf import PREFIXES, full

#: Local names that need no escape behind a prefix.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9_-]))*\Z")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNSAFE = re.compile(r'[\\"\n\r\t\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]')
_BAD_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\\ud800-\udfff]')


class Iri(NamedTuple):
    """A name in the web's sense, written out."""

    text: str


class Literal(NamedTuple):
    """A value; ``type`` is a name with a prefix, empty for text."""

    text: str
    type: str = ""


Term = Iri | Literal


class Block(NamedTuple):
    """What is said of one subject: (property with a prefix or as an ``Iri``, value), in order."""

    subject: Iri
    said: tuple[tuple[str | Iri, Term], ...]


def known(name: str) -> Iri:
    """The IRI of a name with a prefix."""
    return Iri(full(name))


def head(prefixes: Iterable[str] = PREFIXES) -> str:
    """The lines that declare prefixes."""
    return "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(prefixes)) + "\n"


def block(one: Block, indent: str = "") -> str:
    """One subject with all that is said of it."""
    lines: list[str] = []
    last: str | Iri | None = None
    for name, value in one.said:
        if name == last:
            lines[-1] += f" ,\n{indent}        {term(value)}"
        else:
            verb = "a" if name == "rdf:type" else term(name) if isinstance(name, Iri) else name
            lines.append(f"{verb} {term(value)}")
        last = name
    return f"{indent}{term(one.subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"


def graph(name: Iri, blocks: Iterable[Block]) -> Iterator[str]:
    """A named graph, as TriG writes it."""
    yield f"{term(name)} {{\n"
    for one in blocks:
        yield block(one, "  ")
    yield "}\n\n"


def term(value: Term) -> str:
    """A term as Turtle writes it.

    >>> term(Iri("urn:pattern-genealogy:entry:saga")), term(Literal("1987", "edtf:EDTF")), term(Literal('a "b"'))
    ('e:saga', '"1987"^^edtf:EDTF', '"a \\\\"b\\\\""')
    """
    if isinstance(value, Literal):
        text = '"' + _UNSAFE.sub(_escaped, value.text) + '"'
        return f"{text}^^{value.type}" if value.type else text
    for prefix, start in PREFIXES.items():
        if value.text.startswith(start) and _LOCAL.match(value.text[len(start) :]):
            return f"{prefix}:{value.text[len(start) :]}"
    return (
        "<"
        + _BAD_IRI.sub(lambda match: f"%{ord(match[0]):02X}" if ord(match[0]) < 128 else "%EF%BF%BD", value.text)
        + ">"
    )


def _escaped(match: re.Match[str]) -> str:
    sign = match[0]
    if "\ud800" <= sign <= "\udfff":
        return "\ufffd"
    return _ESCAPES.get(sign) or f"\\u{ord(sign):04X}"
