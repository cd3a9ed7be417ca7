"""What a browser makes of a picture: where its labels and lines are, measured in Chromium."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

#: Debian's own Chromium, driven as it is: nothing is fetched.
ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_MEASURE = """() => {
  const box = r => [r.x, r.y, r.x + r.width, r.y + r.height];
  const svg = document.documentElement, texts = [...svg.querySelectorAll('text')];
  const labels = texts.map(t => ({
    text: t.textContent, box: box(t.getBBox()), size: parseFloat(getComputedStyle(t).fontSize),
    owner: (t.closest('g.n') || {id: ''}).id.replace(/^kb[0-9a-f]+-/, ''), name: t.classList.contains('l')}));
  const lines = [...svg.querySelectorAll('path.e[data-ends]')].map(p => {
    const length = p.getTotalLength(), points = [];
    for (let at = 0; at <= length; at += 2) { const q = p.getPointAtLength(at); points.push([q.x, q.y]); }
    return {ends: p.dataset.ends.split(' '), points};
  });
  const shapes = [...svg.querySelectorAll('text, path, rect')].filter(e => !e.closest('defs')).map(e => box(e.getBBox()));
  return {labels, lines, shapes, size: [svg.width.baseVal.value, svg.height.baseVal.value]};
}"""


class Seen(NamedTuple):
    """What was measured of a picture."""

    labels: int
    overlaps: list[tuple[str, str]]
    """Pairs of texts of which one lies over the other."""
    crossed: list[tuple[str, str]]
    """Labels that a line between others runs through, each with the ends of the line."""
    smallest: float
    """The smallest size of text, in pixels."""
    outside: int
    """How many shapes reach beyond the picture."""
    asked: list[str]
    """Every address that the picture made the browser ask for, beside its own."""


@contextmanager
def chromium(missing: Callable[[str], Any]) -> Iterator[Any]:
    """A browser; ``missing`` is told where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        missing("Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=ARGS)
        yield browser
        browser.close()


def seen(browser: Any, address: str, scheme: str = "light") -> Seen:
    """Open a picture and measure it."""
    page = browser.new_page(color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    found = page.evaluate(_MEASURE)
    page.close()
    labels = found["labels"]
    wide, high = found["size"]
    return Seen(
        len(labels),
        list(_overlaps(labels)),
        list(_crossed(labels, found["lines"])),
        min(label["size"] for label in labels),
        sum(x < -0.5 or y < -0.5 or x2 > wide + 0.5 or y2 > high + 0.5 for x, y, x2, y2 in found["shapes"]),
        [one for one in asked if one != address],
    )


def _overlaps(labels: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Texts over each other, by more than a pixel either way."""
    ordered = sorted(labels, key=lambda label: label["box"][1])
    for place, one in enumerate(ordered):
        a = one["box"]
        for other in ordered[place + 1 :]:
            b = other["box"]
            if b[1] >= a[3]:
                break
            if min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 2:
                yield one["text"], other["text"]


def _crossed(labels: list[dict[str, Any]], lines: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Names through which a line runs that neither begins nor ends there."""
    named = [label for label in labels if label["name"]]
    for line in lines:
        left, right = min(x for x, _ in line["points"]), max(x for x, _ in line["points"])
        for label in named:
            x, y, x2, y2 = label["box"]
            if label["owner"] in line["ends"] or x2 < left or x > right:
                continue
            if any(x < px < x2 and y + 2 < py < y2 - 2 for px, py in line["points"]):
                yield label["text"], " ".join(line["ends"])
