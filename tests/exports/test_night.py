"""Diagrams on dark paper: every word can be read and every line be seen, whichever way the colours come about."""

import re
from xml.etree import ElementTree

import pytest

from exports import svg as drawing
from exports.dot import source
from exports.drawing.theme import NIGHT
from exports.style import READABLE, SEEN, contrast, on_any
from ontology.builtin import VOCABULARY
from queries.view import View
from tests.exports.conftest import missing
from tests.exports.seen import chromium

SVG = "{http://www.w3.org/2000/svg}"
#: The colours of every word with what it stands on, and of every line, as a browser shows them.
_LOOKS = """() => {
  const words = [], lines = [], svg = document.documentElement;
  const color = (e, name) => getComputedStyle(e)[name];
  let cluster = null;
  for (const g of svg.querySelectorAll('g.node, g.cluster')) {
    const shape = g.querySelector('path, polygon, ellipse');
    for (const t of g.querySelectorAll('text')) words.push([t.textContent, color(t, 'fill'), color(shape, 'fill')]);
    lines.push(color(shape, 'stroke'));
  }
  for (const g of svg.querySelectorAll('g.edge')) {
    for (const t of g.querySelectorAll('text')) words.push([t.textContent, color(t, 'fill'), null]);
    lines.push(color(g.querySelector('path'), 'stroke'));
  }
  const paper = color(svg.querySelector('g.graph > polygon'), 'fill');
  for (const t of svg.querySelectorAll('g.graph > text')) words.push([t.textContent, color(t, 'fill'), null]);
  return {words, lines, paper};
}"""


def as_hex(color: str) -> str:
    """A colour as the browser writes it, as we do."""
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", color)[:3])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("theme", "scheme", "dark"), [("auto", "dark", 1), ("auto", "light", 0), ("dark", "light", 1), ("light", "dark", 0)]
)
def test_words_can_be_read_and_lines_be_seen(plan_view: View, tmp_path, theme: str, scheme: str, dark: int) -> None:
    """Words have the contrast that WCAG asks for on their own box, lines on the paper; the theme, else the reader, chooses it."""
    if not drawing.programs():
        missing("Graphviz")
    file = tmp_path / "picture.svg"
    file.write_bytes(drawing.svg(source(plan_view, VOCABULARY), theme))
    with chromium(missing) as browser:
        page = browser.new_page(color_scheme=scheme)
        page.goto(file.as_uri())
        found = page.evaluate(_LOOKS)
    paper = as_hex(found["paper"])
    assert paper == (NIGHT.paper if dark else "#ffffff")
    assert len(found["words"]) > 30
    for words, color, back in found["words"]:
        least = READABLE if dark or back else SEEN
        assert contrast(as_hex(color), as_hex(back) if back else paper) >= least, words
    if dark:
        assert min(contrast(as_hex(color), paper) for color in found["lines"]) >= 2


def test_a_dark_png_is_dark(plan_view: View) -> None:
    """A PNG on dark paper begins with a dark pixel, one for the day with a white one."""
    resvg = pytest.importorskip("resvg_py")
    if not drawing.programs():
        missing("Graphviz")
    assert resvg
    text = source(plan_view, VOCABULARY)
    assert drawing.png(text, "dark") != drawing.png(text)
    root = ElementTree.fromstring(drawing.svg(text, "dark"))
    assert next(root.iter(f"{SVG}polygon")).get("fill") == NIGHT.paper


@pytest.mark.parametrize("name", sorted(VOCABULARY.relations))
def test_lines_of_mermaid_are_seen_on_any_paper(name: str) -> None:
    """The colour of each relation, as Mermaid gets it, can be seen on white and on dark paper."""
    found = on_any(VOCABULARY.relations[name].style.color or "#57606a")
    assert contrast(found, "#ffffff") >= SEEN
    assert contrast(found, NIGHT.paper) >= SEEN
