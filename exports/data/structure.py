"""How a catalogue hangs together, as plain data."""

from typing import Any

from exports.data.parts import SCHEMA, Data, clocks
from queries.structure import Components, Structure


def stats(counts: dict[str, Any], answer: Structure) -> Data:
    """Counts over the whole catalogue, and its structure."""
    return {"schema": SCHEMA, "ask": "stats", **clocks(answer.at), **counts, **_structure(answer)}


def _structure(answer: Structure) -> Data:
    return {
        "components": _components(answer.components),
        "lineage-components": _components(answer.lineage),
        "most-referenced": [
            {"id": node.id, "title": node.title, "named-by": times} for node, times in answer.referenced
        ],
        "keystones": [
            {"id": one.node.id, "title": one.node.title, "keeps": list(one.keeps)} for one in answer.keystones
        ],
        "keystones-in-all": answer.keystones_in_all,
        "replacements-by-decade": answer.decades,
        "families": [
            {
                "id": one.node.id,
                "title": one.node.title,
                "members": one.members,
                "retired": one.retired,
                "tiers": one.tiers,
            }
            for one in answer.families
        ],
        "undated": answer.undated,
        "unsure-nodes": answer.unsure_nodes,
        "unsure-edges": answer.unsure_edges,
        "left-out-edges": answer.left_out,
    }


def _components(found: Components) -> Data:
    return {"number": found.number, "largest": found.largest, "nodes": found.nodes}
