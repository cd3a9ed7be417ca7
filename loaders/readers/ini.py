"""Reads INI files: sections of ``key = value`` lines, as ``configparser`` takes them, with places."""

import re
from collections.abc import Mapping as Options

from loaders.readers.faults import MAX_VALUES, Faults
from loaders.readers.options import check_names
from loaders.readers.repeated import gathered
from loaders.tree import Fault, Joined, Mapping, Node, Scalar

_SECTION = re.compile(r"\[(?P<name>[^\]\n]+)\]\s*(?:[#;].*)?")
_ENTRY = re.compile(r"(?P<key>[^=:\s][^=:]*?)[ \t]*[=:][ \t]*(?P<value>.*?)[ \t\r]*")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")


def read_ini(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read sections as mappings; what stands above the first one is the file's own. Lines that begin with ``#`` or ``;``
    are comments, and an indented line goes on with the value above it. Values are texts; quotes around a whole one are
    left out.

    >>> tree, faults = read_ini("[old]\\nnext = new\\n  # no comment: it goes on\\n; a comment\\nno entry\\n", {})
    >>> tree.get("old").get("next").raw, faults[0].offset
    ('new # no comment: it goes on', 56)
    """
    check_names(options, ())
    root = Mapping(0)
    section, values, faults = root, 0, Faults()
    last: Joined | None = None
    joined: list[Joined] = []
    for found in re.finditer(r"[^\n]+", text):
        line, start = found[0].rstrip(), found.start()
        words = line.lstrip()
        if not words:
            last = None
        elif last is not None and line[0] in " \t":
            begin = start + len(line) - len(words)
            last.pieces.append(Scalar(words, begin, begin + len(words), plain=False))
            last.end = begin + len(words)
        elif words[0] in "#;":
            continue
        elif header := _SECTION.fullmatch(words):
            section, last = Mapping(start), None
            name = header["name"].strip()
            at = start + line.index("[") + 1
            root.entries.append((Scalar(name, at, at + len(name), plain=False), section))
        elif entry := _ENTRY.fullmatch(line.strip()):
            at = start + len(line) - len(words)
            begin, end, value = at + entry.start("value"), at + entry.end("value"), entry["value"]
            if _QUOTED.fullmatch(value):
                begin, end, value = begin + 1, end - 1, value[1:-1]
            last = Joined(value, begin, end, False, [Scalar(value, begin, end, plain=False)])
            key = Scalar(entry["key"], at, at + len(entry["key"]), plain=False)
            if section.get(key.raw) is not None:
                faults.add("duplicate-key", f"the key '{key.raw}' stands here a second time", at)
            section.entries.append((key, last))
            joined.append(last)
            values += 1
            if values > MAX_VALUES:
                faults.add_too_many(start)
                break
        else:
            last = None
            faults.add(
                "header-line", f"'{words[:60]}' is neither a section nor key = value", start + len(line) - len(words)
            )
    for one in joined:
        one.raw = " ".join(piece.raw for piece in one.pieces if piece.raw)
    again = len({key.raw for key, _ in root.entries}) < len(root.entries)
    listed = faults.listed()
    tree, _ = gathered(root, [*listed, Fault("duplicate-key", "", 0)] if again else listed)
    return tree, listed
