"""The decision tree as Mermaid and DOT: every branch drawn, every recommendation told, any words only words."""

import re
import subprocess
from collections.abc import Callable

import pytest
from hypothesis import given

from exports.picture import TooLarge
from exports.tree_picture import dot, mermaid
from ontology.builtin import VOCABULARY
from queries.outline import outline
from tests.exports.conftest import HOSTILE
from tests.helpers import at
from tests.queries.made import quick
from tests.queries.test_select import TREE, catalogue, trees


@quick
@given(trees())
def test_every_branch_is_drawn(parts):
    """The arrows of the diagram and of the graph are the branches, each with the options that lead along it."""
    made = outline(catalogue(*parts), TREE, at())
    wanted = [(one.start, " / ".join(option.label for option in one.options), one.end) for one in made.branches]
    text = mermaid(made, VOCABULARY)
    found = re.findall(r's(\d+) -->\|"(.*)"\| s(\d+)$', text, re.MULTILINE)
    assert [(int(start), label.replace("#47;", "/"), int(end)) for start, label, end in found] == wanted
    arrows = re.findall(r"s(\d+) -> s(\d+)", dot(made, VOCABULARY))
    assert [(int(start), int(end)) for start, end in arrows] == [(start, end) for start, _, end in wanted]
    assert len(re.findall(r"^ +s\d+(?:\{\{|\[)", text, re.MULTILINE)) == len(made.steps)


def asked(first: str, second: str, third: str):
    """A tree of one question whose every word is given."""
    questions = [
        {
            "id": "q",
            "text": first,
            "options": [
                {"id": "x", "label": second or "x", "leads_to": "one"},
                {"id": "y", "label": third or "y", "leads_to": "two"},
            ],
        }
    ]
    scenarios = [
        {"id": "one", "title": second, "recommend": {"gold": ["a"]}},
        {"id": "two", "title": third, "recommend": {"silver": ["a"]}},
    ]
    return outline(catalogue(questions, scenarios), TREE, at())


@pytest.mark.parametrize("place", range(0, len(HOSTILE), 3))
def test_hostile_words_are_words(place: int, mermaid_parse: Callable[[str], str]):
    """Whatever questions, options and scenarios hold, Mermaid reads the diagram."""
    made = asked(*(HOSTILE[(place + step) % len(HOSTILE)] for step in range(3)))
    assert mermaid_parse(mermaid(made, VOCABULARY)) == "ok"


def test_graphviz_reads_hostile_words(graphviz_program: str):
    """Graphviz draws every tree without a warning but on letters that its fonts lack."""
    for place in range(0, len(HOSTILE), 3):
        source = dot(asked(*(HOSTILE[(place + step) % len(HOSTILE)] for step in range(3))), VOCABULARY)
        done = subprocess.run(
            [graphviz_program, "-Tsvg"], input=source.encode("utf-8", "replace"), capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.count(b'class="edge"') == 2


def test_recommendations_are_told():
    """A scenario says what it recommends under each tier, in the colour of the first; a question is another shape."""
    text = mermaid(asked("Fast?", "Speed", "Care"), VOCABULARY)
    assert 's0{{"Fast?"}}:::question' in text
    assert 's1["Speed<br/>Gold#58; a"]:::t0' in text
    assert 's2["Care<br/>Silver#58; a"]:::t1' in text


def test_too_large_a_tree_is_refused():
    """A tree of more steps than are laid out is refused with a way out."""
    with pytest.raises(TooLarge, match="kb select"):
        mermaid(asked("a", "b", "c")._replace(whole=False), VOCABULARY)
