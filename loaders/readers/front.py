"""Reads the front matter of a Markdown page, with the page's body and title."""

import re
from collections.abc import Mapping as Options

from loaders.front_matter import FrontMatter, split
from loaders.readers.markdown import title_of
from loaders.readers.options import check_names
from loaders.readers.repeated import gathered
from loaders.readers.toml import read_toml
from loaders.tree import Fault, Mapping, Node, Scalar
from loaders.yaml_reader import read_yaml

#: Front matter that is TOML, or stands in a fence at the very top: a line of pluses, or a fence that names its language.
_OPENING = re.compile(
    r"\s*^(?:(?P<plus>\+\+\+)|(?P<fence>`{3,}|~{3,})[ \t]*(?P<form>toml|ya?ml))[ \t]*\r?\n", re.M | re.I
)


def read_front_matter(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read the front matter of a page; behind its keys stand ``$title`` (the first heading) and ``$body``.

    Without front matter these two are all. Front matter that is not closed, or is no mapping, is a fault. It is YAML
    between lines of three hyphens, TOML between lines of three pluses, or either in a fence at the very top.

    >>> tree, faults = read_front_matter("---\\nring: adopt\\n---\\n# Saga\\n\\nOnce.\\n", {})
    >>> [(key.raw, value.raw) for key, value in tree.entries]
    [('ring', 'adopt'), ('$title', 'Saga'), ('$body', '# Saga\\n\\nOnce.\\n')]
    """
    check_names(options, ())
    found = split(text)
    if found is None and (opening := _OPENING.match(text)):
        return _other(text, opening)
    front, faults = front_matter(text, found)
    add_page(front, text, found.body if found else 0, found.body if found else 0)
    return front, faults


def _other(text: str, opening: re.Match[str]) -> tuple[Node, list[Fault]]:
    """Front matter in TOML, or in a fence."""
    mark = opening["plus"] or opening["fence"]
    closing = re.compile(rf"^{re.escape(mark)}[ \t]*\r?(?:\n|\Z)", re.M).search(text, opening.end())
    end, body = closing.span() if closing else (len(text), len(text))
    found = FrontMatter(opening.start(), opening.end(), end, body, closing is not None)
    if opening["plus"] or str(opening["form"]).lower() == "toml":
        tree, faults = read_toml("\n" * found.start + text[found.start : found.end], {})  # blank before it: places stay
        front = tree if isinstance(tree, Mapping) else Mapping(found.start)
        faults = [*_open(found, mark), *faults]
    else:
        front, faults = front_matter(text, found, mark)
    add_page(front, text, body, body)
    return front, faults


def _open(found: FrontMatter, mark: str) -> list[Fault]:
    if found.closed:
        return []
    message = f"the front matter is not closed by a line of {'three hyphens' if mark == '---' else mark}"
    return [Fault("front-matter-open", message, found.marker)]


def front_matter(text: str, found: FrontMatter | None, mark: str = "---") -> tuple[Mapping, list[Fault]]:
    """The mapping that front matter is, empty where there is none, and what is wrong with it."""
    if found is None:
        return Mapping(0), []
    faults = _open(found, mark)
    tree, more = gathered(*read_yaml(text, found.start, found.end))
    faults += more
    if isinstance(tree, Mapping):
        return tree, faults
    if tree is not None:
        faults.append(Fault("wrong-shape", "the front matter is no mapping", tree.start, "write it as key: value"))
    return Mapping(found.start), faults


def add_page(node: Mapping, text: str, title_from: int, body: int) -> None:
    """Add ``$title``, where there is a heading, and ``$body``, exactly as it stands."""
    title = title_of(text, title_from)
    if title:
        node.entries.append((Scalar("$title", title.start, title.start), title))
    node.entries.append((Scalar("$body", body, body), Scalar(text[body:], body, len(text), plain=False)))
