"""The pattern selector: what is recommended, against every combination of answers; and the dialogue in a terminal."""

import itertools
import os
import pty
import select as ready
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.store.memory import MemoryGraph
from ontology.claim import Claim
from ontology.source import Source
from queries.errors import BadQuestion
from queries.graph import Held
from queries.select import select
from tests.conftest import PROGRAM, Kb
from tests.helpers import at, edge, keyed, node, replaces

TREE = "decision-tree/t"


def catalogue(questions: list[Any], scenarios: list[Any], *more: Any) -> MemoryGraph:
    """A catalogue with one tree, whose recommendations mean the nodes of their names."""
    held, edges, claims = [], [*more], []
    for name, records in (("question", questions), ("scenario", scenarios)):
        for place, data in enumerate(records):
            said = Claim(TREE, name, Source("t.md", place + 1, pointer=f"/{name}s/{place}"), value=data)
            held.append(Held(TREE, name, data, "chosen", said))
    for place, data in enumerate(scenarios):
        for tier, names in data["recommend"].items():
            for number, name in enumerate(names):
                edges.append(edge("recommends", TREE, name))
                pointer = f"/scenarios/{place}/recommend/{tier}/{number}"
                claims.append(
                    (name, Claim(TREE, "recommends", Source("t.md", place + 1, pointer=pointer), object=name))
                )
    nodes = [node(TREE, kind="decision-tree"), *(node(name) for name in sorted({name for name, _ in claims}))]
    distinct = keyed(dict.fromkeys(edges), nodes)
    keys = {one.object: one.key for one in distinct if one.relation == "recommends"}
    return MemoryGraph(nodes, distinct, properties=held, claims=[(keys[name], claim) for name, claim in claims])


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[Any], list[Any]]:
    """Questions and scenarios in either form."""
    led = draw(st.booleans())
    count = draw(st.integers(1, 3))
    ends = [f"s{number}" for number in range(draw(st.integers(1, 4)))]
    questions = []
    for number in range(count):
        onward = [f"q{later}" for later in range(number + 1, count)] + ends
        options = [{"id": word, **({"leads_to": draw(st.sampled_from(onward))} if led else {})} for word in "xy"]
        questions.append({"id": f"q{number}", "options": options})
    scenarios = []
    for name in ends:
        recommended = {
            tier: draw(st.lists(st.sampled_from("abcd"), unique=True, min_size=1))
            for tier in draw(st.lists(st.sampled_from(["bronze", "gold", "silver"]), unique=True, min_size=1))
        }
        asked = [] if led else draw(st.lists(st.integers(0, count - 1), unique=True))
        scenarios.append(
            {"id": name, "when": {f"q{one}": draw(st.sampled_from("xy")) for one in asked}, "recommend": recommended}
        )
        if led:
            del scenarios[-1]["when"]
    return questions, scenarios


def expected(questions: list[Any], scenarios: list[Any], answers: dict[str, str]) -> str:
    """The scenario that all answers together mean, followed by hand."""
    if "leads_to" not in questions[0]["options"][0]:
        fitting = [one["id"] for one in scenarios if all(answers[name] == word for name, word in one["when"].items())]
        return fitting[0] if fitting else ""
    by_id, here = {one["id"]: one for one in questions}, questions[0]["id"]
    while here in by_id:
        here = next(one["leads_to"] for one in by_id[here]["options"] if one["id"] == answers[here])
    return str(here)


@given(trees())
def test_every_combination_of_answers(made: tuple[list[Any], list[Any]]):
    """Whatever is answered, the scenario is the one that is found by hand, and its recommendations come by tier."""
    questions, scenarios = made
    graph = catalogue(questions, scenarios)
    for words in itertools.product("xy", repeat=len(questions)):
        answers = {question["id"]: word for question, word in zip(questions, words, strict=True)}
        answer = select(graph, TREE, answers, at())
        wanted = expected(questions, scenarios, answers)
        assert (answer.scenario.id if answer.scenario else "") == wanted
        assert answer.question is None
        recommended = next((one["recommend"] for one in scenarios if one["id"] == wanted), {})
        by_tier = [(tier, name) for tier in ("gold", "silver", "bronze") for name in recommended.get(tier, ())]
        assert [(one.said.tier, one.node.id) for one in answer.choices] == by_tier


def test_recommendation_out_of_use_is_marked():
    """What is recommended and replaced tells by what; what did not exist at the moment says so."""
    questions = [{"id": "q", "options": ["x", "y"]}]
    scenarios = [{"id": "s", "recommend": {"bronze": ["old"]}}]
    graph = catalogue(questions, scenarios, replaces("new", "old", since="2000"))
    now, then = (select(graph, TREE, {}, at(text)).choices[0] for text in (None, "1990"))
    assert (now.today.verdict, [end.node.id for end in now.today.live]) == ("replaced", ["new"])
    assert (then.today.verdict, then.existed) == ("current", True)


@pytest.mark.parametrize("answers", [{"z": "x"}, {"q": "z"}])
def test_wrong_answers_are_refused(answers: dict[str, str]):
    """A question or an option that the tree does not have is a mistake of who asks."""
    graph = catalogue([{"id": "q", "options": ["x", "y"]}], [{"id": "s", "recommend": {"gold": ["a"]}}])
    with pytest.raises(BadQuestion):
        select(graph, TREE, answers, at())


# ---- the dialogue ----------------------------------------------------------------------------------------------------

PAGES = {
    "pages/saga.md": "---\ntitle: Saga\n---\n",
    "pages/tree.md": """\
---
type: decision-tree
title: Keep in step
domain: d
questions:
  - {id: owner, text: Who owns it?, why: It decides all., default: many, options: [{label: one, leads_to: local}, {label: many, leads_to: delay}]}
  - {id: delay, text: How soon?, options: [{id: late, label: within seconds, leads_to: far}, {id: now, label: at once, leads_to: near}]}
scenarios:
  local: {recommend: {gold: [saga]}, why: all in one}
  far: {recommend: {gold: [saga]}, why: nobody waits}
  near: {recommend: {gold: [saga]}, why: all wait}
---
""",
}


def spoken(kb: Kb, *typed: str) -> tuple[str, int]:
    """What a terminal shows when somebody answers so, line by line, and the exit code."""
    child, screen = pty.fork()
    if child == 0:
        os.chdir(kb.folder)
        os.execve(PROGRAM, [PROGRAM, "select", "d", "--quiet"], kb.environment({"TERM": "dumb"}))
    shown, waiting = "", list(typed)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if not ready.select([screen], [], [], 1)[0]:
            continue
        try:
            data = os.read(screen, 4096)
        except OSError:  # the other side is closed
            break
        shown += data.decode()
        if waiting and shown.count("q(uit): ") > len(typed) - len(waiting):
            os.write(screen, waiting.pop(0).encode())
    _, status = os.waitpid(child, 0)
    return shown.replace("\r\n", "\n"), os.waitstatus_to_exitcode(status)


def test_dialogue(kb: Kb):
    """In a terminal each question is asked with numbered options; Enter takes the default, b goes back."""
    kb.write(PAGES).load()
    shown, code = spoken(kb, "\n", "7\n", "b\n", "2\n", "\n", "At Once\n")
    assert code == 0
    assert shown.count("? Who owns it?  (owner)\n  It decides all.\n  1  one\n  2  many  (default)\n") == 2
    assert "1 to 2, Enter for the default, b(ack), q(uit): " in shown
    assert "'7' is none of these." in shown
    assert "There is no default here." in shown
    assert shown.endswith("near  pages/tree.md:11\n  all wait\n\ngold\n  → Saga\n      source  pages/tree.md:11\n")


@pytest.mark.parametrize("word", ["q\n", "\x04"])
def test_dialogue_may_be_left(kb: Kb, word: str):
    """Who leaves the dialogue sees which question is open, and the exit code says that it is."""
    kb.write(PAGES).load()
    shown, code = spoken(kb, "b\n", "2\n", word)
    assert code == 3
    assert "This is the first question." in shown
    assert "kb: the question 'delay' is open: --answer delay=late|now" in shown
