"""Reads the front matter of a Markdown page, with the page's body and title."""

from collections.abc import Mapping as Options

from loaders.front_matter import FrontMatter, split
from loaders.readers.markdown import title_of
from loaders.readers.options import check_names
from loaders.readers.repeated import gathered
from loaders.tree import Fault, Mapping, Node, Scalar
from loaders.yaml_reader import read_yaml


def read_front_matter(text: str, options: Options[str, object]) -> tuple[Node | None, list[Fault]]:
    """Read the front matter of a page; behind its keys stand ``$title`` (the first heading) and ``$body``.

    Without front matter these two are all. Front matter that is not closed, or is no mapping, is a fault.

    >>> tree, faults = read_front_matter("---\\nring: adopt\\n---\\n# Saga\\n\\nOnce.\\n", {})
    >>> [(key.raw, value.raw) for key, value in tree.entries]
    [('ring', 'adopt'), ('$title', 'Saga'), ('$body', '# Saga\\n\\nOnce.\\n')]
    """
    check_names(options, ())
    found = split(text)
    front, faults = front_matter(text, found)
    add_page(front, text, found.body if found else 0, found.body if found else 0)
    return front, faults


def front_matter(text: str, found: FrontMatter | None) -> tuple[Mapping, list[Fault]]:
    """The mapping that front matter is, empty where there is none, and what is wrong with it."""
    if found is None:
        return Mapping(0), []
    faults = []
    if not found.closed:
        message = "the front matter is not closed by a line of three hyphens"
        faults.append(Fault("front-matter-open", message, found.marker))
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
