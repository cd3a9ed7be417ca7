"""Others' libraries and databases in the contest, run by the peers' Python: ``python -m bench.contest.others NAME FOLDER``.

The folder has ``edges.json``: the lineage as ``[relation, newer, older]``. Each holds the edges and the ids alone.
"""

import json
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.contest.serving import Contestant, own_memory, serve

Edges = list[tuple[str, str, str]]
#: What an answer in names needs no making for.
_IDS: dict[str, Callable[[Any], Iterable[str] | int]] = dict.fromkeys(("point", "closure", "common"), lambda ids: ids)


def main() -> None:
    """Load into what is named, and answer."""
    name, folder = sys.argv[1:]
    module, make = _MADE[name]
    import_module(module)  # what a library takes to import is not what it takes to load
    edges: Edges = [
        (row[0], row[1], row[2]) for row in json.loads((Path(folder) / "edges.json").read_text(encoding="utf-8"))
    ]
    serve(lambda: make(edges, Path(folder)))


def _networkx(edges: Edges, folder: Path) -> Contestant:
    import networkx

    del folder
    lineage: networkx.DiGraph[Any] = networkx.DiGraph((new, old) for _, new, old in edges)
    forward: networkx.DiGraph[Any] = networkx.DiGraph((old, new) for what, new, old in edges if what == "replaces")

    def point(name: str) -> list[str]:
        return [one for one in networkx.descendants(forward, name) if not forward.out_degree(one)]

    def common(one: str, other: str) -> set[str]:
        return ({one} | networkx.descendants(lineage, one)) & ({other} | networkx.descendants(lineage, other))

    return Contestant(
        point=point,
        closure=lambda name: networkx.descendants(lineage, name),
        path=lambda new, old: networkx.shortest_path(lineage, new, old),
        common=common,
        plain={**_IDS, "path": lambda nodes: len(nodes) - 1},
        memory=own_memory,
    )


def _igraph(edges: Edges, folder: Path) -> Contestant:
    import igraph  # type: ignore[import-not-found]  # only the peers have it

    del folder
    lineage = igraph.Graph.TupleList([(new, old) for _, new, old in edges], directed=True)
    forward = igraph.Graph.TupleList([(old, new) for what, new, old in edges if what == "replaces"], directed=True)
    number = {name: place for place, name in enumerate(lineage.vs["name"])}
    first = {name: place for place, name in enumerate(forward.vs["name"])}

    def point(name: str) -> list[str]:
        ends = [one for one in forward.subcomponent(first[name], mode="out") if not forward.outdegree(one)]
        return [str(one) for one in forward.vs[ends]["name"]]

    def closure(name: str) -> list[int]:
        start = number[name]
        return [one for one in lineage.subcomponent(start, mode="out") if one != start]

    def common(one: str, other: str) -> set[int]:
        back = (set(lineage.subcomponent(number[name], mode="out")) for name in (one, other))
        return set.intersection(*back)

    def named(numbers: Iterable[int]) -> list[str]:
        return [str(one) for one in lineage.vs[list(numbers)]["name"]]

    return Contestant(
        point=point,
        closure=lambda name: named(closure(name)),
        path=lambda new, old: named(lineage.get_shortest_path(number[new], number[old])),
        common=lambda one, other: named(common(one, other)),
        plain={**_IDS, "path": lambda nodes: len(nodes) - 1},
        memory=own_memory,
    )


def _kuzu(edges: Edges, folder: Path) -> Contestant:
    import kuzu  # type: ignore[import-not-found]  # only the peers have it

    connection = kuzu.Connection(kuzu.Database(str(folder / "contest.kuzu")))
    connection.execute("CREATE NODE TABLE Entry(id STRING PRIMARY KEY)")
    entries = dict.fromkeys(name for _, new, old in edges for name in (new, old))
    (folder / "entries.csv").write_text("".join(f"{name}\n" for name in entries), encoding="utf-8")
    connection.execute(f"COPY Entry FROM '{folder / 'entries.csv'}'")
    for table, relation in (("replaces", "replaces"), ("evolved", "evolved-from")):
        rows = [f"{new},{old}\n" for what, new, old in edges if what == relation]
        (folder / f"{table}.csv").write_text("".join(rows), encoding="utf-8")
        connection.execute(f"CREATE REL TABLE {table}(FROM Entry TO Entry)")
        connection.execute(f"COPY {table} FROM '{folder / table}.csv'")
    connection.execute(f"CALL var_length_extend_max_depth={len(entries)}")
    hops = f"SHORTEST 1..{len(entries)}"

    def ask(text: str, **names: str) -> list[Any]:
        result, found = connection.execute(text, names), []
        while result.has_next():
            found.append(result.get_next()[0])
        return found

    def closure(name: str) -> list[str]:
        return ask(f"MATCH (a:Entry {{id: $a}})-[:replaces|:evolved* {hops}]->(b:Entry) RETURN b.id", a=name)

    return Contestant(
        point=lambda name: ask(
            f"MATCH (a:Entry {{id: $a}})<-[:replaces* {hops}]-(b:Entry)"
            " WHERE NOT EXISTS { MATCH (b)<-[:replaces]-(:Entry) } RETURN b.id",
            a=name,
        ),
        closure=closure,
        path=lambda new, old: ask(
            f"MATCH (a:Entry {{id: $a}})-[way:replaces|:evolved* {hops}]->(b:Entry {{id: $b}}) RETURN length(way)",
            a=new,
            b=old,
        ),
        common=lambda one, other: {one, *closure(one)} & {other, *closure(other)},
        plain={**_IDS, "path": lambda lengths: int(lengths[0])},
        memory=own_memory,
    )


def _oxigraph(edges: Edges, folder: Path) -> Contestant:
    from pyoxigraph import NamedNode, Quad, Store

    store = Store(str(folder / "contest.oxigraph"))
    about = "urn:entry:"
    store.bulk_extend(
        Quad(NamedNode(about + new), NamedNode(f"urn:{relation}"), NamedNode(about + old))
        for relation, new, old in edges
    )

    def ask(pattern: str) -> list[str]:
        rows: Any = store.query(f"SELECT DISTINCT ?b {{ {pattern} }}")
        return [row[0].value.removeprefix(about) for row in rows]

    def closure(name: str) -> list[str]:
        return ask(f"<{about}{name}> (<urn:replaces>|<urn:evolved-from>)+ ?b")

    return Contestant(
        point=lambda name: ask(f"?b <urn:replaces>+ <{about}{name}> FILTER NOT EXISTS {{ ?c <urn:replaces> ?b }}"),
        closure=closure,
        path=None,
        common=lambda one, other: {one, *closure(one)} & {other, *closure(other)},  # in one pattern it takes minutes
        plain=_IDS,
        memory=own_memory,
    )


#: What each is imported as, and what makes a contestant of it.
_MADE: dict[str, tuple[str, Callable[[Edges, Path], Contestant]]] = {
    "networkx": ("networkx", _networkx),
    "igraph": ("igraph", _igraph),
    "kuzu": ("kuzu", _kuzu),
    "oxigraph": ("pyoxigraph", _oxigraph),
}


if __name__ == "__main__":
    main()
