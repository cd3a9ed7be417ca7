"""The peers that read YAML, and nothing else: no module of ours is imported here, so that none is timed with them."""

from typing import Any

import yaml


class Plain(yaml.CSafeLoader):
    """PyYAML's C loader, every scalar text; that is what ``loaders.yaml_reader`` gives too."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012  # PyYAML reads it from the class


def compose(text: str) -> bool:
    """Make the nodes of one document; whether it could be read."""
    try:
        yaml.compose(text, Loader=Plain)
    except yaml.YAMLError:
        return False
    return True


def load(text: str) -> bool:
    """Make Python objects of one document, as most programs do; whether it could be read."""
    try:
        yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError):  # ValueError: a date such as 2023-14-05
        return False
    return True


def front_of(text: str) -> str:
    """The YAML between the first two lines of hyphens, found as simply as can be; empty for none.

    >>> front_of("---\\ntitle: Saga\\n---\\n# Saga\\n")
    'title: Saga\\n'
    """
    if not text.startswith("---\n"):
        return ""
    end = text.find("\n---", 3)
    return text[4 : end + 1] if end > 0 else ""
