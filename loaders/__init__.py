"""Loaders: each turns one form of input into a stream of claims and problems, in reading order.

A new form is a module with a ``LOADER`` and a line in ``LOADERS``; the first loader that takes a file reads it.
"""

from loaders import claims, decisions, evolution, graphml, health, pages, rdf
from loaders.base import Loader
from loaders.dump import Dump

LOADERS: tuple[Loader, ...] = (pages.LOADER, evolution.LOADER, decisions.LOADER, health.LOADER)

#: The same, reading the relations that stand only in the prose of pages as well (``loaders.prose``).
LOADERS_WITH_PROSE: tuple[Loader, ...] = (pages.WITH_PROSE, *LOADERS[1:])

#: Forms of one file that holds what many sources say; the first that takes a file that somebody names reads it.
DUMPS: tuple[Dump, ...] = (claims.DUMP, graphml.DUMP, rdf.DUMP)
