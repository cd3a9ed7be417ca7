"""Templates: text with ``{field}`` in it, where a field may be padded, folded or taken apart.

``{PEP:04d}`` pads a number, ``{name|slug}`` makes an id of a name; filters are ``slug``, ``lower``, ``upper``,
``trim``, ``stem`` (the last part of a path without its ending) and ``folder`` (what stands before it). A key with a
colon or a bar in it stands in double quotes: ``{"rdfs:label"}``.
"""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass

from loaders.readers.steps import check
from ontology.names import slug

FILTERS: dict[str, Callable[[str], str]] = {
    "slug": slug,
    "lower": str.lower,
    "upper": str.upper,
    "trim": str.strip,
    "stem": lambda text: posixpath.splitext(posixpath.basename(text.rstrip("/")))[0],
    "folder": lambda text: posixpath.dirname(text.rstrip("/")),
}

_PART = re.compile(
    r"""\{\{|\}\}|\{(?P<field>(?>"(?:[^"\\{}]|\\.)*+"|[^{}:|])++)(?:\|(?P<filters>[^{}:]+))?(?::(?P<format>[^{}]+))?\}|(?P<stray>[{}])"""
)
_NUMBER_FORMAT = re.compile(r"0?\d*d")


@dataclass(frozen=True, slots=True)
class Template:
    """Text and fields in turn. Two are equal when their text is."""

    text: str
    parts: tuple[tuple[str, str, tuple[str, ...], str], ...]
    """(text before, field or empty, filters, number format or empty)."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it needs."""
        return tuple(name for _, name, _, _ in self.parts if name)

    def fill(self, look_up: Callable[[str], str | None]) -> str | None:
        """The text with its fields filled in; None where one of them holds nothing.

        >>> template("pep-{PEP:04d}").fill({"PEP": "8"}.get)
        'pep-0008'
        """
        out = []
        for before, name, filters, number in self.parts:
            out.append(before)
            if not name:
                continue
            value = look_up(name)
            if value is None:
                return None
            for one in filters:
                value = FILTERS[one](value)
            if number:
                digits = value.strip()
                if not digits.isdecimal():
                    return None
                value = format(int(digits), number)
            out.append(value)
        return "".join(out)


def template(text: str) -> Template:
    """Read a template. Raises ``ValueError`` for a stray brace, a path that is none, an unknown filter or format."""
    parts, before, place = [], [], 0
    for found in _PART.finditer(text):
        before.append(text[place : found.start()])
        place = found.end()
        if found["stray"]:
            raise ValueError(f"a single '{found['stray']}' in '{text}'; write it twice to mean itself")
        if found["field"] is None:
            before.append(found[0][0])
            continue
        filters = tuple(part.strip() for part in (found["filters"] or "").split("|") if part.strip())
        for one in filters:
            if one not in FILTERS:
                raise ValueError(f"there is no filter '{one}'; there are {', '.join(FILTERS)}")
        number = found["format"] or ""
        if number and not _NUMBER_FORMAT.fullmatch(number):
            raise ValueError(f"'{number}' is no number format; write it like 04d")
        name = found["field"].strip()
        check(name)
        parts.append(("".join(before), name, filters, number))
        before = []
    parts.append(("".join(before) + text[place:], "", (), ""))
    return Template(text, tuple(parts))
