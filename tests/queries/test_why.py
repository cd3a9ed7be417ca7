"""Proofs: claims against what was put in, on random catalogues; every form of a statement; what is said instead."""

import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.loading import load
from kb.store.sqlite import SqliteGraph
from ontology.builtin import VOCABULARY
from queries.errors import AmbiguousName, BadQuestion, UnknownName
from queries.graph import Graph
from queries.replacement import what_replaces
from queries.statement import read_statement
from queries.why import why
from tests.conftest import Kb
from tests.helpers import at, edge_holds, evolved, graph, node, replaces
from tests.history import Repository
from tests.queries.made import RELATIONS, Made, graphs, thorough

IDS = ("alpha", "beta", "gamma", "delta")
#: (key on a page, relation, whether the page is its object)
KEYS = (
    ("replaces", "replaces", False),
    ("replaced_by", "replaces", True),
    ("evolved_from", "evolved-from", False),
    ("evolved_into", "evolved-from", True),
    ("requires", "requires", False),
    ("pairs_with", "pairs-with", False),
)
Said = dict[tuple[str, str, str], set[tuple[str, int]]]


@st.composite
def catalogues(draw: st.DrawFn) -> tuple[dict[str, str], Said]:
    """Pages whose keys name each other, and by edge the lines that say it."""
    files: dict[str, str] = {}
    said: Said = {}
    for id_ in IDS:
        lines = ["---", f"title: Entry {id_.title()}"]
        for key, relation, backwards in KEYS:
            others = draw(st.lists(st.sampled_from([one for one in IDS if one != id_]), unique=True, max_size=2))
            if others:
                lines.append(f"{key}:")
            for other in others:
                written = draw(st.sampled_from([other, f"Entry {other.title()}", f"entry-{other}"]))
                lines.append(f"  - {written}")
                ends = (other, id_) if backwards else (id_, other)
                if VOCABULARY.relations[relation].symmetric:
                    ends = (min(ends), max(ends))
                said.setdefault((relation, *ends), set()).add((f"{id_}.md", len(lines)))
        files[f"{id_}.md"] = "\n".join([*lines, "---", ""])
    return files, said


@settings(max_examples=20, deadline=None)
@given(catalogues())
def test_every_edge_has_its_proof(made: tuple[dict[str, str], Said]):
    """The claims of a proof are exactly the lines that say so, read forwards and backwards; what no line says has none."""
    files, said = made
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, text in files.items():
            (folder / file).write_text(text)
        load([str(folder)], str(folder / "c.kb"), base=str(folder))
        with SqliteGraph(str(folder / "c.kb")) as store:
            for relation, (subject, object_) in itertools.product(
                {one for _, one, _ in KEYS}, itertools.permutations(IDS, 2)
            ):
                declared = VOCABULARY.relations[relation]
                ends = tuple(sorted((subject, object_))) if declared.symmetric else (subject, object_)
                expected = said.get((relation, *ends), set())
                forwards = why(store, [subject, relation, f"Entry {object_}"], at())
                backwards = why(store, [f"{object_} {declared.inverse} {subject}"], at())
                for proof in (forwards, backwards):
                    assert (proof.said, proof.holds) == (bool(expected), bool(expected))
                    claims = [voice.claim for link in proof.links for voice in link.voices]
                    assert {(one.source.path, one.source.line) for one in claims} == expected
                    assert all(
                        one.source.quote == files[one.source.path].splitlines()[one.source.line - 1].strip()
                        for one in claims
                    )
                    understood = {one.node.id for link in proof.links for voice in link.voices for one in voice.names}
                    assert understood == ({subject, object_} if expected else set())


@thorough
@given(graphs(relations=RELATIONS))
def test_what_holds_is_proven(made: Made):
    """A relation is proven where it surely holds at the moment, open where its dates do not suffice, else not."""
    for one in made.edges:
        if one.subject != one.object:
            proof = why(made.graph, [one.subject, one.relation, one.object], made.when)
            assert proof.holds == edge_holds(one, made.when)
            assert [link.edge for link in proof.links] == [one]


@thorough
@given(graphs())
def test_verdicts_are_proven_by_their_whole_chain(made: Made):
    """The verdict that an entry has is proven, any other is not; the proof has every replacement that was followed."""
    verdict = what_replaces(made.graph, "a", made.when).verdict
    proof = why(made.graph, ["a", "is", verdict], made.when)
    if verdict != "retired":
        assert proof.holds is True
        possible = [one for one in made.replacements() if edge_holds(one, made.when) is not False]
        reached, size = {"a"}, 0
        while size < len(reached):
            size = len(reached)
            reached |= {one.subject for one in possible if one.object in reached}
        assert {link.edge.key for link in proof.links if link.edge} == {
            one.key for one in possible if one.object in reached
        }
    for other in {"replaced", "partly-replaced", "current", "dead-end", "cycle"} - {verdict}:
        wrong = why(made.graph, ["a", "is", other], made.when)
        assert wrong.holds is (None if verdict == "cannot-tell" else False)


# ---- statements ------------------------------------------------------------------------------------------------------

PARTS = graph(
    replaces("saga", "two-phase-commit"),
    evolved("saga", "local-transaction"),
    node("saga", title="Saga", introduced="1987"),
    node("two-phase-commit", title="Two-Phase Commit (2PC)", tier="bronze"),
    node("local-transaction", title="Local Transaction"),
    node("requires-work", title="Requires Work"),
)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["saga", "replaces", "2pc"], ("saga", "replaces", "two-phase-commit", "", "", "")),
        (["saga replaces two phase commit?"], ("saga", "replaces", "two-phase-commit", "", "", "")),
        (["2pc replaced-by saga"], ("saga", "replaces", "two-phase-commit", "", "", "")),
        (["2PC is replaced by Saga"], ("saga", "replaces", "two-phase-commit", "", "", "")),
        (["saga evolved from local transaction"], ("saga", "evolved-from", "local-transaction", "", "", "")),
        (["local transaction", "evolved into", "saga"], ("saga", "evolved-from", "local-transaction", "", "", "")),
        (["requires work requires saga"], ("requires-work", "requires", "saga", "", "", "")),
        (["2pc tier"], ("two-phase-commit", "", "", "tier", "", "")),
        (["saga introduced 1987"], ("saga", "", "", "introduced", "1987", "")),
        (["saga introduced in 1987"], ("saga", "", "", "introduced", "1987", "")),
        (["two phase commit is partly replaced"], ("two-phase-commit", "", "", "", "", "partly-replaced")),
        (["saga", "is", "current"], ("saga", "", "", "", "", "current")),
        (["2pc is retired"], ("two-phase-commit", "", "", "", "", "retired")),
    ],
)
def test_forms_of_statements(words: list[str], meant: tuple[str, ...]):
    """A statement is understood in all its forms, whatever words its names are made of."""
    one = read_statement(PARTS, words)
    other = one.object.nodes[0].id if one.object else ""
    assert (one.node.id, one.relation, other, one.fact, one.value, one.verdict) == meant


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["saga"], BadQuestion),
        (["saga likes 2pc"], BadQuestion),
        (["replaces"], BadQuestion),
        (["sagga replaces 2pc"], UnknownName),
        (["saga replaces nothing at all"], UnknownName),
        (["nobody tier"], UnknownName),
    ],
)
def test_what_is_no_statement(words: list[str], error: type[Exception]):
    """What is no statement is told with the forms there are, and an unknown name with what it may mean."""
    with pytest.raises(error):
        read_statement(PARTS, words)


def test_ambiguous_name_is_told():
    """A name that fits several entries is not guessed."""
    twice: Graph = graph(node("a", title="Clock"), node("b", title="Clock"), node("c"))
    with pytest.raises(AmbiguousName):
        read_statement(twice, ["clock replaces c"])


def test_two_readings_are_told():
    """A statement that may mean two things is refused with both of them."""
    both = graph(
        node("a"), node("a-requires-b", title="a requires b"), node("b-requires-c", title="b requires c"), node("c")
    )
    with pytest.raises(BadQuestion, match="may mean 'a' requires 'b requires c'; or 'a requires b' requires 'c'"):
        read_statement(both, ["a requires b requires c"])


def test_commit_is_part_of_the_place(kb: Kb):
    """A claim that was read out of history names the commit."""
    one = Repository.made(kb.folder / "repo")
    one.commit("2020-01-01", a="---\ntitle: A\nreplaces: b\n---\n")
    inside = Kb(one.folder, kb.env)
    inside.load("docs", "--history")
    out = inside("why", "a", "replaces", "b", "--quiet").out
    assert "docs/a.md:3@" in out
    assert "    | replaces: b\n" in out
