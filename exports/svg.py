"""DOT text as SVG or PNG, drawn by Graphviz: the ``graphviz-pure`` of the ``pictures`` extra, else ``dot``."""

import os
import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from xml.etree import ElementTree

from exports.drawing.metrics import width
from exports.night import darken
from exports.picture import TooLarge

#: Beyond this a layered drawing takes long and shows a hairball.
NODES, EDGES = 300, 1_500
SECONDS = 60

_NODE = re.compile(r"^\s*n\d+ \[", re.MULTILINE)
_EDGE = re.compile(r"^\s*n\d+ -> n\d+ (?!\[style=invis\])", re.MULTILINE)
_IN_POINTS = re.compile(r'\b(width|height)="([\d.]+)pt"')
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_OFFER = "ask for fewer nodes with --most, for --picture lineage, which draws thousands, or for Mermaid or DOT text"


class NoGraphviz(RuntimeError):
    """Raised where no program to draw with is installed; the message says how to install one."""


class DrawingFailed(RuntimeError):
    """Raised where Graphviz is there but did not draw; the message holds its own words."""


def svg(dot_source: str, theme: str = "auto") -> bytes:
    """What ``exports.dot.source`` wrote as a stand-alone SVG with its contents in words for those who do not see it.

    It follows its reader's choice of light or dark paper, or a ``theme``. Raises ``TooLarge``, ``NoGraphviz`` and ``DrawingFailed``.
    """
    root = ElementTree.fromstring(_draw(dot_source, "svg"))
    _speak(root)
    darken(root, theme)
    ElementTree.register_namespace("", _SVG.strip("{}"))
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def png(dot_source: str, theme: str = "light") -> bytes:
    """The same as a PNG picture, twice as fine as a screen. Letters that are not Latin may come out as boxes.

    Graphviz knows no dark paper, so what is ``dark`` is drawn by resvg. Raises ``NoRasterizer`` where that is missing.
    """
    if theme == "dark":
        from exports.drawing.png import png as pixels  # it takes its errors from here

        return pixels(_IN_POINTS.sub(r'\1="\2"', svg(dot_source, theme).decode()))
    return _draw(dot_source, "png", "-Gdpi=144")


def overlapping(data: bytes) -> bool:
    """Whether two labels of a drawing lie over each other."""
    boxes = []
    for text in ElementTree.fromstring(data).iter(f"{_SVG}text"):
        size, x, y = (float(text.get(name, "0")) for name in ("font-size", "x", "y"))
        wide = width(text.text or "", size)
        left = x - {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", ""), 0)
        boxes.append((left + 1, y - 0.6 * size, left + wide - 1, y))
    boxes.sort(key=lambda box: box[1])
    for place, (left, _, right, low) in enumerate(boxes):
        for other in boxes[place + 1 :]:
            if other[1] >= low:
                break
            if other[0] < right and left < other[2]:
                return True
    return False


def programs() -> tuple[str, ...]:
    """The programs that can draw here, best first."""
    found = (shutil.which("graphviz-pure", path=sysconfig.get_path("scripts")), shutil.which("dot"))
    return tuple(path for path in found if path)


def _draw(dot_source: str, form: str, *flags: str) -> bytes:
    nodes, edges = len(_NODE.findall(dot_source)), len(_EDGE.findall(dot_source))
    if nodes > NODES or edges > EDGES:
        raise TooLarge(f"a drawing of {nodes} nodes and {edges} edges is too large to be read: {_OFFER}")
    available = programs()
    if not available:
        raise NoGraphviz(
            "no Graphviz to draw with: pip install 'pattern-genealogy[pictures]', or install Graphviz"
            " (apt-get install graphviz)"
        )
    complaints = []
    for program in available:
        found = _run([program, f"-T{form}", *flags], dot_source)
        # It warns of fonts and of letters it has no widths for even where all is well, so only its exit code counts.
        if found.returncode == 0 and found.stdout:
            return found.stdout
        words = " ".join(found.stderr.decode("utf-8", "replace").split())
        complaints.append(f"{os.path.basename(program)}: {words or f'ended with code {found.returncode}'}")
    raise DrawingFailed(f"Graphviz could not draw this picture ({'; '.join(complaints)[:400]})")


def _run(command: list[str], dot_source: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            command,
            input=dot_source.encode("utf-8", "replace"),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},  # the same drawing whatever the user's language
        )
    except subprocess.TimeoutExpired:
        raise TooLarge(f"Graphviz did not finish this drawing in {SECONDS} seconds: {_OFFER}") from None
    except OSError as error:
        raise DrawingFailed(f"{command[0]} could not be started ({error.strerror})") from error


def _speak(root: ElementTree.Element) -> None:
    """Give the picture a title, a text alternative and a role; drop links to other places."""
    titles = dict(_untangle(root))
    heading = titles.pop("graph", "diagram")
    nodes = [text for name, text in titles.items() if name.startswith("node ")]
    edges = [text for name, text in titles.items() if name.startswith("edge ")]
    told = [f"{_count(nodes, 'entry', 'entries')} and {_count(edges, 'connection', 'connections')}.", *nodes, *edges]
    for place, (name, text) in enumerate((("title", heading), ("desc", "\n".join(told)))):
        element = ElementTree.Element(f"{_SVG}{name}", {"id": f"picture-{name}"})
        element.text = text
        root.insert(place, element)
    root.set("role", "img")
    root.set("aria-labelledby", "picture-title")
    root.set("aria-describedby", "picture-desc")
    for element in root.iter():
        if element.tag == f"{_SVG}text":
            element.text = (element.text or "").strip("\u00a0")
            element.set("font-family", "Arial, Helvetica, sans-serif")


def _untangle(root: ElementTree.Element) -> Iterator[tuple[str, str]]:
    """Turn Graphviz's tooltips, which it writes as links without an address, into titles; yield them with their owners."""
    for owner in list(root.iter(f"{_SVG}g")):
        tip = ""
        for wrapper in list(owner):
            link = wrapper.find(f"{_SVG}a")
            if link is None:
                continue
            tip = tip or link.get(f"{_XLINK}title", "")
            place = list(owner).index(wrapper)
            owner[place : place + 1] = list(link)
        title = owner.find(f"{_SVG}title")
        kind = owner.get("class", "")
        if kind == "graph":
            if title is not None:
                owner.remove(title)
            yield "graph", tip
        elif title is not None and tip:
            title.text = tip
            yield f"{kind} {owner.get('id')}", tip


def _count(items: list[str], one: str, many: str) -> str:
    return f"{len(items)} {one if len(items) == 1 else many}"
