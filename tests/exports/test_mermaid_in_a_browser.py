"""Mermaid of every kind, drawn by the real Mermaid in Chromium: each label is read back as it was meant."""

from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from typing import Any

import pytest

import kb
from exports import diff_picture, gantt_mermaid, migration_mermaid, path_picture, timeline_mermaid, tree_picture
from exports.mermaid import render, written
from exports.mermaid_text import escape
from exports.picture import picture, plain
from kb.diffing.diff import diff
from kb.diffing.sides import sides
from kb.drawing import PICTURES
from ontology.builtin import VOCABULARY
from queries.chronicle import Chronicle, Lane, chronicle
from queries.migrate import migrate
from queries.outline import outline
from queries.path import path
from queries.story import Chapter, Story
from queries.view import View
from tests.exports.conftest import HOSTILE, a_node, a_view, missing
from tests.exports.corpora import MAPPED
from tests.exports.seen import chromium
from tests.helpers import at, graph, node, replaces
from tests.queries.test_select import TREE, catalogue

pytestmark = pytest.mark.slow

_DRAW = """async source => {
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
def page() -> Iterator[Any]:
    """An empty page with the real Mermaid, which asks for nothing else."""
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
        page.evaluate("mermaid.initialize({startOnLoad: false})")
        yield page
        assert asked == []


@pytest.fixture(scope="module")
def drawn(page: Any) -> Callable[[str], dict[str, Any]]:
    """Draws a diagram in the browser: its texts, and how many elements there are that only markup in a label can make."""
    return lambda source: page.evaluate(_DRAW, source)


@pytest.fixture(scope="module")
def read(page: Any) -> Callable[[str], dict[str, Any]]:
    """Draws a diagram in the browser, and reads what stands in its boxes, at its lines and on its bars."""
    return lambda source: page.evaluate(_READ, source)


def squeezed(text: str) -> str:
    """Text without blanks: lines of SVG text are elements of their own."""
    return "".join(text.split())


def lost(found: dict[str, Any], wanted: Iterable[str]) -> list[str]:
    """Every wanted text that is not there, alone or as part of a longer one; and whether a label made an element."""
    texts = [squeezed(text) for text in found["texts"]]
    made = [f"{found['alive']} elements"] if found["alive"] else []
    return [*made, *(one for one in wanted if not any(squeezed(one) in text for text in texts))]


@pytest.mark.parametrize("start", range(0, len(TITLES), 10))
def test_hostile_labels_are_read_back(start: int, drawn: Callable[[str], dict[str, Any]]) -> None:
    """In relations, migrations, trees, gantt charts and timelines every hostile title is shown as it is."""
    lot = TITLES[start : start + 10]
    pairs = [(f"n{place}", f"n{place + 1}") for place in range(len(lot) - 1)]
    edges = [
        (one, "replaces", other, "partial", {"when": title}) for (one, other), title in zip(pairs, lot, strict=False)
    ]
    nodes = [a_node(f"n{place}", title, introduced=str(1990 + place)) for place, title in enumerate(lot)]
    assert lost(drawn(render(a_view(nodes, edges), VOCABULARY)), lot) == []

    steps = [node(f"n{place}", title=title) for place, title in enumerate(lot)]
    moves = [replaces(f"n{place + 1}", f"n{place}", when=[title]) for place, title in enumerate(lot[:-1])]
    answer = migrate(graph(*steps, *moves), "n0", None, at())
    reasons = [f"when {title}" for title in lot[:-1]]
    assert lost(drawn(migration_mermaid.render(answer, VOCABULARY)), [*lot, *reasons]) == []
    ways = path(graph(*steps, *moves), "n0", f"n{len(lot) - 1}", at(), most=1)
    assert lost(drawn(written(path_picture.boxes(ways, VOCABULARY))), lot) == []

    questions = [
        {
            "id": "q",
            "text": lot[0],
            "options": [{"id": f"o{n}", "label": t, "leads_to": f"s{n}"} for n, t in enumerate(lot)],
        }
    ]
    scenarios = [{"id": f"s{n}", "title": title, "recommend": {"gold": ["a"]}} for n, title in enumerate(lot)]
    tree = outline(catalogue(questions, scenarios), TREE, at())
    assert lost(drawn(tree_picture.mermaid(tree, VOCABULARY)), lot) == []

    lanes = tuple(Lane(title, (one,)) for title, one in zip(lot, nodes, strict=True))
    assert lost(drawn(gantt_mermaid.render(Chronicle(lot[0], lanes, (), at()))), lot) == []
    chapters = tuple(Chapter(one, (lot[-1],), (), ()) for one in nodes)
    story = Story(lot[0], chapters, (), at(), {}, Chronicle(lot[0], (), (), at()))
    assert lost(drawn(timeline_mermaid.render(story, VOCABULARY)), [*lot, f"new: {lot[-1]}"]) == []


#: A question of the bundled catalogue for each kind of picture that there is in Mermaid.
BUNDLED: dict[str, dict[str, Any]] = {
    "relations": {"name": "two-phase-commit"},
    "timeline": {"name": "family/transactions"},
    "gantt": {"name": "family/transactions"},
    "path": {"name": "polling", "others": ["websocket"]},
    "migration": {"name": "polling", "others": ["websocket"]},
    "tree": {"name": "distributed-transactions"},
}


def test_every_kind_is_tried() -> None:
    """The table above has every kind of picture that can be written as Mermaid; the diff of two moments is tried below."""
    assert {*BUNDLED, "diff"} == {kind.name for kind in PICTURES if "mermaid" in kind.formats}


def test_a_difference_is_shown(drawn: Callable[[str], dict[str, Any]]) -> None:
    """Every title and every change that the diagram of a difference is about can be read in the browser."""
    with sides("bundled", None, ("2000", None), ("2005", None)) as (first, second):
        made = diff_picture.picture(diff(first, second), VOCABULARY, 25)
    wanted = [line for box in made.loose for line in (box.title, *box.facts)]
    assert len(wanted) > 25
    assert lost(drawn(written(made)), [*wanted, *(link.label for link in made.links)]) == []


@pytest.mark.parametrize("kind", BUNDLED)
def test_the_bundled_catalogue_is_shown(kind: str, drawn: Callable[[str], dict[str, Any]]) -> None:
    """Every title that a diagram of the bundled catalogue is about can be read in the browser."""
    catalogue_ = kb.open("bundled")
    source = catalogue_.draw(format="mermaid", picture=kind, **BUNDLED[kind])
    every = (one.title for one in catalogue_.graph.select([("kind", "pattern")]))
    titles = [title for title in every if escape(title, quoted=True) in source]
    found = drawn(source)
    assert len(titles) > 1
    assert lost(found, titles) == []


#: So many entries and lines in one flowchart, and entries of one catalogue: of thousands those whose titles have most signs.
LOT, LINES, MOST = 150, 100, 800
_READ = """async source => {
  const made = await mermaid.render('x', source);
  document.body.innerHTML = made.svg;
  const texts = (marks) => [...document.querySelectorAll(marks)];
  return {
    boxes: texts('g.node').map(g => [g.id.split('-').at(-2), g.querySelector('.nodeLabel').innerText]),
    lines: texts('.edgeLabels .edgeLabel span.edgeLabel').map(e => e.innerText.trim()).filter(Boolean),
    bars: texts('text.taskText, text.taskTextOutsideRight, text.taskTextOutsideLeft').map(e => e.textContent),
    alive: texts('svg script, svg img, svg iframe, svg a[href]').length,
  };
}"""


def shown(*lines: str) -> str:
    """A label as Mermaid shows it: ligatures and pilcrows are its own placeholders."""
    return "\n".join(line for line in lines if line).replace("ﬂ", "fl").replace("¶", "§")


def signs(title: str) -> int:
    """How many characters of a title Mermaid could take for its own."""
    return sum(not char.isalnum() and char != " " for char in title)


@pytest.mark.parametrize("name", ["bundled", *MAPPED])
def test_every_catalogue_is_read_back(
    name: str, catalogue_of: Callable[[str], str], read: Callable[[str], dict[str, Any]]
) -> None:
    """Drawn by the real Mermaid, every box of a catalogue says its title and its facts, every line its relation and its
    condition, every bar of a chart its title, letter by letter.
    """
    with kb.open(catalogue_of(name)) as catalogue_:
        words = catalogue_.graph.vocabulary
        every = sorted(catalogue_.graph.select(), key=lambda one: (-signs(one.title), one.id))[:MOST]
        every.sort(key=lambda one: one.id)
        now = at()
        for start in range(0, len(every), LOT):
            lot = tuple(every[start : start + LOT])
            ids = {one.id for one in lot}
            edges = [
                one
                for one in catalogue_.graph.edges(sorted(ids), list(words.relations), "out")
                if {one.subject, one.object} <= ids
            ]
            made = picture(View("", lot, tuple(edges[:LINES]), now), words)
            boxes = (*made.loose, *(box for group in made.groups for box in group.boxes))
            found = read(written(made))
            assert dict(found["boxes"]) == {box.id: shown(box.title, *box.facts) for box in boxes}
            assert sorted(found["lines"]) == sorted(shown(link.label, link.condition) for link in made.links)
            assert found["alive"] == 0
        seen = chronicle(catalogue_.graph, now, most=100)
        dated = [one for one in seen.nodes if one.introduced]
        bars = read(gantt_mermaid.render(seen))["bars"] if dated else []
        assert sorted(text.rsplit(" (", 1)[0] for text in bars) == sorted(shown(plain(one.title)) for one in dated)
    assert len(every) >= 10
