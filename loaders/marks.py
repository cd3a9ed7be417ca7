"""The mark with which a file of our own says what it is and in which version of its form: ``kb-health: 1``."""

from loaders.tree import Mapping, Node, Scalar


def other_version(tree: Mapping, mark: str, version: str, what: str = "the file") -> tuple[Node, str] | None:
    """What is wrong with the version that a file says, and where; nothing where it is the one that is read."""
    said = tree.get(mark)
    if isinstance(said, Scalar) and said.raw == version:
        return None
    says = f"'{said.raw}'" if isinstance(said, Scalar) else "no version"
    return said or tree, f"{what} says {says}; this program reads '{mark}: {version}'"
