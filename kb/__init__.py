"""A graph knowledge base with pattern genealogy.

>>> import kb
>>> catalogue = kb.open("bundled")
>>> catalogue.what_replaces("2pc").verdict
'partly-replaced'
"""

import os
import sys
from importlib import import_module

#: In which module each part of the Python interface stands.
_FROM = {
    "Catalogue": "api",
    "open": "api",
    "load": "api",
    "from_networkx": "handing",
    "from_rdflib": "handing",
}
_ROOMS = ("ontology", "loaders", "queries", "exports")


def _check_rooms() -> None:
    """Refuse to run with another project's ``queries`` or ``ontology`` in place of ours: both are common words.

    Looking at the folder costs nothing where all is well; the path is searched only when something is missing.
    """
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for entry in sys.path:
        folder = os.path.abspath(entry or os.getcwd())
        if folder == home:
            return
        for room in _ROOMS:
            intruder = os.path.join(folder, room)
            if os.path.isfile(os.path.join(intruder, "__init__.py")) or os.path.isfile(intruder + ".py"):
                raise ImportError(
                    f"{intruder} stands before kb's own package '{room}' in {home}; "
                    "remove it from the path, or install pattern-genealogy into an environment of its own"
                )


_check_rooms()


def __getattr__(name: str) -> object:
    """``kb.open``, ``kb.load`` and the rest of the Python interface, imported on first use."""
    if name in _FROM:
        return getattr(import_module(f"kb.{_FROM[name]}"), name)
    if name == "__version__":
        from kb.version import VERSION

        return VERSION
    raise AttributeError(f"module 'kb' has no attribute '{name}'")


__all__ = ["Catalogue", "from_networkx", "from_rdflib", "load", "open"]  # given by __getattr__
