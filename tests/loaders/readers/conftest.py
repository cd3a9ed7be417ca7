"""What tests of readers share: trees as plain data, places, and the real catalogues."""

import io
import os
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from loaders.readers import named
from loaders.tree import Fault, Mapping, Node, Scalar, Sequence

CORPORA = Path(os.environ.get("KB_CORPORA", Path(__file__).parents[4] / "shared" / "data"))


def pairs(node: Node | None) -> object:
    """A tree as lists of pairs, so that keys that stand twice are seen."""
    if isinstance(node, Mapping):
        return [(key.raw, pairs(value)) for key, value in node.entries]
    if isinstance(node, Sequence):
        return [pairs(item) for item in node.items]
    return node and node.raw


def data(node: Node | None) -> object:
    """A tree as plain data; no key of it stands twice."""
    if isinstance(node, Mapping):
        found = {key.raw: data(value) for key, value in node.entries}
        assert len(found) == len(node.entries)
        return found
    if isinstance(node, Sequence):
        return [data(item) for item in node.items]
    return node and node.raw


def scalars(node: Node | None) -> Iterator[Scalar]:
    """Every value that is no key."""
    if isinstance(node, Mapping):
        for _, value in node.entries:
            yield from scalars(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    elif node:
        yield node


def read(name: str, text: str, **options: object) -> tuple[object, list[tuple[str, int]]]:
    """What a reader makes of a text, as plain data, and the rule and offset of each fault."""
    tree, faults = named(name).read(text, options)
    return data(tree), [(fault.rule, fault.offset) for fault in faults]


def marked(name: str, text: str, **options: object) -> tuple[object, list[Fault]]:
    """What a reader makes of a text in which ^ marks the one place where it has to find something."""
    tree, faults = named(name).read(text.replace("^", ""), options)
    assert [fault.offset for fault in faults] == [text.index("^")]
    return data(tree), faults


def assert_places(node: Node | None, text: str) -> None:
    """Every value stands in the text as it is."""
    found = list(scalars(node))
    assert found
    assert [text[scalar.start : scalar.end] for scalar in found] == [scalar.raw for scalar in found]


@cache
def _unpacked(name: str) -> dict[str, str]:
    archive = CORPORA / f"{name}.tar.gz"
    if not archive.exists():
        return {}
    with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as tar:
        members = [(member.name, tar.extractfile(member)) for member in tar]
        texts = {path: stream.read() for path, stream in members if stream}
    return {path: text.decode("utf-8-sig") for path, text in texts.items() if not path.endswith((".png", ".jpg"))}


def corpus(name: str, ending: str) -> dict[str, str]:
    """The files of a real catalogue by path; skips where the catalogue is absent."""
    files = {path: text for path, text in sorted(_unpacked(name).items()) if path.endswith(ending)}
    if not files:
        archive = CORPORA / f"{name}.tar.gz"
        pytest.skip(f"The corpora are not here: {archive} is missing; KB_CORPORA names another folder.")
    return files
