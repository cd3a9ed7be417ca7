"""What an open catalogue hands over to other libraries, in Python."""

from typing import TYPE_CHECKING

from kb.picturing import Drawing

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from kb.handing import Frames


class Handing(Drawing):
    """The part of a catalogue that hands it over as a whole; ``kb.Catalogue`` is one."""

    def to_networkx(self, as_of: str | None = None) -> "nx.MultiDiGraph[str]":
        """The whole catalogue as a ``networkx.MultiDiGraph``, with the attributes that node-link JSON has.

        >>> import kb
        >>> with kb.open("bundled") as catalogue:
        ...     graph = catalogue.to_networkx(as_of="2000")
        >>> graph.nodes["saga"]["introduced"], graph.has_edge("saga", "two-phase-commit", "replaces")
        ('1987', False)
        """
        from kb.handing import to_networkx

        return to_networkx(self.graph, self._at(as_of))

    def to_pandas(self, as_of: str | None = None) -> "Frames":
        """The four tables of a catalogue (``nodes``, ``values``, ``edges``, ``claims``) as data frames of pandas.

        >>> import kb
        >>> with kb.open("bundled") as catalogue:
        ...     edges = catalogue.to_pandas().edges
        >>> bool((edges.relation == "replaces").any())
        True
        """
        from kb.handing import to_pandas

        return to_pandas(self.graph, self._at(as_of))

    def to_rdflib(self, as_of: str | None = None, *, claims: bool = False) -> "rdflib.Graph":
        """The graph as an ``rdflib.Graph``; with ``claims`` a ``Dataset``, a named graph of claims for each source.

        >>> import kb, rdflib
        >>> with kb.open("bundled") as catalogue:
        ...     graph = catalogue.to_rdflib()
        >>> saga = rdflib.URIRef("urn:pattern-genealogy:entry:saga")
        >>> str(graph.value(saga, rdflib.SKOS.prefLabel))
        'Saga'
        """
        from kb.handing import to_rdflib

        return to_rdflib(self.graph, self._at(as_of), claims=claims)
