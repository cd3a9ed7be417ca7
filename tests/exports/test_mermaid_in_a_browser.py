"""Mermaid of every kind, drawn by the real Mermaid in Chromium: each label is read back as it was meant."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest

import kb
from exports import gantt_mermaid, migration_mermaid, timeline_mermaid, tree_picture
from exports.mermaid import render
from exports.mermaid_text import escape
from exports.picture import plain
from kb.drawing import PICTURES
from ontology.builtin import VOCABULARY
from queries.chronicle import Chronicle, Lane
from queries.migrate import migrate
from queries.outline import outline
from queries.story import Chapter, Story
from tests.exports.conftest import HOSTILE, a_node, a_view, missing
from tests.exports.seen import chromium
from tests.helpers import at, graph, node, replaces
from tests.queries.test_select import TREE, catalogue

pytestmark = pytest.mark.slow

_DRAW = """async source => {
  mermaid.initialize({startOnLoad: false});
  const made = await mermaid.render('x', source);
  document.body.innerHTML = made.svg;
  const svg = document.body.querySelector('svg');
  const marked = '.nodeLabel, .edgeLabel, .cluster-label, .taskText, .taskTextOutsideRight, .taskTextOutsideLeft,'
    + ' .titleText, text.sectionTitle, text';
  const texts = [...svg.querySelectorAll(marked)].map(e => e.textContent.replace(/\\s+/g, ' ').trim());
  const alive = svg.querySelectorAll('script, img, iframe, a[href], b, i:not([class])').length;
  return {texts, alive};
}"""
#: What Mermaid cannot show is written another way; a line is broken where it is broken.
TITLES = [shown for title in HOSTILE if (shown := plain(title).replace("¶", "§"))]


@pytest.fixture(scope="module")
def drawn() -> Iterator[Callable[[str], dict[str, Any]]]:
    """Draws a diagram in the browser: its texts, and how many elements there are that only markup in a label can make."""
    try:
        script = files("mermaidx") / "assets" / "mermaid.js"
    except ModuleNotFoundError:
        missing("mermaidx")
    with chromium(missing) as browser:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.set_content("<body></body>")
        page.add_script_tag(path=str(script))
        yield lambda source: page.evaluate(_DRAW, source)
        assert asked == []


def squeezed(text: str) -> str:
    """Text without blanks: lines of SVG text are elements of their own."""
    return "".join(text.split())


def all_shown(found: dict[str, Any], wanted: list[str]) -> None:
    """Every wanted text is there, alone or as part of a longer one, and no label made an element."""
    texts = [squeezed(text) for text in found["texts"]]
    assert [one for one in wanted if not any(squeezed(one) in text for text in texts)] == []
    assert found["alive"] == 0


@pytest.mark.parametrize("start", range(0, len(TITLES), 10))
def test_hostile_labels_are_read_back(start: int, drawn: Callable[[str], dict[str, Any]]) -> None:
    """In relations, migrations, trees, gantt charts and timelines every hostile title is shown as it is."""
    lot = TITLES[start : start + 10]
    pairs = [(f"n{place}", f"n{place + 1}") for place in range(len(lot) - 1)]
    edges = [
        (one, "replaces", other, "partial", {"when": title}) for (one, other), title in zip(pairs, lot, strict=False)
    ]
    nodes = [a_node(f"n{place}", title, introduced=str(1990 + place)) for place, title in enumerate(lot)]
    all_shown(drawn(render(a_view(nodes, edges), VOCABULARY)), lot)

    steps = [node(f"n{place}", title=title) for place, title in enumerate(lot)]
    moves = [replaces(f"n{place + 1}", f"n{place}", when=[title]) for place, title in enumerate(lot[:-1])]
    answer = migrate(graph(*steps, *moves), "n0", None, at())
    all_shown(drawn(migration_mermaid.render(answer, VOCABULARY)), [*lot, *(f"when {title}" for title in lot[:-1])])

    questions = [
        {
            "id": "q",
            "text": lot[0],
            "options": [{"id": f"o{n}", "label": t, "leads_to": f"s{n}"} for n, t in enumerate(lot)],
        }
    ]
    scenarios = [{"id": f"s{n}", "title": title, "recommend": {"gold": ["a"]}} for n, title in enumerate(lot)]
    tree = outline(catalogue(questions, scenarios), TREE, at())
    all_shown(drawn(tree_picture.mermaid(tree, VOCABULARY)), lot)

    lanes = tuple(Lane(title, (one,)) for title, one in zip(lot, nodes, strict=True))
    all_shown(drawn(gantt_mermaid.render(Chronicle(lot[0], lanes, (), at()))), lot)
    chapters = tuple(Chapter(one, (lot[-1],), (), ()) for one in nodes)
    story = Story(lot[0], chapters, (), at(), {}, Chronicle(lot[0], (), (), at()))
    all_shown(drawn(timeline_mermaid.render(story, VOCABULARY)), [*lot, f"new: {lot[-1]}"])


#: A question of the bundled catalogue for each kind of picture that there is in Mermaid.
BUNDLED: dict[str, dict[str, Any]] = {
    "relations": {"name": "two-phase-commit"},
    "timeline": {"name": "family/transactions"},
    "gantt": {"name": "family/transactions"},
    "migration": {"name": "polling", "others": ["websocket"]},
    "tree": {"name": "distributed-transactions"},
}


def test_every_kind_is_tried() -> None:
    """The table above has every kind of picture that can be written as Mermaid."""
    assert set(BUNDLED) == {kind.name for kind in PICTURES if "mermaid" in kind.formats}


@pytest.mark.parametrize("kind", BUNDLED)
def test_the_bundled_catalogue_is_shown(kind: str, drawn: Callable[[str], dict[str, Any]]) -> None:
    """Every title that a diagram of the bundled catalogue is about can be read in the browser."""
    catalogue_ = kb.open("bundled")
    source = catalogue_.draw(format="mermaid", picture=kind, **BUNDLED[kind])
    every = (one.title for one in catalogue_.graph.select([("kind", "pattern")]))
    titles = [title for title in every if escape(title, quoted=True) in source]
    found = drawn(source)
    assert len(titles) > 2
    all_shown(found, titles)
