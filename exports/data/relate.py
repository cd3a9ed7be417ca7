"""How two entries are related, as plain data."""

from collections.abc import Iterable

from exports.data.parts import SCHEMA, Data, clocks, edge_data, node_data
from queries.graph import Edge
from queries.relate import Meeting, Related


def relate(answer: Related) -> Data:
    """Every way in which two are related."""

    def edges(some: Iterable[Edge]) -> list[Data]:
        return [edge_data(edge, answer.claims.get(edge.key, ())) for edge in some]

    def meetings(some: Iterable[Meeting]) -> list[Data]:
        return [{"id": one.id, "from-first": edges(one.first), "from-second": edges(one.second)} for one in some]

    return {
        "schema": SCHEMA,
        "ask": "relate",
        "of": [answer.first.id, answer.second.id],
        **clocks(answer.at),
        "first": node_data(answer.first),
        "second": node_data(answer.second),
        "related": answer.related,
        "kin": {
            "name": answer.kin.name,
            "first-is": answer.kin.first,
            "second-is": answer.kin.second,
            "under": list(answer.kin.under),
            "generations": list(answer.kin.generations),
        }
        if answer.kin
        else None,
        "no-kin": answer.no_kin,
        "direct": edges(answer.direct),
        "shared": [
            {"relation": one.relation, "direction": one.direction, "ids": list(one.ids), "edges": edges(one.edges)}
            for one in answer.shared
        ],
        "line": edges(answer.line),
        "nearest-ancestors": meetings(answer.ancestors),
        "nearest-descendants": meetings(answer.descendants),
        "same-names": list(answer.names),
        "connection": edges(answer.connection),
        "titles": {id_: node.title for id_, node in sorted(answer.nodes.items())},
        "cannot-tell": edges(answer.unsure),
        "left-out": edges(answer.left_out),
    }
