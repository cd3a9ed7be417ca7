"""Opens the catalogue that answers, wherever it lies: in a file, or on a server."""

from kb.catalogues import BUNDLED, find_catalogue
from kb.store.base import Store
from kb.store.sqlite import SqliteGraph


def open_catalogue(given: str | None) -> tuple[Store, str]:
    """The catalogue to read, and what to call it. Raises ``CatalogueError`` where it cannot be read.

    ``given`` is a file, ``bundled``, an address such as ``bolt://localhost/NAME``, or None for the nearest file.
    """
    if given is not None and "://" in given:
        from kb.store.server.address import is_address  # most catalogues are files

        if is_address(given):
            from kb.store.server.graph import Neo4jGraph

            graph = Neo4jGraph(given)
            return graph, graph.path
    path, label = find_catalogue(given)
    return SqliteGraph(path, "bundled" if label == BUNDLED else ""), label
