"""The mark with which a file of our own says what it is and in which version of its form: ``kb-health: 1``."""

from collections.abc import Generator

from loaders.base import SourceFile
from loaders.tree import Fault, Mapping, Node, Scalar
from loaders.yaml_reader import read_yaml
from ontology.problem import Problem


def marked_tree(file: SourceFile, mark: str, version: str, rule: str) -> Generator[Problem, None, Mapping | None]:
    """Yields what is wrong with the form of a file; returns its tree, or nothing where there is none in this version."""
    tree, faults = read_yaml(file.text)
    for fault in faults:
        yield file.problem(fault)
    if not isinstance(tree, Mapping):
        return None
    if other := other_version(tree, mark, version):
        yield file.problem(Fault(rule, other[1], other[0].start))
        return None
    return tree


def other_version(tree: Mapping, mark: str, version: str, what: str = "the file") -> tuple[Node, str] | None:
    """What is wrong with the version that a file says, and where; nothing where it is the one that is read."""
    said = tree.get(mark)
    if isinstance(said, Scalar) and said.raw == version:
        return None
    says = f"'{said.raw}'" if isinstance(said, Scalar) else "no version"
    return said or tree, f"{what} says {says}; this program reads '{mark}: {version}'"
