"""Descent in 20,000 entries: warm beside networkx and igraph, cold beside OAK, and all paths counted at their bound."""

import json
import subprocess
from functools import partial
from pathlib import Path

import networkx

from bench.generate import catalogue, edges, name_of
from bench.measuring import Figure, Measure, Run, clocked, in_turn
from bench.peers import peers
from bench.processes import PYTHON, program, said, whole
from bench.tables import aim, seconds, table
from kb import api

NODES, ROUNDS, COLD_ROUNDS, MOST = 20_000, 9, 5, 20
OLDEST, NEWEST = name_of(0), name_of(NODES - 1)


def measure(folder: Path) -> str:
    """One catalogue, asked in three ways."""
    path, lineage = catalogue("lineage", NODES, folder), edges("lineage", NODES)
    programs, why = peers()
    return "\n\n".join(
        [
            f"**{NODES:,} entries, {len(lineage):,} edges**, each evolved from two of the two hundred before it.",
            _warm(path, lineage, folder, programs),
            _cold(path, lineage, folder, programs, why),
            _paths(path, lineage, folder),
        ]
    )


def _warm(path: str, lineage: list[tuple[str, str]], folder: Path, programs: Path | None) -> str:
    """Through the Python interface, catalogue open and graphs in memory; equal answers first."""
    parts = []
    graph = networkx.DiGraph(lineage)
    slowest = 0.0
    with api.open(path) as opened:
        for which, ask, drawn, start, mode in (
            ("ancestors", opened.ancestors, graph, NEWEST, "out"),
            ("descendants", opened.descendants, graph.reverse(), OLDEST, "in"),
        ):
            theirs = dict(networkx.single_source_shortest_path_length(drawn, start))
            if {start: 0, **ask(start).depths} != theirs:
                raise RuntimeError(f"the {which} of {start} are not those that networkx finds")
            peer, mine = f"networkx, {which}", f"`kb`, {which}"
            runs: dict[str, Run] = {
                peer: clocked(partial(networkx.single_source_shortest_path_length, drawn, start)),
                mine: clocked(partial(ask, start)),
            }
            figures = in_turn(runs, ROUNDS)
            slowest = max(slowest, figures[mine].median)
            if programs is not None:
                figures[f"igraph, {which} (in a process of its own)"] = _igraph(
                    lineage, start, mode, theirs, folder, programs
                )
            parts.append(table(figures, peer))
    parts.append(f"{ROUNDS} runs each, all with the same entries and distances.")
    parts.append(aim("warm, ancestors or descendants take at most 20 ms", slowest, 0.02, seconds(slowest)))
    return "\n\n".join(parts)


def _igraph(
    lineage: list[tuple[str, str]], start: str, mode: str, expected: dict[str, int], folder: Path, programs: Path
) -> Figure:
    """What igraph took, once its answer is known to be the same."""
    file = folder / "edges.json"
    file.write_text(json.dumps(lineage), encoding="utf-8")
    script = Path(__file__).with_name("warm_igraph.py")
    argv = [str(programs / "python"), str(script), str(file), start, mode, str(ROUNDS)]
    times, found = json.loads(subprocess.run(argv, capture_output=True, text=True, check=True).stdout)
    if found != expected:
        raise RuntimeError(f"igraph finds other distances from {start} than networkx")
    return Figure(tuple(times))


def _cold(path: str, lineage: list[tuple[str, str]], folder: Path, programs: Path | None, why: str) -> str:
    """Whole processes, from outside; OAK reads the same lineage as an OBO file of ``is_a``."""
    commands = {
        "`python -c pass`": [PYTHON, "-c", "pass"],
        "`kb ancestors`": [program("kb"), "ancestors", NEWEST, "--ids", "--quiet", "--kb", path],
        "`kb descendants`": [program("kb"), "descendants", OLDEST, "--ids", "--quiet", "--kb", path],
    }
    note = f"OAK (`oaklib`) could not be installed: {why}." if programs is None else ""
    if programs is not None:
        asked = [
            str(programs / "runoak"),
            "-i",
            f"simpleobo:{_obo(lineage, folder)}",
            "ancestors",
            "-p",
            "i",
            f"X:{NODES - 1}",
        ]
        mine = set(said(commands["`kb ancestors`"], folder).split())
        theirs = {line.split()[0] for line in said(asked, folder).splitlines() if line.startswith("X:")}
        numbers = {f"X:{number}" for number in range(NODES) if name_of(number) in mine}
        if theirs - {f"X:{NODES - 1}"} != numbers:
            raise RuntimeError("the ancestors that OAK finds are not those of kb")
        commands["OAK, `runoak ancestors`"] = asked
    figures = in_turn({name: whole(argv, folder) for name, argv in commands.items()}, COLD_ROUNDS)
    slowest = max(figures["`kb ancestors`"].median, figures["`kb descendants`"].median)
    return "\n\n".join(
        filter(
            None,
            [
                table(figures, "`python -c pass`"),
                f"Whole processes, {COLD_ROUNDS} runs each. {note}".strip(),
                aim("cold, ancestors or descendants take at most 0.5 s", slowest, 0.5, seconds(slowest)),
            ],
        )
    )


def _obo(lineage: list[tuple[str, str]], folder: Path) -> str:
    """The lineage as an OBO file."""
    number_of = {name_of(number): number for number in range(NODES)}
    above: dict[int, list[int]] = {number: [] for number in range(NODES)}
    for new, old in lineage:
        above[number_of[new]].append(number_of[old])
    terms = [
        "".join([f"\n[Term]\nid: X:{number}\nname: {name_of(number)}\n", *(f"is_a: X:{old}\n" for old in olds)])
        for number, olds in above.items()
    ]
    path = folder / "lineage.obo"
    path.write_text("format-version: 1.2\nontology: x\n" + "".join(terms), encoding="utf-8")
    return str(path)


def _paths(path: str, lineage: list[tuple[str, str]], folder: Path) -> str:
    """All paths from the oldest to the newest entry: the total against one that is added up from entry to entry."""
    argv = [program("kb"), "path", OLDEST, NEWEST, "--all", "--most", str(MOST), "--quiet", "--kb", path]
    answer = json.loads(said([*argv, "--format", "json"], folder))["all"]
    graph = networkx.DiGraph((old, new) for new, old in lineage)
    ways = {OLDEST: 1}
    for node in networkx.topological_sort(graph):
        for far in graph[node]:
            ways[far] = ways.get(far, 0) + ways.get(node, 0)
    if (str(answer["total"]), answer["exact"], len(answer["paths"])) != (str(ways[NEWEST]), True, MOST):
        raise RuntimeError("the number of paths is not what adding them up gives")
    figures = in_turn(
        {"`python -c pass`": whole([PYTHON, "-c", "pass"], folder), "`kb path --all`": whole(argv, folder)}, COLD_ROUNDS
    )
    mine = figures["`kb path --all`"].median
    return "\n\n".join(
        [
            table(figures, "`python -c pass`"),
            f"Lists {MOST} of {str(answer['total'])[:3]}…, a number of {len(str(answer['total']))} digits; it is the one that adding up gives.",
            aim("`kb path --all` takes at most 1 s", mine, 1, seconds(mine)),
        ]
    )


MEASURE = Measure(
    "descent", "ancestors, descendants and all paths in 20,000 entries, beside networkx, igraph and OAK", measure
)
