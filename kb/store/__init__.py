"""Stores: they keep claims and the graph settled from them, and answer what a question may ask (``queries.graph``)."""
