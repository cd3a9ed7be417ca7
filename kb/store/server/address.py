"""Where a catalogue on a server is: ``bolt://host:7687/NAME?database=neo4j``, and who asks."""

import os
import sys
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from kb.errors import CatalogueError

#: What an address begins with, as Neo4j's drivers know it: directly to one server, or to a cluster; ``+s`` is with TLS.
SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")

#: Where the name and the word that let somebody in are looked for: the variables of Neo4j's own tools.
USER, PASSWORD = "NEO4J_USERNAME", "NEO4J_PASSWORD"


class Address(NamedTuple):
    """A catalogue on a server. ``name`` is empty where none was given: then there must be one alone."""

    uri: str
    """What the driver connects to, without catalogue and database."""
    name: str
    database: str
    """Empty for the server's own choice."""

    def __str__(self) -> str:
        """As a user writes it; it never holds a password."""
        database = f"?database={quote(self.database)}" if self.database else ""
        return f"{self.uri}/{quote(self.name)}{database}"


def is_address(text: str) -> bool:
    """Whether a text names a server and not a file.

    >>> is_address("bolt://localhost"), is_address("neo4j+s://host/pets"), is_address("catalogue.kb")
    (True, True, False)
    """
    return "://" in text and text.split("://", 1)[0].lower() in SCHEMES


def parse(text: str) -> Address:
    """Read an address. Raises ``CatalogueError`` where it cannot be one.

    >>> parse("bolt://localhost/pets?database=lab")
    Address(uri='bolt://localhost', name='pets', database='lab')
    """
    try:
        parts = urlsplit(text)
        if parts.username is not None or parts.password is not None:
            raise CatalogueError(
                f"a password in an address ends up in lists and logs; leave it out and set {USER} and {PASSWORD}"
            )
        host, port = parts.hostname, parts.port
    except ValueError:
        # What stands there may be a password with a slash in it, so that it is not said again.
        raise CatalogueError(
            "this is no address: what follows the host is no port, or the host no host; write it as bolt://HOST:7687/NAME"
        ) from None
    if not host:
        raise CatalogueError(f"'{text}' names no host; write it as bolt://localhost:7687/NAME")
    asked = parse_qs(parts.query, keep_blank_values=True)
    if unknown := sorted(asked.keys() - {"database"}):
        raise CatalogueError(f"an address takes ?database=NAME, not '{unknown[0]}'")
    shown = f"[{host}]" if ":" in host else host
    uri = f"{parts.scheme.lower()}://{shown}{f':{port}' if port else ''}"
    return Address(uri, unquote(parts.path.strip("/")), asked.get("database", [""])[0])


def credentials() -> tuple[str, str]:
    """Who asks: from the environment, else from a prompt on a terminal. Raises ``CatalogueError`` where neither is there."""
    user, password = os.environ.get(USER) or "neo4j", os.environ.get(PASSWORD)
    if password is not None:
        return user, password
    if not sys.stdin.isatty():
        raise CatalogueError(f"the server asks for a password; set {PASSWORD} (and {USER}, if it is not neo4j)")
    import getpass  # only where somebody is there to be asked

    try:
        return user, getpass.getpass(f"password of {user}: ")
    except EOFError as error:
        raise CatalogueError("no password was given") from error
